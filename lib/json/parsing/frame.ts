import { jsonParser } from 'stream-json/core/parser.js';
import { syntaxError } from '../../input/errors.js';
import { expectationOf } from './fault.js';
import { AFTER_END, hintAt } from './hint.js';
import type { JsonValue } from './values.js';

/** What the parser sees in place of an element. */
const STAND_IN = '{}';
const PUNCTUATION = /^[,[\]{}]$/;

/** Follows a document without its elements. */
export interface Frame {
  /**
   * Takes a bit of the frame, cut so that punctuation stands alone. Gives the bare values where an
   * element belongs: each is a bad record, not a bad input.
   *
   * @throws INPUT_SYNTAX
   */
  text(text: string, offset: number): JsonValue[];
  /**
   * Takes note of an element; true if it is one of those that are read.
   *
   * @throws INPUT_SYNTAX if none may stand here
   */
  element(offset: number): boolean;
  /** Whether the document has ended. */
  isOver(): boolean;
}

/** How many brackets stand around the elements of a document. */
export const elementDepth = (root: 'array' | 'object'): number => (root === 'array' ? 1 : 2);

/**
 * Follows the frame of a JSON array, or of an object whose array `data` (at any place among its
 * keys) is read, with stream-json's parser, which sees `{}` for each element.
 */
export function documentFrame(file: string, root: 'array' | 'object'): Frame {
  const parse = jsonParser({ streamValues: false });
  const around = elementDepth(root);
  let depth = 0;
  let key = '';
  let inElements = false;
  let over = false;
  /** The bit of the frame before. */
  let last = '';
  /** Numbers and literals are only known when the punctuation after them has come. */
  let valueOffset = 0;

  const tokensOf = (text: string, offset: number) => {
    try {
      const tokens = parse(text);
      return typeof tokens === 'symbol' ? [] : tokens.values;
    } catch (error) {
      const hint = over ? AFTER_END : hintAt(`${last}${text}`, last.length);
      throw syntaxError({ file }, offset, `${expectationOf((error as Error).message)}${hint}`);
    }
  };

  const isElementPlace = () => inElements && depth === around;

  const open = () => {
    depth += 1;
    if (depth === around) inElements = root === 'array' || key === 'data';
  };
  const close = () => {
    depth -= 1;
    if (depth < around) inElements = false;
    if (depth === 0) over = true;
  };

  return {
    text(text, offset) {
      if (!PUNCTUATION.test(text)) valueOffset = offset;
      const values: JsonValue[] = [];
      const tokens = tokensOf(text, offset);
      if (text.trim() !== '') last = text;
      for (const token of tokens) {
        switch (token.name) {
          case 'startObject':
          case 'startArray':
            open();
            break;
          case 'endObject':
          case 'endArray':
            close();
            break;
          case 'keyValue':
            key = token.value;
            break;
          default:
            if ('value' in token && isElementPlace()) {
              const value = token.name === 'numberValue' ? Number(token.value) : token.value;
              values.push({ value, offset: valueOffset });
            }
        }
      }
      return values;
    },
    element(offset) {
      valueOffset = offset;
      tokensOf(STAND_IN, offset);
      last = STAND_IN;
      return isElementPlace();
    },
    isOver: () => over,
  };
}

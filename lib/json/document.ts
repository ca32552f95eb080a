import { jsonParser } from 'stream-json/core/parser.js';
import { cutElements } from './cut-elements.js';
import { syntaxError, truncatedError } from './errors.js';
import { jsonFault, whatIsWrong } from './fault.js';
import type { OnValue, ValueReader } from './lines.js';
import { parseJson } from './parse.js';

/** What the frame's parser sees in place of an element. */
const STAND_IN = '{}';
const PUNCTUATION = /^[,[\]{}]$/;

/**
 * Reads the elements of a JSON array, or of the array `data` in a JSON object (at any place among
 * its keys), one at a time.
 *
 * The document's frame - all but its elements - goes through stream-json's parser, with `{}` for
 * each element. The elements are cut out by a scan for quotes and brackets and parsed whole by
 * JSON.parse: three times as fast as assembling them from tokens, and the scan knows their byte
 * offsets, which a parser of text does not.
 *
 * @param start byte offset of the first chunk
 * @throws INPUT_SYNTAX, INPUT_TRUNCATED
 */
export function jsonDocument(
  file: string,
  start: number,
  root: 'array' | 'object',
  onValue: OnValue,
): ValueReader {
  const elementDepth = root === 'array' ? 1 : 2;
  const parseFrame = jsonParser({ streamValues: false });
  let end = start;
  let depth = 0;
  let key = '';
  let inElements = false;
  let over = false;
  /** Numbers and literals are only known when the punctuation after them has come. */
  let scalarOffset = start;

  const open = () => {
    depth += 1;
    if (depth === elementDepth) inElements = root === 'array' || key === 'data';
  };
  const close = () => {
    depth -= 1;
    if (depth < elementDepth) inElements = false;
    if (depth === 0) over = true;
  };

  /** Parses a bit of the frame; `element` gives what a stand-in in it stands for. */
  const feed = (text: string, offset: number, element?: () => unknown): void => {
    if (!PUNCTUATION.test(text)) scalarOffset = offset;
    for (const token of tokensOf(text, offset)) {
      switch (token.name) {
        case 'startObject':
          if (inElements && depth === elementDepth && element) {
            onValue(element(), offset);
          }
          open();
          break;
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
          // A bare value where an element belongs is a bad record, not a bad input.
          if (inElements && depth === elementDepth && 'value' in token) {
            onValue(token.name === 'numberValue' ? Number(token.value) : token.value, scalarOffset);
          }
      }
    }
  };

  const tokensOf = (text: string, offset: number) => {
    try {
      const tokens = parseFrame(text);
      return typeof tokens === 'symbol' ? [] : tokens.values;
    } catch (error) {
      throw syntaxError(file, offset, whatIsWrong((error as Error).message));
    }
  };

  const cutter = cutElements(file, start, elementDepth, {
    frame: feed,
    element: (bytes, offset) => feed(STAND_IN, offset, () => parseElement(file, bytes, offset)),
    guessed(bytes, offset) {
      let value: unknown;
      try {
        value = parseJson(bytes);
      } catch {
        return false;
      }
      feed(STAND_IN, offset, () => value);
      return true;
    },
  });

  return {
    write(chunk) {
      end += chunk.length;
      cutter.write(chunk);
    },
    end() {
      if (over) return;
      const held = cutter.unfinished();
      const fault = held && jsonFault(held.bytes());
      if (fault) throw syntaxError(file, held.offset + fault.offset, fault.expected);
      throw truncatedError(file, end, root === 'array' ? 'its JSON array' : 'its JSON object');
    },
  };
}

function parseElement(file: string, bytes: Buffer, offset: number): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    const fault = jsonFault(bytes) ?? { offset: 0, expected: (error as Error).message };
    throw syntaxError(file, offset + fault.offset, fault.expected);
  }
}

import type { SamplePassage } from '../records.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { countPieces, type Piece } from './count.js';
import { flatten } from './flatten.js';
import { PASSAGE_SEPARATOR, type PassageFormat } from './passage-format.js';
import { seamsHold } from './seams.js';
import { frameOf, type PromptValues } from './template.js';

/** How a run turns passages into a prompt, and how it counts. */
export interface Rendering {
  tokenizer: Tokenizer;
  template: string;
  format: PassageFormat;
  /** `--remove-newline-tab` */
  removeNewlineTab: boolean;
}

/** Pairs that stand at one point of a context. */
export interface Insertion {
  /** Position of the passage in the context. */
  passage: number;
  /** `title`: between title and text. `text`: inside the text. `after`: behind the passage. */
  where: 'title' | 'text' | 'after';
  /** Offset of a blank in the passage's text; 0 unless `where` is `text`. */
  offset: number;
  /** Each ready to stand there: `{"key": "value"}.` */
  pairs: string[];
}

export interface RenderedPrompt {
  context: string;
  /** Tokens of the whole prompt. */
  tokens: number;
}

/**
 * Renders the passages, with pairs inserted if there are any, and counts the whole prompt.
 * `insertions` are in the order of their places in the context.
 */
export function renderPrompt(
  rendering: Rendering,
  passages: readonly SamplePassage[],
  values: PromptValues,
  insertions: readonly Insertion[] = [],
): RenderedPrompt {
  const { tokenizer, template, removeNewlineTab } = rendering;
  const { before, after } = frameOf(template, values);
  const separated = passages.length > 0 && after.startsWith(PASSAGE_SEPARATOR);
  const pieces = contextPieces(rendering, passages, insertions, separated);
  const joined = pieces.map(piece => piece.text).join('');
  const context = separated ? joined.slice(0, -PASSAGE_SEPARATOR.length) : joined;
  if (removeNewlineTab) {
    const flat = flatten(context);
    return { context: flat, tokens: tokenizer.count(flatten(`${before}${flat}${after}`)) };
  }
  const rest = separated ? after.slice(PASSAGE_SEPARATOR.length) : after;
  const tokens = countPieces(tokenizer, [{ text: before }, ...pieces, { text: rest }]);
  return { context, tokens };
}

/** Inserted pairs as they stand in the text, one way for each kind of point. */
export const SET_OFF: Record<Insertion['where'], (pair: string) => string> = {
  title: pair => `${pair}\n`,
  text: pair => ` ${pair}`,
  after: pair => `${pair}${PASSAGE_SEPARATOR}`,
};

/**
 * The pieces of a context. The last passage is followed by the separator too if `separated`: a
 * stored count holds for a passage with the separator behind it, and a template often goes on
 * with the very same characters.
 */
function contextPieces(
  rendering: Rendering,
  passages: readonly SamplePassage[],
  insertions: readonly Insertion[],
  separated: boolean,
): Piece[] {
  const pieces: Piece[] = [];
  let next = 0;
  passages.forEach((passage, position) => {
    const here: Insertion[] = [];
    for (let at = insertions[next]; at?.passage === position; at = insertions[++next]) {
      here.push(at);
    }
    const isLast = position === passages.length - 1;
    const separator = isLast && !separated ? '' : PASSAGE_SEPARATOR;
    pieces.push(...passagePieces(rendering, passage, position, here, separator));
  });
  return pieces;
}

function passagePieces(
  rendering: Rendering,
  passage: SamplePassage,
  position: number,
  insertions: readonly Insertion[],
  separator: string,
): Piece[] {
  const { header, around } = rendering.format;
  const { head, tail } = around(position, passage.title);
  if (!header) return insertInto(passage.text, insertions, head, `${tail}${separator}`);
  const body = insertInto(passage.text, insertions, `${passage.title}\n`, separator);
  const stored = separator === '' ? undefined : passage.tokens;
  const tokens = stored && sumIfAdditive(rendering.tokenizer, stored, body);
  const text = body.map(piece => piece.text).join('');
  return [{ text: header(position) }, ...(tokens === undefined ? body : [{ text, tokens }])];
}

interface BodyPiece extends Piece {
  inserted: boolean;
}

function insertInto(
  text: string,
  insertions: readonly Insertion[],
  before: string,
  after: string,
): BodyPiece[] {
  const pieces: BodyPiece[] = [];
  let passage = before;
  let from = 0;
  const insert = ({ where, pairs }: Insertion): void => {
    pieces.push({ text: passage, inserted: false });
    passage = '';
    for (const pair of pairs) pieces.push({ text: SET_OFF[where](pair), inserted: true });
  };
  for (const insertion of insertions) {
    const { where, offset } = insertion;
    if (where === 'text') {
      passage += text.slice(from, offset);
      from = offset;
    } else if (where === 'after') {
      passage += text.slice(from) + after;
      from = text.length;
    }
    insert(insertion);
  }
  const isClosed = insertions.at(-1)?.where === 'after';
  pieces.push({ text: isClosed ? '' : passage + text.slice(from) + after, inserted: false });
  return pieces.filter(piece => piece.text !== '');
}

/**
 * The count of a passage with pairs in it: its stored count and that of each pair, provided that
 * neither cutting the passage there nor putting a pair in between changes anything else.
 */
function sumIfAdditive(
  tokenizer: Tokenizer,
  stored: number,
  pieces: readonly BodyPiece[],
): number | undefined {
  const own = pieces.filter(piece => !piece.inserted);
  if (!allSeamsHold(tokenizer, pieces) || !allSeamsHold(tokenizer, own)) return undefined;
  return pieces.reduce(
    (tokens, { text, inserted }) => (inserted ? tokens + tokenizer.count(text) : tokens),
    stored,
  );
}

function allSeamsHold(tokenizer: Tokenizer, pieces: readonly Piece[]): boolean {
  const texts = pieces.map(piece => piece.text);
  return seamsHold(tokenizer, texts).every((holds, i) => holds || i === 0);
}

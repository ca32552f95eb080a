/** A pair as a reader meets it. */
export interface SeenPair {
  key: string;
  value: string;
  /** Tokens of the context before it. */
  at: number;
  /** Tokens of it. */
  tokens: number;
}

/** A passage as a reader meets it: title and text, without the pairs that stand in it. */
export interface SeenPassage {
  text: string;
  /** Tokens of the context before its header. */
  at: number;
}

/** A context, in the order in which it is read. */
export interface SeenContext {
  pairs: SeenPair[];
  passages: SeenPassage[];
  /** Tokens of all. */
  tokens: number;
}

const PAIR = /\{"((?:[^"\\]|\\.)*)": "((?:[^"\\]|\\.)*)"\}\./y;
const HEADER = /Document \d+:\n/y;
/** What may be either; most of a context is neither. */
const START = /\{"|^Document /gm;

const unescaped = (text = ''): string => JSON.parse(`"${text}"`) as string;

/**
 * What stands in a rendered context, and how many tokens stand before it: the counts of the pieces
 * between pairs and headers, added up, which is right but for a token or two a piece.
 *
 * @param count tokens of a text
 */
export function readContext(text: string, count: (text: string) => number): SeenContext {
  const pairs: SeenPair[] = [];
  const passages: SeenPassage[] = [];
  let tokens = 0;
  let done = 0;
  /** Takes the text up to `end`: to the passage under way, if it is part of one. */
  const take = (end: number, isText: boolean): number => {
    const piece = text.slice(done, end);
    const length = count(piece);
    const passage = passages.at(-1);
    if (isText && passage) passage.text += piece;
    tokens += length;
    done = end;
    return length;
  };
  for (const { index } of text.matchAll(START)) {
    if (index < done) continue;
    const found = matchAt(PAIR, text, index) ?? matchAt(HEADER, text, index);
    if (!found) continue;
    take(index, true);
    const at = tokens;
    const [whole, key, value] = found;
    if (key === undefined) passages.push({ text: '', at });
    const length = take(index + whole.length, false);
    if (key === undefined) continue;
    pairs.push({ key: unescaped(key), value: unescaped(value), at, tokens: length });
  }
  take(text.length, true);
  return { pairs, passages, tokens };
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

import { type RenderedPair, SET_OFF, type Where } from '../prompt/insertion.js';
import type { Pair } from '../records/sample.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';

/** What stands before the key, between key and value, and behind the value of a pair. */
const [OPEN, MIDDLE, CLOSE] = ['{"', '": "', '"}.'] as const;

/** The longest that may stand before a key. */
const AFTER_BLANK = SET_OFF.text(OPEN);

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A pair as it is inserted: JSON and a full stop. */
export const pairText = ([key, value]: Pair): string =>
  OPEN + inJson(key) + MIDDLE + inJson(value) + CLOSE;

/**
 * Makes pairs ready to stand in a text. A key stands in two pairs and a pair may come to stand in
 * three ways; where the tokenizer is sure of the seams, each part is counted once all the same.
 */
export function pairRenderer(tokenizer: Tokenizer): (pair: Pair) => RenderedPair {
  const { reach } = tokenizer;
  const frames = Object.entries(SET_OFF).map(([where, setOff]) => {
    const [before = '', after = ''] = setOff('\0').split('\0');
    const [open, close] = [before + OPEN, CLOSE + after];
    const openTokens = tokenizer.count(open);
    return {
      where: where as Where,
      setOff,
      open,
      openTokens,
      close,
      closeTokens: tokenizer.count(close),
    };
  });
  const middleTokens = tokenizer.count(MIDDLE);
  // The value of a pair in a chain is the key of the next.
  let last = { text: '', tokens: 0 };
  const count = (part: string): number => {
    if (part !== last.text) last = { text: part, tokens: tokenizer.count(part) };
    return last.tokens;
  };
  const isLong = (part: string): boolean => part.length >= reach;

  return pair => {
    const [key, value] = [inJson(pair[0]), inJson(pair[1])];
    const text = OPEN + key + MIDDLE + value + CLOSE;
    // A question ends in a sign, which may join the quote: its last word is counted with that.
    const endAt = Math.max(0, value.lastIndexOf(' '));
    const [start, end] = [value.slice(0, endAt), value.slice(endAt)];
    // What stands on either side of each seam, as far as the tokenizer looks.
    const keyLeft = isLong(key) ? key : AFTER_BLANK + key;
    const keyRight = isLong(key) ? key : key + MIDDLE + value + CLOSE;
    const middleLeft = isLong(MIDDLE) ? MIDDLE : AFTER_BLANK + key + MIDDLE;
    const middleRight = isLong(MIDDLE) ? MIDDLE : MIDDLE + value + CLOSE;
    const valueRight = isLong(value) ? value : value + CLOSE;
    const startLeft = isLong(start) ? start : middleLeft + start;
    const endRight = isLong(end) ? end : end + CLOSE;
    const endLeft = isLong(end) ? end : startLeft + end;
    const isApart =
      tokenizer.additive(keyLeft, middleRight) &&
      tokenizer.additive(middleLeft, valueRight) &&
      (endAt === 0 || tokenizer.additive(startLeft, endRight));
    const inner = count(key) + middleTokens + (endAt > 0 ? tokenizer.count(start) : 0);
    const endTokens = count(end);
    const tokens = { title: 0, text: 0, after: 0 };
    for (const { where, setOff, open, openTokens, close, closeTokens } of frames) {
      if (!isApart || !tokenizer.additive(open, keyRight)) {
        tokens[where] = tokenizer.count(setOff(text));
      } else if (tokenizer.additive(endLeft, close)) {
        tokens[where] = openTokens + inner + endTokens + closeTokens;
      } else tokens[where] = openTokens + inner + tokenizer.count(end + close);
    }
    return { text, tokens };
  };
}

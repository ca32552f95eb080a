const QUOTE = 0x22;
/** Longest run from the end of one element to the first key of the next that is learnt (bytes). */
const LONGEST = 256;

/** Guesses where elements end. */
export interface ElementEnd {
  /** Learns from an element that starts in a chunk after another one has ended there. */
  learn(chunk: Buffer, lastEnd: number, start: number): void;
  /** The place after the element that starts in a chunk, or -1 if there is nothing to go by. */
  guess(chunk: Buffer, start: number): number;
  /** Takes the true end of an element that was not guessed; no more guesses if it should have been. */
  correct(chunk: Buffer, end: number): void;
}

/**
 * Elements of an array mostly start with the same key: so an element ends where, after it, the
 * same bytes stand as between two others, such as `},{"_id"`. One search for them takes less than
 * a look at every quote and bracket. They may also stand inside an element; but no part of a JSON
 * object that starts where it starts is a JSON object itself, so a guess is right if what it cuts
 * out can be parsed.
 */
export function elementEnd(): ElementEnd {
  let between: Buffer | undefined;
  let wrong = false;

  return {
    learn(chunk, lastEnd, start) {
      if (between || wrong) return;
      const quote = chunk.indexOf(QUOTE, start);
      const keyEnd = quote < 0 ? -1 : chunk.indexOf(QUOTE, quote + 1);
      if (keyEnd < 0 || keyEnd - lastEnd > LONGEST) return;
      between = Buffer.from(chunk.subarray(lastEnd - 1, keyEnd + 1));
    },
    guess(chunk, start) {
      const at = between && !wrong ? chunk.indexOf(between, start) : -1;
      return at < 0 ? -1 : at + 1;
    },
    correct(chunk, end) {
      // At the end of a chunk the next key has not come.
      if (between && end + between.length <= chunk.length) wrong = true;
    },
  };
}

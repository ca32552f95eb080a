/** Texts that the library is handed at once. */
const BATCH = 1000;

/** The official tokenizer, written in Rust. It uses all cores. */
export interface RustTokenizer {
  /**
   * Tokens of each text, without special tokens, and the seconds that encoding alone has taken:
   * reading the lengths of what it gives is not in them.
   */
  counts(texts: readonly string[]): Promise<{ counts: number[]; seconds: number }>;
}

/**
 * Loads a `tokenizer.json` with the npm package `tokenizers`.
 *
 * @returns undefined where that package has nothing for this machine
 */
export async function loadRust(tokenizerJson: string): Promise<RustTokenizer | undefined> {
  const library = await import('tokenizers').catch(() => undefined);
  if (!library) return undefined;
  const tokenizer = library.Tokenizer.fromFile(tokenizerJson);
  return {
    counts: async texts => {
      const counts: number[] = [];
      let seconds = 0;
      for (let from = 0; from < texts.length; from += BATCH) {
        const batch = texts.slice(from, from + BATCH);
        const start = performance.now();
        const encodings = await tokenizer.encodeBatch(batch, { addSpecialTokens: false });
        seconds += (performance.now() - start) / 1000;
        for (const encoding of encodings) counts.push(encoding.getLength());
      }
      return { counts, seconds };
    },
  };
}

/** How many texts are counted differently. */
export const differences = (ours: readonly number[], theirs: readonly number[]): number =>
  ours.filter((count, i) => count !== theirs[i]).length + Math.abs(ours.length - theirs.length);

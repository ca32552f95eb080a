const WORDS = ['1K', '10K', '100K', '1M', '10M', '100M', '1B', '10B', '100B', '1T'] as const;
const FIRST = 1_000;

/** The Hub's word for a number of rows: `n<1K`, `1K<n<10K` up to `n>1T`. */
export function sizeCategory(rows: number): string {
  const at = WORDS.findIndex((_, i) => rows < FIRST * 10 ** i);
  if (at === 0) return `n<${WORDS[0]}`;
  return at < 0 ? `n>${WORDS.at(-1)}` : `${WORDS[at - 1]}<n<${WORDS[at]}`;
}

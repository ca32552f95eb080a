/** Token statistics of a file, without its samples in memory. */
export interface TokenStats {
  min: number;
  mean: number;
  max: number;
  /** Tokens of all samples. */
  total: number;
}

export interface TokenTally {
  add(tokens: number): void;
  stats(): TokenStats | null;
}

export function tokenTally(): TokenTally {
  let count = 0;
  let total = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  return {
    add: tokens => {
      count++;
      total += tokens;
      min = Math.min(min, tokens);
      max = Math.max(max, tokens);
    },
    stats: () => (count === 0 ? null : { min, mean: Math.round(total / count), max, total }),
  };
}

/** Tokens of some samples, as far as they can be added up. */
export interface TokenCounts {
  samples: number;
  total: number;
  min: number;
  max: number;
}

/** Token statistics of a file, without its samples in memory. */
export interface TokenStats {
  min: number;
  mean: number;
  max: number;
  /** Tokens of all samples. */
  total: number;
}

export const NO_TOKENS: Readonly<TokenCounts> = {
  samples: 0,
  total: 0,
  min: Number.POSITIVE_INFINITY,
  max: 0,
};

/** The counts with one sample more, of so many tokens. */
export const addTokens = (counts: Readonly<TokenCounts>, tokens: number): TokenCounts =>
  joinTokens(counts, { samples: 1, total: tokens, min: tokens, max: tokens });

/** The counts of two sets of samples together. */
export const joinTokens = (a: Readonly<TokenCounts>, b: Readonly<TokenCounts>): TokenCounts => ({
  samples: a.samples + b.samples,
  total: a.total + b.total,
  min: Math.min(a.min, b.min),
  max: Math.max(a.max, b.max),
});

/** Null where there are no samples. */
export const tokenStats = ({ samples, total, min, max }: TokenCounts): TokenStats | null =>
  samples === 0 ? null : { min, mean: Math.round(total / samples), max, total };

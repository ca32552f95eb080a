/** Tokens of a passage that is cut out of a text, by default. */
export const FILLER_TOKENS = 200;
/** The most that may be asked for: a passage is held whole. */
export const MOST_FILLER_TOKENS = 65_536;

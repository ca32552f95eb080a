/** How much of an input is taken, so that none can take the machine's memory or time. */
export interface InputLimits {
  /** Bytes of one record; a longer one is rejected. */
  maxRecordBytes: number;
  /** How many times as long as it is stored a compressed input may become. */
  maxExpansion: number;
}

export const DEFAULT_LIMITS: InputLimits = { maxRecordBytes: 64 << 20, maxExpansion: 200 };

/** Lists and objects that may stand inside each other in a record. */
export const MAX_DEPTH = 1000;
/** Bytes that a compressed input may become at most. */
export const MAX_EXPANDED_BYTES = 1e12;

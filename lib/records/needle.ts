/** A value that a sentence hidden in a context tells of a key. */
export interface Needle {
  key: string;
  value: string;
}

/** The same where it stands. */
export interface PlacedNeedle extends Needle {
  /** Unicode characters of the context before its sentence. */
  at: number;
}

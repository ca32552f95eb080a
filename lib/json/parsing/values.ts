/** A value of a JSON input. */
export interface JsonValue {
  value: unknown;
  /** Byte offset of its first byte in the (decompressed) input. */
  offset: number;
}

/**
 * Takes the bytes of a JSON input, in chunks cut anywhere, and gives the values that end in them.
 * What a chunk gives is to be taken before the next one is written.
 */
export interface ValueReader {
  /** @throws INPUT_SYNTAX */
  write(chunk: Buffer): Iterable<JsonValue>;
  /** @throws INPUT_SYNTAX, INPUT_TRUNCATED */
  end(): Iterable<JsonValue>;
}

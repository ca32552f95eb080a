import type { RecordError } from '../../errors.js';

/** A value of a JSON input. */
export interface JsonValue {
  /** Undefined if it is not taken. */
  value: unknown;
  /** Byte offset of its first byte in the (decompressed) input. */
  offset: number;
  /** Why it is not taken. */
  fault?: RecordError;
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

/** What a reader is told of its input. */
export interface ReaderOptions {
  /** Name of the input, for messages. */
  file: string;
  /** Byte offset of the first chunk. */
  start: number;
  /** The line that the first chunk begins in. Default 1. */
  startLine?: number;
  /** Bytes of the longest value that is taken. */
  maxBytes: number;
}

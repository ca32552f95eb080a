/** How much of the world is written, and which world. */
export interface WorldOptions {
  /** Questions in the whole file. */
  questions: number;
  /** Default 42. */
  seed?: number;
}

/** What stands before, between and after the records of a file. */
export type Frame = readonly [before: string, between: string, after: string];

/** One JSON array. */
export const ARRAY: Frame = ['[', ',', ']'];
/** A line a record. */
export const LINES: Frame = ['', '\n', '\n'];

/** A dataset's way of writing questions down. */
export interface Shape<R> {
  frame: Frame;
  /** The records of a file, made one by one and not kept. */
  records(options: WorldOptions): Generator<R>;
}

/** A file of rows that gets its name when it is told to. */
export interface RowFile {
  /** Its path, or `-` for standard output. */
  readonly path: string;
  /** Bytes of the file when it is ended. */
  readonly bytes: number;
  /** Resolves when the file takes another row. */
  write(row: object): Promise<void>;
  /** Ends the writing: all is on the disk, without its name. */
  end(): Promise<void>;
  /** @param as another name in the same folder */
  commit(as?: string): Promise<void>;
  abandon(): Promise<void>;
}

/** What a Parquet file begins and ends with. */
export const MAGIC = 'PAR1';
/** The same, where the foot is encrypted. */
export const ENCRYPTED = 'PARE';
export const MAGIC_BYTES = 4;

/** Whether bytes are the beginning of a Parquet file; {@link MAGIC_BYTES} of them say so. */
export const isParquet = (head: Buffer): boolean =>
  [MAGIC, ENCRYPTED].includes(head.toString('latin1', 0, MAGIC_BYTES));

/** Whether more bytes may make a Parquet file's beginning of these. */
export const mayBecomeParquet = (head: Buffer): boolean =>
  head.length < MAGIC_BYTES &&
  [MAGIC, ENCRYPTED].some(magic => magic.startsWith(head.toString('latin1')));

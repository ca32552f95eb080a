/** Records as they come from a thread: one after the other, which is much cheaper to hand over. */
export interface PassageBytes {
  bytes: Uint8Array;
  lengths: Uint32Array;
}

export function together(records: readonly Buffer[]): PassageBytes {
  const lengths = Uint32Array.from(records, ({ length }) => length);
  // Of its own: what is handed over of a pool's part is the whole pool.
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const record of records) {
    bytes.set(record, at);
    at += record.length;
  }
  return { bytes, lengths };
}

export function apart({ bytes, lengths }: PassageBytes): Buffer[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: Buffer[] = [];
  let at = 0;
  for (const length of lengths) {
    records.push(all.subarray(at, at + length));
    at += length;
  }
  return records;
}

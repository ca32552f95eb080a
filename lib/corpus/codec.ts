/** A passage as the corpus holds it. */
export interface StoredPassage {
  /** See `passageId`. */
  id: string;
  title: string;
  text: string;
  /** See `sentenceBounds`. */
  bounds: number[];
  /** Tokens of `title\ntext\n\n` on its own. */
  tokens: number;
}

const ID_AT = 12;
const HEADER_BYTES = 20;

/**
 * A passage in bytes: tokens, number of bounds and byte length of the title (uint32 each, little
 * endian), the id (8 bytes), the bounds (uint32 each), the title, the text. The token count comes
 * first so that a draw that does not fit costs no decoding.
 */
export function encodePassage({ id, title, text, bounds, tokens }: StoredPassage): Buffer {
  const titleBytes = Buffer.byteLength(title);
  const textBytes = Buffer.byteLength(text);
  const titleAt = HEADER_BYTES + bounds.length * 4;
  const bytes = Buffer.allocUnsafe(titleAt + titleBytes + textBytes);
  bytes.writeUInt32LE(tokens, 0);
  bytes.writeUInt32LE(bounds.length, 4);
  bytes.writeUInt32LE(titleBytes, 8);
  bytes.write(id, ID_AT, 'hex');
  for (const [i, bound] of bounds.entries()) bytes.writeUInt32LE(bound, HEADER_BYTES + i * 4);
  bytes.write(title, titleAt);
  bytes.write(text, titleAt + titleBytes);
  return bytes;
}

export function decodePassage(bytes: Buffer): StoredPassage {
  const boundCount = bytes.readUInt32LE(4);
  const titleAt = HEADER_BYTES + boundCount * 4;
  const textAt = titleAt + bytes.readUInt32LE(8);
  const bounds = Array.from({ length: boundCount }, (_, i) =>
    bytes.readUInt32LE(HEADER_BYTES + i * 4),
  );
  return {
    id: bytes.toString('hex', ID_AT, HEADER_BYTES),
    title: bytes.toString('utf8', titleAt, textAt),
    // The store hands out a view whose length only `length` tells; Node 24 reads on without an end.
    text: bytes.toString('utf8', textAt, bytes.length),
    bounds,
    tokens: decodeTokens(bytes),
  };
}

export function decodeTokens(bytes: Buffer): number {
  return bytes.readUInt32LE(0);
}

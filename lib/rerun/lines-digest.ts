import { createHash } from 'node:crypto';
import { blockSize } from '../assemble/block/block.js';

const LINE_FEED = 0x0a;

/**
 * The digest that a manifest has of a file's lines, made again from the lines alone: SHA-256 over
 * the SHA-256 of each block's lines. A sample's `index` says which block it belongs to.
 *
 * @param maxSeqLength of the file; null for none
 */
export async function linesDigest(
  bytes: AsyncIterable<Uint8Array>,
  maxSeqLength: number | null,
): Promise<string> {
  const size = blockSize(maxSeqLength);
  const all = createHash('sha256');
  let block: { row: number; hash: ReturnType<typeof createHash> } | undefined;
  const close = (): void => {
    if (block) all.update(block.hash.digest());
    block = undefined;
  };
  for await (const line of linesOf(bytes)) {
    const row = rowOf(line, size);
    if (block && block.row !== row) close();
    block ??= { row, hash: createHash('sha256') };
    block.hash.update(line);
  }
  close();
  return all.digest('hex');
}

/** Lines with their ends. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  for await (const chunk of bytes) {
    let from = 0;
    for (let to = chunk.indexOf(LINE_FEED); to >= 0; to = chunk.indexOf(LINE_FEED, from)) {
      yield Buffer.concat([...held, chunk.subarray(from, to + 1)]);
      held = [];
      from = to + 1;
    }
    if (from < chunk.length) held.push(chunk.subarray(from));
  }
  if (held.length > 0) yield Buffer.concat(held);
}

/** Something else than a sample belongs to no block: the digest will be another, as it should. */
function rowOf(line: Buffer, size: number): number {
  try {
    const { index } = JSON.parse(line.toString()) as { index?: unknown };
    return Math.floor(Number(index) / size);
  } catch {
    return Number.NaN;
  }
}

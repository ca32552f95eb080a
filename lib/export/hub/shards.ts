import { dirname, join } from 'node:path';
import type { RowFile } from '../files/row-file.js';
import type { WrittenFile } from '../target.js';

/**
 * Bytes in Arrow's memory at which the next file begins: that of `datasets` when it pushes
 * (`max_shard_size`). Compressed, it is less.
 */
export const SHARD_BYTES = 500 * 10 ** 6;

/** The files that the rows of one split go to, each bounded in size. */
export interface Shards {
  /** @param bytes that the row takes in Arrow's memory */
  write(row: object, bytes: number): Promise<void>;
  /** Ends the writing. */
  end(): Promise<void>;
  /** What there is so far. */
  counts(): { rows: number; arrowBytes: number; fileBytes: number };
  /** The files by the names that they will have, once they are ended. */
  files(): WrittenFile[];
  commit(): Promise<void>;
  abandon(): Promise<void>;
}

interface Shard {
  file: RowFile;
  rows: number;
  bytes: number;
}

/**
 * @param path of the first file as it would be called if there were no others: `train.parquet`
 * @param open opens a file at a path
 * @param most bytes in Arrow's memory that a file may have, if it has more rows than one
 */
export function shards(
  path: string,
  open: (path: string) => Promise<RowFile>,
  most: number = SHARD_BYTES,
): Shards {
  const all: Shard[] = [];
  const pathOf = (number: number, of?: number): string => shardPath(path, number, of);

  const next = async (): Promise<Shard> => {
    const shard = { file: await open(pathOf(all.length)), rows: 0, bytes: 0 };
    all.push(shard);
    return shard;
  };
  /** A file that not even its first row could be written to is none. */
  const dropEmpty = async (shard: Shard, error: unknown): Promise<never> => {
    if (shard.rows === 0) {
      all.pop();
      await shard.file.abandon();
    }
    throw error;
  };
  return {
    async write(row, bytes) {
      let shard = all.at(-1) ?? (await next());
      if (shard.rows > 0 && shard.bytes + bytes > most) {
        await shard.file.end();
        shard = await next();
      }
      await shard.file.write(row).catch(error => dropEmpty(shard, error));
      shard.rows++;
      shard.bytes += bytes;
    },
    end: async () => all.at(-1)?.file.end(),
    counts: () => ({
      rows: sum(all, ({ rows }) => rows),
      arrowBytes: Math.ceil(sum(all, ({ bytes }) => bytes)),
      fileBytes: sum(all, ({ file }) => file.bytes),
    }),
    files: () => all.map(({ rows }, i) => ({ path: pathOf(i, all.length), rows })),
    async commit() {
      for (const [i, { file }] of all.entries()) await file.commit(pathOf(i, all.length));
    },
    async abandon() {
      for (const { file } of all) await file.abandon();
    },
  };
}

/** As the Hub's own tools name parts: `train-00000-of-00003.parquet`; without `of` while that is open. */
function shardPath(path: string, number: number, of: number | undefined): string {
  const [, name = '', ending = ''] = /([^/\\.]*)(\.[^/\\]*)$/.exec(path) ?? [];
  const digits = (value: number): string => `${value}`.padStart(5, '0');
  const more = of === undefined ? '' : `-of-${digits(of)}`;
  return join(dirname(path), `${name}-${digits(number)}${more}${ending}`);
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((all, item) => all + of(item), 0);

import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { gzipMemberAside } from '../lib/output/gzip.js';
import { ordered } from '../lib/stream/ordered.js';
import { seconds } from './benchmark.js';
import { childrenOf } from './children.js';
import { command } from './command.js';
import type { Turn } from './turns.js';

/** Compresses a plain file into one beside it, on two threads. */
export interface Compressor {
  name: string;
  run(plain: string): Promise<Turn>;
}

/** As many as the thread pool of Node takes by default. */
const AT_ONCE = 4;

export const tasks = {
  compress: (plain: string): Promise<number> =>
    seconds(() =>
      pipeline(
        createReadStream(plain, { highWaterMark: 1 << 20 }),
        ordered(AT_ONCE, (part: Uint8Array) => gzipMemberAside(part, 6)),
        createWriteStream(`${plain}.gz`),
      ),
    ),
};
const child = childrenOf<typeof tasks>(import.meta.url);

/** pigz where it is installed, else node:zlib on the thread pool. */
export async function compressor(note: (text: string) => void): Promise<Compressor> {
  const found = await command('pigz', ['--version']).then(
    () => true,
    () => false,
  );
  if (found) {
    const pigz = (plain: string) =>
      command('pigz', ['-6', '-p', '2', '-c', plain], { out: `${plain}.gz` });
    return { name: 'pigz -6 -p 2', run: pigz };
  }
  note('pigz is not installed: held against node:zlib on its thread pool instead');
  return {
    name: 'node:zlib, level 6',
    run: async plain => ({ seconds: (await child('compress', plain)).result }),
  };
}

/** Decompresses into a file beside it, hands that on, and removes it and what came beside it. */
export async function withPlain<T>(file: string, use: (plain: string) => Promise<T>): Promise<T> {
  const plain = `${file}.plain`;
  try {
    await pipeline(createReadStream(file), createGunzip(), createWriteStream(plain));
    return await use(plain);
  } finally {
    await rm(plain, { force: true });
    await rm(`${plain}.gz`, { force: true });
  }
}

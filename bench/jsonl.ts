import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { seconds } from './benchmark.js';
import { childrenOf } from './children.js';
import type { Turn } from './turns.js';

export const tasks = {
  copy: (file: string): Promise<number> =>
    seconds(() =>
      pipeline(
        Readable.from(copies(file), { objectMode: false, highWaterMark: 1 << 20 }),
        createWriteStream('/dev/null'),
      ),
    ),
};
const child = childrenOf<typeof tasks>(import.meta.url);

async function* copies(file: string): AsyncGenerator<string> {
  const lines = createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }) });
  for await (const line of lines) yield `${JSON.stringify(JSON.parse(line))}\n`;
}

/** The least that a filter in JavaScript does with lines: JSON.parse and JSON.stringify of each. */
export const copyLines = async (file: string): Promise<Turn> => {
  const { result, memory } = await child('copy', file);
  return { seconds: result, memory };
};

export const COPY = 'JSON.parse and stringify of its lines';

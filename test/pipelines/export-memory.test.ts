import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { anySample } from '../support/sample.js';
import { tempDir } from '../support/temp-dir.js';
import { needsNoMore } from './growth.js';

/** A context of 4,000 tokens or so. */
const CONTEXT = `Document 0:\nA place\n${'It is said that a lantern burns there. '.repeat(400)}`;

function* samples(count: number): Generator<string> {
  for (let i = 0; i < count; i++) yield `${JSON.stringify(anySample(i, { context: CONTEXT }))}\n`;
}

needsNoMore('export', 1000, async (t, counts) => {
  const dir = await tempDir(t);
  return Promise.all(
    counts.map(async questions => {
      const file = join(dir, `${questions}.jsonl`);
      await pipeline(Readable.from(samples(questions)), createWriteStream(file));
      return { file, questions };
    }),
  );
});

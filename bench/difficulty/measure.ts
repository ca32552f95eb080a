import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readSamples } from '../../lib/json/read-samples.js';
import type { Sample } from '../../lib/records/sample.js';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import { worldStream } from '../../lib/world/index.js';
import { keychain } from '../../pipelines/keychain.js';
import { meansOf, type Task, taskOf } from './figures.js';
import { type Knob, type Row, USUAL } from './knobs.js';

/** Questions of the world; their passages fill 64k twenty times and more. */
const QUESTIONS = 500;

/**
 * What one row of a table says, measured: samples of the fictional world are made as it wants them,
 * and given to the readers.
 *
 * @param dir a folder for the world and its corpus, which the next row finds again
 */
export async function measureRow(row: Row, { columns }: Knob, dir: string): Promise<string[]> {
  const dataset = await worldFile(dir);
  const saveDir = await mkdtemp(join(dir, 'samples-'));
  const tokenizer = await loadTokenizer({ type: 'openai' });
  try {
    const [summary] = await keychain({
      ...USUAL,
      ...row.knobs,
      dataset: [dataset],
      corpus: join(dir, 'corpus'),
      saveDir,
      format: 'jsonl',
      workers: 2,
    });
    const [output] = summary!.outputs;
    if (output!.samples !== USUAL.numSamples || output!.marked > 0) {
      throw new Error(`${row.label}: ${output!.samples} samples, ${output!.marked} of them marked`);
    }
    const samples = createReadStream(output!.file).pipe(readSamples(output!.file));
    return await meansOf(
      tasksOf(samples, text => tokenizer.count(text)),
      columns,
    );
  } finally {
    tokenizer.close();
    await rm(saveDir, { recursive: true, force: true });
  }
}

async function* tasksOf(
  samples: AsyncIterable<Sample>,
  count: (text: string) => number,
): AsyncGenerator<Task> {
  for await (const sample of samples) yield taskOf(sample, count);
}

async function worldFile(dir: string): Promise<string> {
  const file = join(dir, 'world.jsonl');
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  const world = { questions: QUESTIONS, seed: 42 };
  if (!isThere) await pipeline(worldStream('musique', world), createWriteStream(file));
  return file;
}

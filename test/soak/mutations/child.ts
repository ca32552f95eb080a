import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WORLD_SHAPES } from '../../../lib/world/index.js';
import { startMock } from '../../support/model/mock-server.js';
import { startHub } from './hub.js';
import { frameOf } from './mutate/frame.js';
import { type Bench, tryCase } from './try-case.js';

/** What its parent decides. */
export type BenchOfChild = Omit<Bench, 'foreign' | 'url' | 'hub'>;

/** Tries one mutation after the other, as its parent asks for them. */

const FOREIGN_FILES = [...WORLD_SHAPES, 'questions', 'filled', 'samples', 'scored'];
/** Of each file: enough to be mixed in. */
const EACH = 2;

async function foreignRecords(ground: string): Promise<unknown[]> {
  const records: unknown[] = [];
  for (const name of FOREIGN_FILES) {
    const text = await readFile(join(ground, name), 'utf8');
    records.push(...frameOf(text)!.records.slice(0, EACH));
  }
  return records;
}

const bench = JSON.parse(process.argv[2]!) as BenchOfChild;
const { url } = await startMock({ sameText: true });
const hub = (await startHub()).url;
const foreign = await foreignRecords(bench.ground);

process.on('message', async (index: number) => {
  process.send!(await tryCase({ ...bench, url, hub, foreign }, index));
});
process.on('disconnect', () => process.exit());
process.send!('ready');

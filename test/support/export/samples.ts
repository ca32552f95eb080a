import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { keychain, synth } from '../../../pipelines/index.js';
import { tempDir } from '../temp-dir.js';
import { worldFile } from '../world.js';

/** Samples with manifests beside them: of two datasets with chains, at two lengths. */
export async function chainedSamples(t: ExecutionContext<unknown>): Promise<string> {
  const saveDir = join(await tempDir(t), 'made');
  const dataset = [await worldFile(t, 'hotpotqa', 60), await worldFile(t, 'musique', 60)];
  await keychain({
    ...{ dataset, saveDir, numSamples: 8, corpus: join(saveDir, 'corpus'), workers: 1 },
    maxSeqLength: [2048, 3000],
  });
  return saveDir;
}

/** Samples without chains, of one dataset. */
export async function plainSamples(t: ExecutionContext<unknown>): Promise<string> {
  const saveDir = join(await tempDir(t), 'plain');
  const dataset = [await worldFile(t, 'hotpotqa', 60)];
  await synth({
    ...{ dataset, saveDir, numSamples: 8, corpus: join(saveDir, 'corpus'), workers: 1 },
    maxSeqLength: [2048],
  });
  return saveDir;
}

/** A file of records. */
export async function recordFile(
  t: ExecutionContext<unknown>,
  records: readonly object[],
): Promise<string> {
  const path = join(await tempDir(t), 'records.jsonl');
  await writeFile(path, records.map(record => `${JSON.stringify(record)}\n`).join(''));
  return path;
}

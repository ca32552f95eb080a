import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { SINKS, type SinkName } from '../../lib/output/sinks.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { worldRecords } from '../../lib/world/index.js';
import { keychain } from '../../pipelines/keychain.js';
import { mergeShards } from '../../pipelines/merge-shards.js';
import { needle } from '../../pipelines/needle.js';
import { relevantOnly } from '../../pipelines/relevant-only.js';
import { synth } from '../../pipelines/synth.js';
import { verify } from '../../pipelines/verify.js';
import { modelServer } from '../support/model/model-server.js';
import '../support/own-cache.js';
import { tempDir } from '../support/temp-dir.js';

/** A world with bad records, questions without an answer and an id that comes twice. */
async function worldIn(dir: string, size: number): Promise<{ file: string; ids: string[] }> {
  const records = [...worldRecords('musique', { questions: size, seed: 5 })].map((record, i) => ({
    ...(record as { id: string }),
    ...(i % 9 === 4 && { answerable: false }),
    ...(i % 31 === 7 && { paragraphs: [] }),
  }));
  if (size > 20) records[20] = records[19]!;
  await mkdir(dir, { recursive: true });
  const file = join(dir, `world-${size}.jsonl`);
  await writeFile(file, records.map(record => `${JSON.stringify(record)}\n`).join(''));
  return { file, ids: records.map(({ id }) => id) };
}

/** Samples in any format, rejects and manifests. */
const WRITTEN = /\.(jsonl?|parquet)(\.|$)/;

/** The files of a folder and those below it, but for shards and what stands beside them. */
async function wholeFiles(dir: string): Promise<Map<string, Buffer>> {
  const names = await readdir(dir, { recursive: true });
  const whole = names.filter(name => WRITTEN.test(name) && !/-\d{5}-of-\d{5}\./.test(name));
  const read = whole.sort().map(async name => [name, await readFile(join(dir, name))] as const);
  return new Map(await Promise.all(read));
}

type Making = (given: GivenTo<'synth'>) => Promise<unknown>;

/** Makes a run at once and in shards, and holds the merged files against those of the one. */
async function compare(
  t: ExecutionContext,
  make: Making,
  given: GivenTo<'synth'>,
  of: number,
  workers: number,
): Promise<void> {
  const [one, many] = [await tempDir(t), await tempDir(t)];
  await make({ ...given, saveDir: one, workers: 1 });
  for (let index = 0; index < of; index++) {
    await make({ ...given, saveDir: many, workers, shard: { index, of } });
  }
  // Each shard tells of what has become of its share, and of no more.
  for (const { file, fileFindings } of await verify({ records: [many] })) {
    const found = fileFindings.filter(({ check }) => check === 'manifest');
    t.deepEqual(found, [], file);
  }
  await mergeShards({ records: [many] });
  t.deepEqual(await wholeFiles(many), await wholeFiles(one));
  // Of the shards nothing is read any more.
  const manifests = [...(await wholeFiles(one)).keys()].filter(name => name.includes('.manifest.'));
  t.is((await verify({ records: [many] })).length, manifests.length);
}

const MAKING: Record<string, Making> = {
  synth,
  relevantOnly,
  // There are as many tasks as are asked for.
  needle: ({ shuffleQa: _, filterIdsPath: __, numSamples = -1, ...given }) =>
    needle({ ...given, keys: 2, numSamples: numSamples < 0 ? 130 : Math.min(numSamples, 200) }),
};

test('shards are merged to the files that a run makes at once, whatever it is', async t => {
  const dir = await tempDir(t);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(MAKING)),
      fc.constantFrom(1, 3, 70, 129, 200),
      fc.integer({ min: 1, max: 5 }),
      fc.subarray([340, 600, 5000], { minLength: 1 }),
      fc.record({
        shuffleQa: fc.boolean(),
        preSamples: fc.constantFrom(0, 0, 5, 100),
        numSamples: fc.constantFrom(-1, -1, 0, 1, 64, 65, 1000),
        format: fc.constantFrom(...(Object.keys(SINKS) as SinkName[])),
      }),
      fc.boolean(),
      async (name, size, of, maxSeqLength, settings, isFiltered) => {
        const { file, ids } = await worldIn(dir, size);
        const filterIdsPath = join(dir, 'ids.txt');
        await writeFile(filterIdsPath, ids.filter((_, i) => i % 2 === 0).join('\n'));
        const given = {
          ...{ dataset: [file], maxSeqLength, ...settings },
          ...(isFiltered && { filterIdsPath }),
        };
        await compare(t, MAKING[name]!, given, of, 1);
      },
    ),
    { numRuns: 12 },
  );
});

test('on two workers, with chains and several lengths, it is the same', async t => {
  const { file } = await worldIn(await tempDir(t), 150);
  await compare(t, keychain, { dataset: [file], maxSeqLength: [2048, 6000] }, 2, 2);
});

test('of a shared journal no call is paid twice, by shards of one machine and of several', async t => {
  const { file } = await worldIn(await tempDir(t), 140);
  const journal = await tempDir(t);
  const server = await modelServer(t, file, {});
  const given: GivenTo<'keychain'> = {
    ...{ dataset: [file], maxSeqLength: [700], journal, workers: 1 },
    ...{ llmUrl: [server.url], model: 'm' },
  };
  const [one, many] = [await tempDir(t), await tempDir(t)];
  const shard = (index: number, saveDir: string) =>
    keychain({ ...given, saveDir, shard: { index, of: 3 } });
  // Two at once on one machine, then one on another.
  await Promise.all([shard(0, many), shard(1, many)]);
  const [segment] = await readdir(journal);
  await rename(join(journal, segment!), join(journal, 'of-another-machine.answers'));
  await shard(2, many);
  await mergeShards({ records: [many] });
  const calls = server.calls.length;
  t.is(new Set(server.calls.map(({ key }) => key)).size, calls, 'each question is asked once');
  await keychain({ ...given, saveDir: one, journalOnly: true });
  t.is(server.calls.length, calls, 'the journal has all of them');
  const plain = (files: Map<string, Buffer>) =>
    [...files].map(([name, bytes]) => [name, `${bytes}`]);
  t.deepEqual(plain(await wholeFiles(many)), plain(await wholeFiles(one)));
});

test('a judged shard that ended early is gone on with, and merged as if it had not', async t => {
  const dir = await tempDir(t);
  const { file } = await worldIn(dir, 260);
  const server = await modelServer(t, file, {});
  const [flag, stage] = [join(dir, 'flag'), join(dir, 'stage.mjs')];
  await writeFile(
    stage,
    `import { existsSync } from 'node:fs';
    export const stage = sample => {
      if (sample.index >= 200 && existsSync(${JSON.stringify(flag)})) throw new Error('broken');
      return sample;
    };`,
  );
  const model = { llmUrl: [server.url], model: 'm', journal: await tempDir(t) };
  const given = { dataset: [file], maxSeqLength: [17_000], stage: [stage], workers: 1, ...model };
  const [one, many] = [await tempDir(t), await tempDir(t)];
  const shard = (index: number) => keychain({ ...given, saveDir: many, shard: { index, of: 2 } });
  await shard(0);
  await writeFile(flag, '');
  await t.throwsAsync(shard(1), { code: 'STAGE_FAILED' });
  await rm(flag);
  await shard(1);
  await mergeShards({ records: [many] });
  await keychain({ ...given, saveDir: one });
  t.deepEqual(await wholeFiles(many), await wholeFiles(one));
});

test('each of several datasets is cut by itself', async t => {
  const dir = await tempDir(t);
  const { file: first } = await worldIn(join(dir, 'a'), 90);
  const { file: second } = await worldIn(join(dir, 'b'), 10);
  await compare(t, synth, { dataset: [first, second], maxSeqLength: [400] }, 2, 1);
});

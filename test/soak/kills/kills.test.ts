import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { SINKS } from '../../../lib/output/sinks.js';
import { tempDir } from '../../support/temp-dir.js';
import { placeIn } from './attempt.js';
import { soakKills } from './kills.js';
import { differences, filesIn, litter } from './look.js';
import { KINDS, scenarioOf } from './scenarios.js';

// The short form of `npm run soak -- kills`.

const COUNT = 30;
/** Milliseconds after which no scenario is begun. */
const TIME = 120_000;

test('every sink is killed under every command that writes with it', t => {
  const covered = new Set(KINDS.map(({ command, format }) => `${command} ${format}`));
  for (const command of ['keychain', 'synth', 'relevant-only', 'needle']) {
    for (const format of Object.keys(SINKS)) t.true(covered.has(`${command} ${format}`));
  }
  for (const workers of [1, 2]) {
    for (const model of [false, true]) {
      const kinds = KINDS.filter(kind => kind.workers === workers && kind.model === model);
      t.true(kinds.some(({ shards }) => shards === 1) && kinds.some(({ shards }) => shards > 1));
    }
  }
});

test('a seed gives the same scenarios each time, another one gives others', t => {
  const scenarios = (seed: number) =>
    KINDS.flatMap((_, i) => scenarioOf(seed, i).kills.map(({ moment }) => moment));
  t.deepEqual(scenarios(1), scenarios(1));
  t.notDeepEqual(scenarios(1), scenarios(2));
});

test('killed runs come to what an unbroken one does, and leave nothing else', async t => {
  t.timeout(600_000);
  const { tried, killed, failed } = await soakKills({
    ...{ seed: 8, first: 0, count: COUNT, jobs: 2, time: TIME },
  });
  t.true(tried > 0 && killed > 0, `${tried} scenarios, ${killed} kills`);
  t.deepEqual(
    failed.map(({ index, what, problems }) => `${index}: ${problems}\n  ${what}`),
    [],
  );
});

test('what differs or lies about is seen', async t => {
  const place = await placeIn(await tempDir(t));
  await writeFile(join(place.out, 'a.jsonl.gz'), 'samples');
  await writeFile(join(place.out, 'a.manifest.json'), '{"plan":1,"command_line":["x"]}');
  const made = await filesIn(place.out);
  t.deepEqual(await litter(place, { inWork: false }), []);

  await writeFile(join(place.out, 'a.manifest.json'), '{"command_line":["y"],"plan":1}');
  t.deepEqual(differences('output', made, await filesIn(place.out)), []);
  await writeFile(join(place.out, 'a.jsonl.gz'), 'sample');
  await writeFile(join(place.out, 'a.jsonl.gz.part'), '');
  t.deepEqual(differences('output', made, await filesIn(place.out)), [
    'output: a.jsonl.gz differs',
    'output: a.jsonl.gz.part is left over',
  ]);
  t.deepEqual(differences('output', made, {}), [
    'output: a.jsonl.gz is missing',
    'output: a.manifest.json is missing',
  ]);

  await writeFile(join(place.out, 'a.jsonl.gz.partial-01234567-8'), '');
  await mkdir(join(place.tmp, 'keychain-1'));
  await mkdir(join(place.corpora, '.building-01234567-8-abcdef'));
  const always = [
    'left in tmp: keychain-1',
    'left in the cache: keychain/corpora/.building-01234567-8-abcdef',
  ];
  t.deepEqual(await litter(place, { inWork: true }), [
    ...always,
    'left in the folder: a.jsonl.gz.partial-01234567-8',
  ]);
  t.deepEqual((await litter(place, { inWork: false })).slice(always.length).sort(), [
    'left in the folder: a.jsonl.gz.part',
    'left in the folder: a.jsonl.gz.partial-01234567-8',
  ]);
});

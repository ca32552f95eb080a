import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import test, { type ExecutionContext } from 'ava';
import { openInput } from '../../lib/input/open.js';
import { recordJson } from '../../lib/json/json-text.js';
import type { Sink } from '../../lib/output/sink.js';
import { SINKS, type SinkName } from '../../lib/output/sinks.js';
import { COLUMNS, type Columns, type SampleKind } from '../../lib/records/columns.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { worldStream } from '../../lib/world/index.js';
import { keychain } from '../../pipelines/keychain.js';
import { needle } from '../../pipelines/needle.js';
import { relevantOnly } from '../../pipelines/relevant-only.js';
import { synth } from '../../pipelines/synth.js';
import '../support/own-cache.js';
import { ownFolder } from '../support/own-folder.js';
import { all } from '../support/streams.js';
import { tableReader, typeOf } from '../support/tables.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { listening, outputAt } from './made.js';

// Whatever the format, the lines are the same; each is read by somebody who knows nothing of us.

type Given = GivenTo<'keychain'>;

/** Runs whose samples have other columns, or none. */
const RUNS: Record<string, { make: (given: Given) => Promise<unknown>; kind: SampleKind }> = {
  keychain: { make: keychain, kind: 'keychain' },
  trees: { make: given => keychain({ ...given, shape: 'tree' }), kind: 'keychain' },
  'its context': {
    make: given => keychain({ ...given, keepContext: true }),
    kind: 'keychain_with_context',
  },
  'no chains': { make: given => keychain({ ...given, chains: { fixed: 0 } }), kind: 'plain' },
  synth: { make: given => synth({ ...given, distractQuestions: 2 }), kind: 'plain' },
  'relevant only': { make: relevantOnly, kind: 'plain' },
  'no length': {
    make: ({ maxSeqLength: _, ...given }) => relevantOnly(given),
    kind: 'plain',
  },
  needles: {
    make: ({ dataset, corpus, maxSeqLength, format, saveDir, workers }) =>
      needle({ dataset, corpus, maxSeqLength, format, saveDir, workers, numSamples: 70 }),
    kind: 'needle',
  },
  'no samples': { make: given => keychain({ ...given, numSamples: 0 }), kind: 'keychain' },
};

/** The lines of a file, by a reader of tables. */
async function linesIn(t: ExecutionContext, file: string, columns: Columns): Promise<string> {
  const reader = await tableReader();
  t.teardown(() => reader.close());
  const types = await reader.parquetTypes(file);
  t.deepEqual(
    types,
    Object.entries(columns).map(([name, column]) => [name, typeOf(column)]),
  );
  const rows = await reader.parquetRows(file);
  return rows.map(row => `${recordJson(JSON.parse(row))}\n`).join('');
}

const fileOf = (made: unknown): string =>
  (made as { outputs: { file: string }[] }[])[0]!.outputs[0]!.file;

/** Seventy questions, which are two blocks, and their corpus: the same for all runs. */
let ground: { dataset: string[]; corpus: string };

test.before(async () => {
  const dir = ownFolder();
  const file = join(dir, 'hotpotqa.json');
  await pipeline(worldStream('hotpotqa', { questions: 70, seed: 42 }), createWriteStream(file));
  ground = { dataset: [file], corpus: join(dir, 'corpus') };
});

for (const [name, { make, kind }] of Object.entries(RUNS)) {
  test.serial(`${name}: every format holds the same lines`, async t => {
    const files = new Map<SinkName, string>();
    for (const format of Object.keys(SINKS) as SinkName[]) {
      const saveDir = await tempDir(t);
      const given = { ...ground, maxSeqLength: [4096], format, saveDir, workers: 1 };
      files.set(format, fileOf(await make(given)));
    }
    const { lines, manifest } = await outputAt(files.get('jsonl')!);
    for (const [format, file] of files) {
      t.true(file.endsWith(SINKS[format].ending));
      t.is(`${Buffer.concat(await all<Buffer>(openInput(file)))}`, lines, format);
      if (format === 'parquet') t.is(await linesIn(t, file, COLUMNS[kind]), lines);
      const base = file.slice(0, -SINKS[format].ending.length);
      const { output, counts } = JSON.parse(await readFile(`${base}.manifest.json`, 'utf8'));
      t.is(output.lines_sha256, manifest.output.lines_sha256);
      t.deepEqual(counts, manifest.counts);
    }
  });
}

test.serial('in every format, any number of workers writes the same bytes', async t => {
  // Nine blocks, which are three rows: a worker's memory is used again while what it made before is held.
  const dataset = [await worldFile(t, 'hotpotqa', 140)];
  const corpus = join(await tempDir(t), 'corpus');
  for (const format of Object.keys(SINKS) as SinkName[]) {
    const made: Buffer[] = [];
    for (const workers of [1, 2]) {
      const saveDir = await tempDir(t);
      const given = { dataset, corpus, maxSeqLength: [16_384], format, saveDir, workers };
      made.push(await readFile(fileOf(await synth(given))));
    }
    t.deepEqual(made[1], made[0], format);
  }
});

test.serial('a stage may change what the columns hold, and nothing else', async t => {
  const dir = await tempDir(t);
  const dataset = [await worldFile(t, 'hotpotqa', 5)];
  const run = async (format: SinkName, returned: string): Promise<string> => {
    const stage = join(dir, `${format}-${returned.length}.mjs`);
    await writeFile(stage, `export const stage = sample => (${returned});`);
    const saveDir = await tempDir(t);
    return fileOf(
      await keychain({
        dataset,
        maxSeqLength: [2048],
        format,
        stage: [stage],
        saveDir,
        workers: 1,
      }),
    );
  };
  const changed = "{ ...sample, answers: [...sample.answers, 'and another'] }";
  const reader = await tableReader();
  t.teardown(() => reader.close());
  for (const row of await reader.parquetRows(await run('parquet', changed))) {
    t.is(JSON.parse(row).answers.at(-1), 'and another');
  }
  const added = '{ ...sample, source: 1 }';
  for (const [format, { check }] of Object.entries<Sink>(SINKS)) {
    const running = run(format as SinkName, added);
    if (!check) await t.notThrowsAsync(running);
    else await t.throwsAsync(running, { code: 'STAGE_FAILED', message: /source .*--format/ });
  }
});

test.serial('half of a surrogate pair is a reject where the format cannot hold it', async t => {
  const dir = await tempDir(t);
  const dataset = join(dir, 'questions.jsonl');
  const question = (id: string, answer: string) => ({
    ...{ id, dataset: 'd', question: `Who is ${id}?`, answers: [answer], answerable: true },
    passages: [{ title: `Of ${id}`, text: 'A text.', supporting: true }],
  });
  const records = [question('a', 'x'), question('b', 'y\ud83d'), question('c', 'z')];
  await writeFile(dataset, records.map(each => `${JSON.stringify(each)}\n`).join(''));
  for (const [name, { check }] of Object.entries<Sink>(SINKS)) {
    const { run, rejects } = listening();
    const format = name as SinkName;
    await relevantOnly({ dataset: [dataset], format, saveDir: await tempDir(t), workers: 1 }, run);
    t.deepEqual(
      rejects.map(({ code, id }) => [code, id]),
      check ? [['RECORD_INVALID', 'b']] : [],
      name,
    );
  }
});

import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { COLUMNS } from '../../../lib/records/columns.js';
import { quietRun } from '../../../lib/run.js';
import { exportSamples } from '../../../pipelines/index.js';
import { featuresFromYaml, readCard } from '../../support/export/card.js';
import { chainedSamples, plainSamples, recordFile } from '../../support/export/samples.js';
import { pathsIn } from '../../support/paths.js';
import { anySample } from '../../support/sample.js';
import { tableReader, typeOf } from '../../support/tables.js';
import { tempDir } from '../../support/temp-dir.js';

/** Names of files below a folder. */
const namesIn = async (folder: string): Promise<string[]> =>
  (await pathsIn(folder)).map(path => relative(folder, path));

/** The files that a pattern of `data_files` means. */
const matching = (pattern: string, names: readonly string[]): string[] => {
  const fits = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`);
  return names.filter(name => fits.test(name));
};

/** `_split_re` of `datasets` (`splits.py`), and the characters that its names of configs may not have. */
const SPLIT = /^\w+(\.\w+)*$/;
const NO_CONFIG = /[<>:/\\|?*]/;

async function exported(
  t: ExecutionContext,
  records: string[],
  more: object = {},
): Promise<string> {
  const out = join(await tempDir(t), 'a dataset');
  await exportSamples({ records, to: 'hub', out, ...more });
  return out;
}

test('what the card says of the data is what another reader finds in the files', async t => {
  const made = await chainedSamples(t);
  const out = await exported(t, [made], { startIndex: 2, endIndex: 6 });
  const { yaml } = await readCard(out);
  const names = await namesIn(out);
  const reader = await tableReader();
  t.teardown(() => reader.close());

  t.deepEqual(
    yaml.configs?.map(({ config_name }) => config_name),
    ['2k', '3000'],
  );
  t.deepEqual(
    yaml.dataset_info?.map(({ config_name }) => config_name),
    ['2k', '3000'],
  );
  let rows = 0;
  for (const [i, { config_name, data_files }] of yaml.configs!.entries()) {
    t.notRegex(config_name, NO_CONFIG);
    const info = yaml.dataset_info![i]!;
    t.deepEqual(
      info.splits.map(({ name }) => name),
      data_files.map(({ split }) => split),
    );
    let bytes = 0;
    for (const [j, { split, path }] of data_files.entries()) {
      t.regex(split, SPLIT);
      const files = matching(path, names);
      t.deepEqual(files, [`data/${config_name}/${split}-00000-of-00001.parquet`]);
      const file = join(out, files[0]!);
      const types = Object.entries(COLUMNS.keychain).map(([name, column]) => [
        name,
        typeOf(column),
      ]);
      // DuckDB quotes names that are words of SQL.
      const found = await reader.parquetTypes(file);
      t.deepEqual(
        found.map(([name, type]) => [name, type.replaceAll('"', '')]),
        types,
      );
      const inside = await reader.parquetRows(file);
      t.is(inside.length, info.splits[j]!.num_examples);
      rows += inside.length;
      bytes += (await stat(file)).size;
    }
    t.is(info.download_size, bytes);
    t.is(
      info.dataset_size,
      info.splits.reduce((sum, { num_bytes }) => sum + num_bytes, 0),
    );
    // As they are in memory they are longer than their texts, and not much.
    t.true(info.dataset_size > 2000 * info.splits.length);
  }
  t.is(rows, 32, 'nothing is lost between the files');
  t.deepEqual(
    yaml.configs![0]!.data_files.map(({ split }) => split),
    ['train', 'validation'],
  );
  t.deepEqual(yaml.size_categories, ['n<1K']);
});

test('features are those of the schemas that ship, by the rules of datasets', async t => {
  const shipped = createRequire(import.meta.url)('keychain-pipeline/schemas/features.json');
  for (const [records, kind] of [
    [[await chainedSamples(t)], 'keychain'],
    [[await plainSamples(t)], 'plain'],
  ] as const) {
    const { yaml } = await readCard(await exported(t, [...records]));
    for (const { features } of yaml.dataset_info!) {
      t.deepEqual(featuresFromYaml(features), shipped[kind]);
      t.deepEqual(
        features.map(({ name }) => name),
        Object.keys(shipped[kind]),
      );
    }
  }
});

test('as JSON lines every row has all columns, with the same card beside', async t => {
  const scored = [1, 2].map(i => ({
    ...anySample(i),
    scores: [
      { em: 1, sub_em: 1, cem: 1, f1: 0.5, reward: 0, recall: 0, correct: 1, extracted: 'x' },
    ],
    pass_count: 1,
    note: 'not ours',
  }));
  const out = await exported(t, [await recordFile(t, scored)], { format: 'jsonl.gz' });
  const { yaml } = await readCard(out);
  const file = join(out, 'data/4k/train-00000-of-00001.jsonl.gz');
  const lines = gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n');
  t.is(lines.length, 2);
  const { features } = yaml.dataset_info![0]!;
  for (const line of lines) {
    t.deepEqual(
      Object.keys(JSON.parse(line)),
      features.map(({ name }) => name),
    );
    t.regex(line, /"em":1\.0,.*"pass_count":1}$/);
    t.notRegex(line, /not ours/);
  }
});

test('a card says licenses and languages of what it was made of, or what is given', async t => {
  const of = (dataset: string, i: number) => {
    const sample = anySample(i);
    return { ...sample, meta: { ...sample.meta, dataset } };
  };
  const mixed = await recordFile(t, [of('musique', 1), of('hotpotqa', 2), of('2wikimqa', 3)]);
  const { yaml } = await readCard(await exported(t, [mixed]));
  t.deepEqual(yaml.license, ['apache-2.0', 'cc-by-4.0', 'cc-by-sa-4.0']);
  t.deepEqual(yaml.language, ['en']);

  const given = { license: ['mit'], language: ['de', 'en'], prettyName: '5: "No" \\ 1_000' };
  const own = await readCard(await exported(t, [mixed], given));
  t.is(own.yaml.license, 'mit');
  t.deepEqual(own.yaml.language, ['de', 'en']);
  t.is(own.yaml.pretty_name, '5: "No" \\ 1_000');
});

test('a license that nobody knows is said to be unknown, and a user is told', async t => {
  const warnings: string[] = [];
  const run = {
    ...quietRun,
    reporter: { ...quietRun.reporter, warn: (message: string) => warnings.push(message) },
  };
  const out = join(await tempDir(t), 'out');
  const records = [await recordFile(t, [anySample(1)])];
  await exportSamples({ records, to: 'hub', out }, run);
  const { yaml } = await readCard(out);
  t.is(yaml.license, 'unknown');
  t.is(yaml.language, undefined);
  t.true(warnings.some(message => /license of made is not known.*--license/.test(message)));
});

test('the same samples give the same folder, byte for byte', async t => {
  const made = await chainedSamples(t);
  const [a, b] = [await exported(t, [made]), await exported(t, [made])];
  const names = await namesIn(a);
  t.deepEqual(await namesIn(b), names);
  for (const name of names) {
    t.deepEqual(await readFile(join(a, name)), await readFile(join(b, name)), name);
  }
});

test('every figure that a card shows is there, and every file is one that it or the Hub knows', async t => {
  const out = await exported(t, [await chainedSamples(t)]);
  const { text } = await readCard(out);
  const shown = [...text.matchAll(/\]\((figures\/[^)]+)\)/g)].map(([, path]) => path!);
  const names = await namesIn(out);
  t.deepEqual(names.filter(name => name.endsWith('.svg')).sort(), [...shown].sort());
  t.is(shown.length, 8);
  t.is(names.filter(name => name.startsWith('manifests/')).length, 4);
});

test('a folder that is exported to again has no file of the time before', async t => {
  const made = await chainedSamples(t);
  const out = await exported(t, [made]);
  const first = await namesIn(out);
  await exportSamples({ records: [await plainSamples(t)], to: 'hub', out });
  const now = await namesIn(out);
  t.true(first.some(name => name.startsWith('data/3000/')));
  t.false(now.some(name => name.startsWith('data/3000/')));
  const { text } = await readCard(out);
  t.notRegex(text, /chain_head_with_question` leads/);
});

test('kinds of samples have configs of their own, and a folder of another target is left alone', async t => {
  const chained = { ...anySample(3), distractor_context: 'D', context: undefined };
  const records = [await recordFile(t, [anySample(1), chained, { id: 'x' }, anySample(2)])];
  const out = join(await tempDir(t), 'out');
  const { rejects } = await exportSamples({ records, to: 'hub', out });
  t.deepEqual(rejects, { RECORD_INVALID: 1 });
  const { yaml } = await readCard(out);
  t.deepEqual(
    yaml.configs?.map(({ config_name }) => config_name),
    ['4k', '4k-keychain'],
  );
  const shown = yaml.dataset_info!.map(({ features, splits }) => [
    features.some(({ name }) => name === 'distractor_context'),
    splits[0]!.num_examples,
  ]);
  t.deepEqual(shown, [
    [false, 2],
    [true, 1],
  ]);
  const before = await namesIn(out);
  await t.throwsAsync(exportSamples({ records, to: 'verl', out }), { code: 'OUTPUT_DIFFERS' });
  t.deepEqual(await namesIn(out), before);
});

test('what a column cannot hold is a reject, and leaves no file of its own', async t => {
  const sample = anySample(1);
  const wrong = { ...sample, id: 'w', meta: { ...sample.meta, seed: 1.5, max_seq_length: 9999 } };
  const half = {
    ...sample,
    id: 'h',
    input: 'who \ud800?',
    meta: { ...sample.meta, max_seq_length: 77 },
  };
  const records = [await recordFile(t, [wrong, half, sample])];
  const out = join(await tempDir(t), 'out');
  const { rejects } = await exportSamples({ records, to: 'hub', out });
  t.deepEqual(rejects, { RECORD_INVALID: 2 });
  const { yaml } = await readCard(out);
  t.deepEqual(
    yaml.configs?.map(({ config_name }) => config_name),
    ['4k'],
  );
  t.deepEqual(
    (await namesIn(out)).filter(name => name.startsWith('data/')),
    ['data/4k/train-00000-of-00001.parquet'],
  );
});

test('of no samples a card says so', async t => {
  const out = await exported(t, [await recordFile(t, [{ id: 'no sample' }])]);
  const { yaml, text } = await readCard(out);
  t.is(yaml.configs, undefined);
  t.regex(text, /There are no samples/);
});

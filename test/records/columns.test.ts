import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { features } from '../../bin/reference/features.js';
import { recordJson } from '../../lib/json/json-text.js';
import { ADDED_COLUMNS, COLUMNS, type Columns } from '../../lib/records/columns.js';
import { arrowFaults, hasPyarrow } from '../support/arrow.js';
import '../support/own-cache.js';
import { type Inferred, tableReader, typeOf } from '../support/tables.js';
import { tempDir } from '../support/temp-dir.js';
import {
  keptFiles,
  keychainFiles,
  needleFiles,
  openPlace,
  plainFiles,
  questionFiles,
  reasoningFiles,
  rolledFiles,
  scoredFiles,
  stageFiles,
  trajectoryFiles,
} from './written-files.js';

const SCORED = { predictions: ['text'], ...ADDED_COLUMNS.score } as const satisfies Columns;

/** Files by the kind of records that they hold. */
type Files = Record<string, { columns: Columns; paths: string[] }>;

async function filesOf(t: ExecutionContext): Promise<Files> {
  const place = await openPlace(t);
  const questions = await questionFiles(t, place);
  const staged = await stageFiles(place, questions[0]!);
  const keychains = [...(await keychainFiles(place)), ...staged];
  const [sample = ''] = keychains;
  return {
    keychain: { columns: COLUMNS.keychain, paths: keychains },
    'keychain with its context': {
      columns: COLUMNS.keychain_with_context,
      paths: await keptFiles(place),
    },
    plain: { columns: COLUMNS.plain, paths: await plainFiles(place) },
    needle: { columns: COLUMNS.needle, paths: await needleFiles(place) },
    question: { columns: COLUMNS.question, paths: questions },
    scored: {
      columns: { ...COLUMNS.keychain, ...SCORED },
      paths: await scoredFiles(place, sample),
    },
    rolled: {
      columns: { ...COLUMNS.question, ...ADDED_COLUMNS.rollout },
      paths: await rolledFiles(place, questions[0]!),
    },
    reasoning: {
      columns: { ...COLUMNS.keychain, ...ADDED_COLUMNS.reasoning },
      paths: await reasoningFiles(place, sample),
    },
    trajectories: {
      columns: { ...COLUMNS.keychain, ...ADDED_COLUMNS.trajectories },
      paths: await trajectoryFiles(place, sample),
    },
  };
}

/** Whether types are those of some columns; of a list that is empty throughout nothing is known. */
const isOf = (types: Inferred, columns: Columns): boolean => {
  const wanted = Object.entries(columns).map(([name, column]) => [name, typeOf(column)]);
  const pattern = (type: string) =>
    type
      .replaceAll('"', '')
      .replaceAll(/[[\]()]/g, '\\$&')
      .replaceAll('JSON', '(VARCHAR|STRUCT\\(.*\\))');
  return (
    types.length === wanted.length &&
    types.every(
      ([name, type], i) =>
        name === wanted[i]![0] && new RegExp(`^${pattern(type)}$`).test(wanted[i]![1]!),
    )
  );
};

/** Pandas and the loaders of Hugging Face's datasets stand on pyarrow. */
async function readWithArrow(t: ExecutionContext, files: Files): Promise<void> {
  if (!(await hasPyarrow())) {
    t.log('not tested with pyarrow: python3, or KEYCHAIN_PYTHON, has none');
    return;
  }
  const kinds = Object.entries(files).map(([kind, { columns, paths }]) => [
    kind,
    { features: features(columns), files: paths },
  ]);
  t.deepEqual(await arrowFaults(Object.fromEntries(kinds)), []);
}

test('pyarrow finds types that do not fit', async t => {
  if (!(await hasPyarrow())) {
    t.log('not tested with pyarrow: python3, or KEYCHAIN_PYTHON, has none');
    t.pass();
    return;
  }
  const dir = await tempDir(t);
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(dir, name), `${text}\n`);
    return join(dir, name);
  };
  const text = await write('text', '{"n":"x","list":[]}');
  const whole = await write('whole', '{"n":1,"list":["y"]}');
  const more = await write('more', '{"n":1,"list":["y"],"more":1}');
  const kind = { features: features({ n: 'whole', list: ['text'] }), files: [text, whole, more] };
  const faults = await arrowFaults({ kind });
  const pairs = faults.map(fault => fault.slice('kind: '.length).replace(/: .*/, ''));
  t.true(pairs.includes(`the features and then ${text}`), faults.join('\n'));
  t.true(pairs.includes(`${whole} and then ${text}`), faults.join('\n'));
  t.true(pairs.includes(more), faults.join('\n'));
  t.deepEqual(await arrowFaults({ kind: { ...kind, files: [whole] } }), []);
});

test('of any two files of a kind, the types of one take the other', async t => {
  t.timeout(600_000);
  const files = await filesOf(t);
  await readWithArrow(t, files);
  const reader = await tableReader();
  t.teardown(() => reader.close());
  for (const [kind, { columns, paths }] of Object.entries(files)) {
    t.true(paths.length > 1, kind);
    const inferred = new Map<string, Inferred>();
    for (const path of paths) {
      const types = await reader.infer(path);
      inferred.set(path, types);
      t.true(isOf(types, columns), `${kind}, ${path}: ${JSON.stringify(types, null, 1)}`);
    }
    for (const [one, types] of inferred) {
      for (const other of paths) {
        t.true((await reader.rows(other, types)) > 0, `${kind}: ${one} and then ${other}`);
      }
    }
  }
});

test('types that do not fit are found by the reader', async t => {
  const dir = await tempDir(t);
  const reader = await tableReader();
  t.teardown(() => reader.close());
  const file = async (name: string, record: string) => {
    await writeFile(join(dir, name), `${record}\n`);
    return join(dir, name);
  };
  const whole = await file('a', '{"sigma":1,"meta":{"n":1}}');
  const fraction = await file('b', recordJson({ sigma: 0.3, meta: { n: 1 } }));
  const text = await file('c', '{"sigma":"x","meta":{"n":1}}');
  const types = await reader.infer(whole);
  t.deepEqual(types, [
    ['sigma', 'BIGINT'],
    ['meta', 'STRUCT(n BIGINT)'],
  ]);
  t.not((await reader.infer(fraction))[0]![1], 'BIGINT');
  await t.throwsAsync(() => reader.rows(text, types));
});

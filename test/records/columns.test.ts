import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { recordJson } from '../../lib/json/json-text.js';
import { ADDED_COLUMNS, COLUMNS, type Columns } from '../../lib/records/columns.js';
import '../support/own-cache.js';
import { type Inferred, tableReader, typeOf } from '../support/tables.js';
import { tempDir } from '../support/temp-dir.js';
import {
  keptFiles,
  keychainFiles,
  openPlace,
  plainFiles,
  questionFiles,
  rolledFiles,
  scoredFiles,
  stageFiles,
  trajectoryFiles,
} from './written-files.js';

const { scores, rollouts } = ADDED_COLUMNS;
const SCORED = { predictions: ['text'], ...scores } as const satisfies Columns;
const ROLLED = {
  rollouts: rollouts.rollouts,
  ...scores,
  judged_by: rollouts.judged_by,
} as const satisfies Columns;
const TRAJECTORY = {
  ...ROLLED,
  best: 'whole',
  messages: [{ role: 'text', content: 'text' }],
} as const satisfies Columns;

/** With `context`, which stands where it does in samples without chains. */
const KEPT: Columns = Object.fromEntries(
  Object.entries(COLUMNS.keychain).flatMap(([name, column]) =>
    name === 'distractor_context'
      ? [
          ['context', column],
          [name, column],
        ]
      : [[name, column]],
  ),
);

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
    'keychain with its context': { columns: KEPT, paths: await keptFiles(place) },
    plain: { columns: COLUMNS.plain, paths: await plainFiles(place) },
    question: { columns: COLUMNS.question, paths: questions },
    scored: {
      columns: { ...COLUMNS.keychain, ...SCORED },
      paths: await scoredFiles(place, sample),
    },
    rolled: {
      columns: { ...COLUMNS.question, ...ROLLED },
      paths: await rolledFiles(place, questions[0]!),
    },
    trajectories: {
      columns: { ...COLUMNS.keychain, ...TRAJECTORY },
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

test('of any two files of a kind, the types of one take the other', async t => {
  t.timeout(600_000);
  const files = await filesOf(t);
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

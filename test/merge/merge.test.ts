import { Readable } from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import { readRecords } from '../../lib/json/read-records.js';
import { collect, distinct, merge } from '../../lib/merge/merge.js';
import { openParts } from '../../lib/merge/parts.js';
import type { Reject } from '../../lib/records/reject.js';

type Fields = Record<string, unknown>;

/** Records as they come from a file. */
const fileOf = (file: string, records: Fields[]): Readable =>
  Readable.from(records.map(record => Buffer.from(`${JSON.stringify(record)}\n`))).pipe(
    readRecords({ file }),
  );

async function merged(list: Fields[], ...parts: Fields[][]) {
  const rejects: Reject[] = [];
  const onReject = (reject: Reject) => rejects.push(reject);
  const store = openParts();
  for (const [i, part] of parts.entries()) {
    await collect(fileOf(`part${i}`, part), store, { onReject });
  }
  const records: Fields[] = await fileOf('list', list).pipe(merge(store, { onReject })).toArray();
  return { records, rejects };
}

const listed = (...ids: string[]) => ids.map(id => ({ id, dataset: 'd', question: `q ${id}` }));
const predicted = (...ids: string[]) =>
  ids.map(id => ({ id, dataset: 'd', predictions: [`p ${id}`] }));

test('parts are joined in the order of the list, with the fields of both', async t => {
  const { records, rejects } = await merged(
    listed('a', 'b', 'c'),
    predicted('c', 'a'),
    predicted('b'),
  );
  t.deepEqual(
    records,
    ['a', 'b', 'c'].map(id => ({
      id,
      dataset: 'd',
      question: `q ${id}`,
      predictions: [`p ${id}`],
    })),
  );
  t.deepEqual(rejects, []);
});

test('missing, double and foreign ids are named with their places', async t => {
  const { records, rejects } = await merged(
    listed('a', 'b'),
    predicted('b', 'x'),
    predicted('y', 'b'),
  );
  t.deepEqual(
    records.map(({ id }) => id),
    ['b'],
  );
  t.like(rejects, [
    { code: 'DUPLICATE_ID', id: 'b', file: 'part1', record: 1, offset: 47 },
    { code: 'MISSING_ID', id: 'a', file: 'list', record: 0, offset: 0 },
    { code: 'FOREIGN_ID', id: 'x', file: 'part0', record: 1 },
    { code: 'FOREIGN_ID', id: 'y', file: 'part1', record: 0 },
  ]);
  t.regex(rejects[0]?.message ?? '', /^part0, record 0, has this id already/);
});

test('of double predictions the first are kept', async t => {
  const { records } = await merged(
    listed('a'),
    [{ id: 'a', dataset: 'd', predictions: ['first'] }],
    [{ id: 'a', dataset: 'd', predictions: ['second'] }],
  );
  t.like(records, [{ predictions: ['first'] }]);
});

test('a list with an id twice gives it once', async t => {
  const { records, rejects } = await merged(listed('a', 'a'), predicted('a'));
  t.is(records.length, 1);
  t.like(rejects, [{ code: 'DUPLICATE_ID', file: 'list', record: 1 }]);
});

test('the same id in two datasets, or of an unanswerable twin, is not the same record', async t => {
  const list = [
    { id: 'a', dataset: 'd' },
    { id: 'a', dataset: 'e' },
    { id: 'a', dataset: 'e', answerable: false },
  ];
  const { records, rejects } = await merged(
    list,
    list.map((record, predictions) => ({ ...record, predictions })).reverse(),
  );
  t.deepEqual(
    records.map(({ predictions }) => predictions),
    [0, 1, 2],
  );
  t.deepEqual(rejects, []);
});

test('a part that holds ids and predictions only finds its records, samples too', async t => {
  const list = [{ id: 'd/a/4096', meta: { dataset: 'd' } }, ...listed('b')];
  const { records, rejects } = await merged(list, [
    { id: 'b', predictions: ['1'] },
    { id: 'd/a/4096', predictions: ['2'] },
  ]);
  t.like(records, [{ predictions: ['2'] }, { predictions: ['1'], question: 'q b' }]);
  t.deepEqual(rejects, []);
});

test('a record without id is a reject', async t => {
  const { rejects } = await merged([{}], [{ id: 7 }]);
  t.like(rejects, [
    { code: 'RECORD_INVALID', file: 'part0' },
    { code: 'RECORD_INVALID', file: 'list' },
  ]);
});

test('without a list the first record with an id passes', async t => {
  const rejects: Reject[] = [];
  const stage = distinct({ onReject: reject => rejects.push(reject) });
  const records = await fileOf('p', predicted('b', 'a', 'b'))
    .pipe(stage)
    .toArray();
  t.deepEqual(
    records.map(({ id }) => id),
    ['b', 'a'],
  );
  t.like(rejects, [{ code: 'DUPLICATE_ID', id: 'b', record: 2 }]);
});

test('however a list is dealt out, its parts give it back', async t => {
  const ids = Array.from({ length: 1500 }, (_, i) => `q${i}`);
  const list = listed(...ids);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }), async deal => {
      const parts: Fields[][] = [[], [], [], []];
      for (const [i, record] of predicted(...ids).entries()) {
        parts[deal[i % deal.length] as number]?.unshift(record);
      }
      const { records, rejects } = await merged(list, ...parts);
      t.deepEqual(
        records.map(({ id }) => id),
        ids,
      );
      t.true(records.every(({ id, predictions }) => (predictions as string[])[0] === `p ${id}`));
      t.deepEqual(rejects, []);
    }),
    { numRuns: 5 },
  );
});

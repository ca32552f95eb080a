import test from 'ava';
import { columnsLearner, unknownField } from '../../../lib/export/rows/learnt-columns.js';
import type { Columns } from '../../../lib/records/columns.js';

/** What is learnt of some records. */
function learnt(records: readonly object[], declared?: Columns): Columns {
  const learner = columnsLearner();
  if (declared) learner.declare(declared);
  for (const record of records) learner.see(record as Record<string, unknown>);
  return learner.columns();
}

test('columns are as the values are, however late they come', t => {
  t.deepEqual(
    learnt([
      { a: null, b: 1, c: [], d: {}, e: { f: null } },
      { a: 'text', b: 0.5, c: [[{ x: true }]], d: { y: 2 }, e: { f: [], g: 1 }, h: 2 ** 60 },
    ]),
    {
      a: 'text',
      b: 'fraction',
      c: [[{ x: 'flag' }]],
      d: { y: 'whole' },
      e: { f: ['text'], g: 'whole' },
      h: 'fraction',
    },
  );
});

test('of two types the first stays, and what is declared before all', t => {
  t.deepEqual(learnt([{ a: 'x' }, { a: ['x'] }, { a: 1 }, { a: { b: 1 } }]), { a: 'text' });
  t.deepEqual(learnt([{ a: ['x'] }, { a: 'x' }]), { a: ['text'] });
  t.deepEqual(learnt([{ a: 1, b: 1 }], { a: 'fraction' }), { a: 'fraction', b: 'whole' });
});

test('what is declared later is there beside what was seen', t => {
  const learner = columnsLearner();
  learner.see({ a: { b: 1 }, c: 'x', d: [{ e: true }] });
  learner.declare({ a: { f: 'fraction' }, c: ['text'], d: [{ g: 'text' }] });
  t.deepEqual(learner.columns(), {
    a: { b: 'whole', f: 'fraction' },
    c: 'text',
    d: [{ e: 'flag', g: 'text' }],
  });
});

test('what has no field is no column', t => {
  t.deepEqual(learnt([{ a: {}, b: [{}], c: [null] }]), { c: ['text'] });
});

test('a map of ever other keys does not grow', t => {
  const records = Array.from({ length: 5000 }, (_, i) => ({ a: { [`key${i}`]: i } }));
  t.is(Object.keys(learnt(records).a!).length, 999);
});

test('a field that there is no column for is found, unless nothing stands in it', t => {
  const columns = { a: 'text', b: [{ c: 'whole' }], d: { e: 'text' } } as const;
  for (const [record, path] of [
    [{ a: 'x', b: [{ c: 1 }, {}], d: null }, undefined],
    [{ f: null, g: {}, h: [], d: { i: [{}] } }, undefined],
    [{ b: [{ c: 1 }, { j: 0 }] }, 'b[1].j'],
    [{ d: { e: 'x', f: '' } }, 'd.f'],
    [{ k: false }, 'k'],
  ] as const) {
    t.is(unknownField(record, columns), path);
  }
});

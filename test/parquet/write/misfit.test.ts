import test from 'ava';
import { misfitOf } from '../../../lib/parquet/write/misfit.js';
import type { Columns } from '../../../lib/records/columns.js';

const COLUMNS = {
  id: 'text',
  n: 'whole',
  part: 'fraction',
  ok: 'flag',
  meta: { chains: [[['text']]], passages: [{ id: 'text' }] },
} as const satisfies Columns;

const row = () => ({
  id: 'a',
  n: 1,
  part: 0.5,
  ok: true,
  meta: { chains: [[['k', 'v']], []], passages: [{ id: 'x' }] },
});

test('a row that has what its columns say fits', t => {
  t.is(misfitOf(COLUMNS, row()), undefined);
  t.is(misfitOf(COLUMNS, { ...row(), part: 1, meta: { chains: [], passages: [] } }), undefined);
});

for (const [what, changed, name, why] of [
  ['a field too many', { more: 1 }, 'more', 'is no field of its kind'],
  ['a field of every object', { toString: 1 }, 'toString', 'is no field of its kind'],
  ['another type', { n: '1' }, 'n', 'is not a whole number'],
  ['a number that is none', { part: Number.NaN }, 'part', 'is not a number'],
  ['a fraction', { n: 1.5 }, 'n', 'is not a whole number'],
  ['nothing', { ok: null }, 'ok', 'is not true or false'],
  ['a list', { meta: [] }, 'meta', 'is not an object'],
  ['no list', { meta: { ...row().meta, passages: {} } }, 'meta.passages', 'is not a list'],
  [
    'a field too many inside',
    { meta: { ...row().meta, passages: [{ id: 'x' }, { id: 'y', a: 1 }] } },
    'meta.passages[1].a',
    'is no field of its kind',
  ],
  ['a field less inside', { meta: { chains: [] } }, 'meta.passages', 'is missing'],
  [
    'another type inside',
    { meta: { ...row().meta, chains: [[['k'], ['v', 1]]] } },
    'meta.chains[0][1][1]',
    'is not text',
  ],
] as const) {
  test(`${what} does not`, t => {
    t.deepEqual(misfitOf(COLUMNS, { ...row(), ...changed }), { name, why, isText: false });
  });
}

test('a field that is missing does not', t => {
  const { id: _, ...rest } = row();
  t.deepEqual(misfitOf(COLUMNS, rest), { name: 'id', why: 'is missing', isText: false });
});

test('half of a surrogate pair is told from what is of another type', t => {
  t.like(misfitOf(COLUMNS, { ...row(), id: '\ud83d' }), { name: 'id', isText: true });
  t.is(misfitOf(COLUMNS, { ...row(), id: '😀' }), undefined);
});

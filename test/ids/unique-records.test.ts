import { Readable } from 'node:stream';
import test from 'ava';
import { uniqueRecords } from '../../lib/ids/unique-records.js';
import type { Reject } from '../../lib/records/reject.js';

const passages = (...supporting: boolean[]) =>
  supporting.map(each => ({ id: 'p', supporting: each }));

test('samples of different kinds have one id and are no doubles of each other', async t => {
  const meta = { dataset: 'd', passages: passages(true, false) };
  const kinds = [
    { id: 'd/q/4096', context: 'synth', meta },
    { id: 'd/q/4096', distractor_context: 'keychain', meta },
    { id: 'd/q/4096', context: 'relevant-only', meta: { ...meta, passages: passages(true, true) } },
  ];
  const other = { id: 'd/q/4096', context: 'of another', meta: { ...meta, dataset: 'e' } };
  const rejects: Reject[] = [];
  const stage = uniqueRecords(reject => rejects.push(reject));
  const found = await Readable.from([...kinds, other, ...kinds])
    .pipe(stage)
    .toArray();
  t.deepEqual(found, [...kinds, other]);
  t.deepEqual(
    rejects.map(({ code }) => code),
    ['DUPLICATE_ID', 'DUPLICATE_ID', 'DUPLICATE_ID'],
  );
});

import test from 'ava';
import { callIndex } from '../../../lib/model/journal/call-index.js';

const idOf = (byte: number): Buffer => Buffer.alloc(32, byte);

test('the frames of a question are found by file and place, however they came in', async t => {
  const index = callIndex();
  t.teardown(index.close);
  const id = idOf(7);
  // As far back as a place, a file and a length may be.
  index.add(2 ** 16 - 1, [{ id, offset: 2 ** 48 - 2, length: 2 ** 32 - 1 }]);
  index.add(1, [
    { id, offset: 256, length: 30 },
    { id: idOf(6), offset: 300, length: 31 },
    { id, offset: 2 ** 40, length: 32 },
    { id, offset: 3, length: 33 },
  ]);
  index.add(0, [
    { id: idOf(8), offset: 0, length: 34 },
    { id, offset: 0, length: 35 },
  ]);
  index.add(3, []);
  t.deepEqual(index.find(id), [
    { segment: 0, offset: 0, length: 35 },
    { segment: 1, offset: 3, length: 33 },
    { segment: 1, offset: 256, length: 30 },
    { segment: 1, offset: 2 ** 40, length: 32 },
    { segment: 2 ** 16 - 1, offset: 2 ** 48 - 2, length: 2 ** 32 - 1 },
  ]);
  t.deepEqual(index.find(idOf(6)), [{ segment: 1, offset: 300, length: 31 }]);
  t.deepEqual(index.find(idOf(9)), []);
});

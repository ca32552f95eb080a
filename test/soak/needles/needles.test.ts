import test from 'ava';
import '../../support/own-cache.js';
import { soakNeedles } from './needles.js';

test('an independent reader finds every value once, at its key: the short form', async t => {
  const said: string[] = [];
  const short = { count: 120, seed: 5, lengths: [2048] };
  const isRight = await soakNeedles({ ...short, say: line => said.push(line) });
  t.true(isRight, said.join('\n'));
  t.deepEqual(said, ['120 samples with needles, 0 wrong']);
});

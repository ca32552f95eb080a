import test from 'ava';
import fc from 'fast-check';
import { readShardName, shardName } from '../../lib/output/shard-name.js';

test('the name of a shard says which one it is, in five digits', t => {
  t.is(shardName('a-max_seq_4096', { index: 3, of: 64 }), 'a-max_seq_4096-00003-of-00064');
  t.is(shardName('a', undefined), 'a');
});

test('a name of a shard is read back, whatever the name of the whole', t => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 99_999 }), fc.nat(), (whole, of, n) => {
      const shard = { index: n % of, of };
      t.deepEqual(readShardName(shardName(whole, shard)), { whole, shard });
    }),
  );
});

test('no other name is that of a shard', t => {
  const others = [
    'a',
    'a-0003-of-0064',
    'a-00064-of-00064',
    'a-00000-of-00000',
    'a-00001-of-00002x',
  ];
  for (const name of others) t.is(readShardName(name), undefined, name);
});

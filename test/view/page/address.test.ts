import test from 'ava';
import { linkTo, readAddress } from '../../../lib/view/page/address.js';
import {
  apart,
  counted,
  percentOf,
  shortBytes,
  shortCount,
  shortKey,
} from '../../../lib/view/page/wording.js';

test('a link to a sample leads to it', t => {
  t.deepEqual(readAddress(linkTo({ file: 2, row: 123_456 })), { file: 2, row: 123_456 });
});

test('an address may name an id, written plainly or escaped', t => {
  t.deepEqual(readAddress('#hotpotqa/5a7a/4096'), { id: 'hotpotqa/5a7a/4096' });
  t.deepEqual(readAddress('#hotpotqa%2F5a7a%2F4096'), { id: 'hotpotqa/5a7a/4096' });
  t.deepEqual(readAddress('#100%'), { id: '100%' });
  t.is(readAddress(''), undefined);
  t.is(readAddress('#'), undefined);
});

test('numbers are told as people say them', t => {
  t.deepEqual([0, 999, 4096, 4100, 131_072, 999_600, 1_048_576, 1_050_000].map(shortCount), [
    '0',
    '999',
    '4k',
    '4.1k',
    '128k',
    '1M',
    '1m',
    '1.05M',
  ]);
  t.deepEqual([0, 999, 1000, 5_400_000_000].map(shortBytes), ['0 B', '999 B', '1.0 KB', '5.4 GB']);
  t.is(counted(1, 'hop'), '1 hop');
  t.is(counted(1234, 'hop'), '1,234 hops');
  t.is(percentOf(0, 0), 0);
  t.is(percentOf(1, 3), 33);
});

test('short keys are told whole, long ones by their beginning, none cut in a character', t => {
  t.is(shortKey('amber-fox'), 'amber-fox');
  t.is(shortKey('3227c605-a235-4750-a9a1-bf3987ee9c73'), '3227c605…');
  t.true(shortKey('😀'.repeat(30)).isWellFormed());
});

test('names of files that begin alike are told by where they part', t => {
  t.deepEqual(
    apart([
      'validation-num_sample_all-max_seq_4096-x',
      'validation-num_sample_all-max_seq_16384-x',
    ]),
    ['…4096-x', '…16384-x'],
  );
  t.deepEqual(apart(['a.jsonl', 'b.jsonl']), ['a.jsonl', 'b.jsonl']);
  t.deepEqual(apart(['one-very-long-name-of-a-file.jsonl']), [
    'one-very-long-name-of-a-file.jsonl',
  ]);
  t.deepEqual(apart(['x'.repeat(40), 'x'.repeat(40)]), ['x'.repeat(40), 'x'.repeat(40)]);
});

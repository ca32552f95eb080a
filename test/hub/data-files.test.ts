import test from 'ava';
import { readAddress } from '../../lib/hub/address.js';
import { chooseFiles } from '../../lib/hub/data-files.js';

const HOTPOT = [
  '.gitattributes',
  'README.md',
  'dataset_infos.json',
  'hotpot_qa.py',
  'distractor/train-00000-of-00002.parquet',
  'distractor/train-00001-of-00002.parquet',
  'distractor/validation-00000-of-00001.parquet',
];
const choose = (text: string, files: readonly string[] = HOTPOT): string[] =>
  chooseFiles(readAddress(text, 'dataset'), files);

test('the only data file is meant, or all parts of one', t => {
  t.deepEqual(choose('hf:a/b', ['README.md', 'config.json', 'train.jsonl.gz']), ['train.jsonl.gz']);
  t.deepEqual(choose('hf:a/b', HOTPOT.slice(0, 6)), HOTPOT.slice(4, 6));
  t.deepEqual(choose('hf:a/b/one', ['one/x.json', 'two/y.json']), ['one/x.json']);
});

test('of several the names are told', t => {
  const error = t.throws(() => choose('hf:a/b'), { code: 'USAGE' });
  t.regex(error!.message, /several data files.*train-00000-of-00002\.parquet.*validation-/);
  t.notRegex(error!.message, /README|infos|\.py/);
  t.throws(() => choose('hf:a/b', ['README.md']), { code: 'HUB_MISSING', message: /README\.md/ });
});

test('a pattern means all that fit it, parts all or none', t => {
  t.deepEqual(choose('hf:a/b/distractor/train-*'), HOTPOT.slice(4, 6));
  t.deepEqual(choose('hf:a/b/**/validation-*.parquet'), [HOTPOT[6]]);
  t.deepEqual(choose('hf:a/b/distractor/train-0000?-of-00002.parquet'), HOTPOT.slice(4, 6));
  t.throws(() => choose('hf:a/b/*.parquet'), { code: 'HUB_MISSING', message: /no file is like/ });
  t.throws(() => choose('hf:a/b/distractor/train-*', HOTPOT.toSpliced(5, 1)), {
    code: 'HUB_MISSING',
    message: /of 2 parts of distractor\/train\.parquet there are 1/,
  });
});

import test from 'ava';
import fc from 'fast-check';
import { isHubAddress, isRepoPath, readAddress, writeAddress } from '../../lib/hub/address.js';

test('addresses are read in the forms that people and Python write', t => {
  const read = (text: string) => {
    const { type, id, revision, path } = readAddress(text, 'dataset');
    return [type, id, revision, path];
  };
  t.deepEqual(read('hf:hotpotqa/hotpot_qa'), ['dataset', 'hotpotqa/hotpot_qa', 'main', undefined]);
  t.deepEqual(read('hf:a/b/c/d.json'), ['dataset', 'a/b', 'main', 'c/d.json']);
  t.deepEqual(read('hf:a/b@v1.0/d.json'), ['dataset', 'a/b', 'v1.0', 'd.json']);
  t.deepEqual(read('hf:a/b@refs/convert/parquet/x/0000.parquet'), [
    'dataset',
    'a/b',
    'refs/convert/parquet',
    'x/0000.parquet',
  ]);
  t.deepEqual(read('hf:a/b@refs/pr/7'), ['dataset', 'a/b', 'refs/pr/7', undefined]);
  t.deepEqual(read('hf:a/b@feature%2Fx/y'), ['dataset', 'a/b', 'feature/x', 'y']);
  t.deepEqual(read('hf:models/a/b/tokenizer.json'), ['model', 'a/b', 'main', 'tokenizer.json']);
  t.deepEqual(read('hf://datasets/a/b/x.parquet'), ['dataset', 'a/b', 'main', 'x.parquet']);
  t.deepEqual(read('hf://a/b/x'), ['model', 'a/b', 'main', 'x']);
  t.deepEqual(read('hf:gpt2'), ['dataset', 'gpt2', 'main', undefined]);
});

test('what leads out of a repository, or is no name, is refused', t => {
  for (const text of [
    'hf:',
    'hf:a/b/../../c',
    'hf:a/b/./c',
    'hf:a/b//c',
    'hf:a/b/c\\d',
    'hf:../b',
    'hf:a--b/c',
    'hf:-a/b',
    'hf:a/b@',
    'hf:a/b@../x',
    'hf:a/b/C:x',
    'hf:datasets/',
  ]) {
    t.throws(() => readAddress(text, 'dataset'), { code: 'USAGE' }, text);
  }
});

test('an address that is written is read as the same', t => {
  const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}[a-z]$/);
  const address = fc.record({
    type: fc.constantFrom('dataset' as const, 'model' as const),
    id: fc.tuple(word, word).map(([owner, name]) => `${owner}/${name}`),
    revision: fc.constantFrom('main', 'v1', 'refs/convert/parquet'),
    path: fc.array(word, { minLength: 1, maxLength: 3 }).map(parts => parts.join('/')),
  });
  fc.assert(
    fc.property(address, each => {
      t.true(isHubAddress(writeAddress(each)));
      t.deepEqual(readAddress(writeAddress(each), 'model'), each);
    }),
  );
});

test('paths of files here are not addresses', t => {
  for (const path of ['hf/data.json', './hf:x', 'data.json', '-'])
    t.false(isHubAddress(path), path);
  t.true(isRepoPath('a/b.json'));
});

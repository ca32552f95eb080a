import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'ava';
import { hfIdentity } from '../../lib/tokenize/hf-identity.js';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import { modelFolder, real } from './tokenizers.js';

const require = createRequire(import.meta.url);

test('an encoding is known by its name and the digest of its ranks', async t => {
  const { bpe_ranks: ranks } = require('@dqbd/tiktoken/encoders/cl100k_base.json');
  const sha256 = createHash('sha256').update(ranks).digest('hex');
  const tokenizer = await loadTokenizer({ type: 'openai' });
  t.deepEqual(tokenizer.identity, { type: 'openai', name: 'cl100k_base', sha256 });
});

test('a tokenizer.json is known by its folder and the digest of its bytes', async t => {
  const folder = modelFolder('qwen3');
  const file = join(folder, 'tokenizer.json');
  const sha256 = createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
  const expected = { type: 'hf', name: 'models', sha256 };
  t.deepEqual((await real('qwen3')).identity, expected);
  t.deepEqual((await loadTokenizer({ type: 'hf', path: file })).identity, expected);
  t.deepEqual((await loadTokenizer({ type: 'hf', path: `${folder}/` })).identity, expected);
});

test('no output has the name of whoever has a tokenizer.json in a home folder', t => {
  const name = (file: string, home: string): string => hfIdentity(file, Buffer.of(), home).name;
  t.is(name('/home/ada/tokenizer.json', '/home/ada'), 'tokenizer');
  t.is(name('/home/bob/tokenizer.json', '/home/ada'), 'tokenizer', "another one's home");
  t.is(name('/Users/ada/tokenizer.json', '/root'), 'tokenizer');
  t.is(name('/srv/people/ada/tokenizer.json', '/srv/people/ada/'), 'tokenizer');
  t.is(name('/home/ada/Qwen3-8B/tokenizer.json', '/home/ada'), 'Qwen3-8B');
  t.is(name('/models/tokenizer.json', '/root'), 'models');
});

test('tiktoken is not asked about words that would take it minutes, which our own rules count', async t => {
  const tokenizer = await loadTokenizer({ type: 'openai' });
  t.teardown(() => tokenizer.close());
  for (const letter of ['=', ' ']) {
    t.true(tokenizer.count(letter.repeat(200_000)) > 1000);
    t.throws(() => tokenizer.libraryCount(`a${letter.repeat(200_000)}b`), {
      code: 'TOKENIZER_UNUSABLE',
      message: /^tiktoken is not asked about 20000\d characters/,
    });
    const text = `a ${letter.repeat(2000)} b`;
    t.is(tokenizer.count(text), tokenizer.libraryCount(text));
  }
});

test('a closed tokenizer has freed the library and can be closed again', async t => {
  const tokenizer = await loadTokenizer({ type: 'openai' });
  const tokens = tokenizer.libraryCount('some text');
  tokenizer.close();
  tokenizer.close();
  t.is(tokenizer.count('some text'), tokens);
});

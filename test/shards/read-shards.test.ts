import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { KeychainError } from '../../lib/errors.js';
import { readShards } from '../../lib/shards/read-shards.js';
import { tempDir } from '../support/temp-dir.js';

const TOKENIZER = { type: 'openai', name: 'n', sha256: 'a' };
const COUNTS = {
  ...{ read: 3, not_asked: 0, questions: 2, unanswerable: 0, unlabelled: 0 },
  ...{ samples: 2, marked: 0, left_out: 0, rejects: { NO_ANSWER: 1 } },
};
const MANIFEST = {
  plan: { command: 'synth', version: '1', inputs: ['a'], tokenizer: TOKENIZER, settings: {} },
  plan_sha256: 'b',
  shard: { index: 0, of: 1 },
  inputs: [{ name: 'a', sha256: 'a' }],
  files: [],
  tokenizer: TOKENIZER,
  counts: COUNTS,
  tokens: { min: 1, mean: 2, max: 3, total: 4 },
  output: { format: 'jsonl', bytes: 1, sha256: 'c', lines_sha256: 'd' },
  versions: { keychain: '1', node: '20', zlib: '1' },
};

const readWith = async (dir: string, more: object) => {
  await mkdir(dir, { recursive: true });
  const base = join(dir, 's-00000-of-00001');
  await writeFile(`${base}.manifest.json`, JSON.stringify({ ...MANIFEST, ...more }));
  const shard = { index: 0, of: 1 };
  const file = { base, path: `${base}.jsonl`, shard, isBegun: false };
  return readShards({ whole: join(dir, 's'), files: [file] });
};

test('what is added up of a manifest is read from it', async t => {
  const { finished } = await readWith(await tempDir(t), {});
  t.deepEqual(finished[0]!.counts, COUNTS);
  t.deepEqual((await readWith(await tempDir(t), { tokens: null })).finished[0]!.tokens, null);
});

const ODD: [what: string, more: object, told: RegExp][] = [
  ['no counts', { counts: undefined }, /says nothing of its records/],
  ['counts that are none', { counts: null }, /counts must be object/],
  ['counts that are a text', { counts: 'many' }, /counts must be object/],
  ['no rejects', { counts: { ...COUNTS, rejects: undefined } }, /counts .*'rejects'/],
  ['rejects that are none', { counts: { ...COUNTS, rejects: null } }, /counts\/rejects/],
  ['rejects that cannot be added up', { counts: { ...COUNTS, rejects: { A: '1' } } }, /rejects/],
  ['samples that cannot be', { counts: { ...COUNTS, samples: '2' } }, /counts\/samples/],
  ['a judge that judged nothing', { counts: { ...COUNTS, judged: {} } }, /counts\/judged/],
  ['tokens that are a text', { tokens: 'few' }, /tokens must be object/],
  ['tokens without a sum', { tokens: { min: 1, mean: 1, max: 1 } }, /tokens .*'total'/],
];

for (const [what, more, told] of ODD) {
  test(`a shard whose manifest has ${what} is told, with what to do`, async t => {
    const error = await t.throwsAsync(readWith(await tempDir(t), more), {
      instanceOf: KeychainError,
    });
    t.is(error.code, 'SHARDS_UNUSABLE');
    t.regex(error.message, told);
    t.regex(error.message, /make that shard again, with --fresh$/);
  });
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { KeychainError } from '../../lib/errors.js';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import { temporaryFolder } from './temporary-folder.js';

test('an unknown encoding is wrong usage, and the nearest one is named', async t => {
  const error = await t.throwsAsync(loadTokenizer({ type: 'openai', path: 'cl100kbase' }), {
    instanceOf: KeychainError,
  });
  t.is(error.code, 'USAGE');
  t.regex(error.message, /did you mean "cl100k_base"\?.*o200k_base/);
});

for (const [path, way] of [
  ['Qwen/Qwen2.5-7B-Instruct', /is of --tokenizer-type hf\. Allowed: cl100k_base/],
  ['./tokenizer.json', /is of --tokenizer-type hf\./],
  ['C:\\models\\qwen', /is of --tokenizer-type hf\./],
  ['tokenizer.model', /is of --tokenizer-type nemo\./],
  ['models/tokenizer.model', /is of --tokenizer-type nemo\./],
  ['claude', /"claude"\. Allowed: cl100k_base/],
] as const) {
  test(`${path} is no encoding, and no encoding is said to be meant`, async t => {
    const error = await t.throwsAsync(loadTokenizer({ type: 'openai', path }), {
      instanceOf: KeychainError,
    });
    t.is(error.code, 'USAGE');
    t.regex(error.message, way);
    t.notRegex(error.message, /did you mean/);
  });
}

test('a Hugging Face tokenizer needs a path', async t => {
  const error = await t.throwsAsync(loadTokenizer({ type: 'hf' }), { instanceOf: KeychainError });
  t.is(error.code, 'USAGE');
});

const broken: [what: string, json: string | null, reason: RegExp][] = [
  ['missing', null, /cannot be read/],
  ['cut off', '{"model": {"type": "BPE", "vocab": {', /not a valid tokenizer/],
  ['not an object', '[]', /not a valid tokenizer/],
  ['empty', '{}', /has no model/],
  ['of an unknown model', '{"model": {"type": "New"}, "added_tokens": []}', /cannot build it/],
  [
    'with dropout',
    '{"model": {"type": "BPE", "dropout": 0.5, "vocab": {}, "merges": []}}',
    /drops merges at random \(model.dropout 0.5\)/,
  ],
  [
    'of an unknown component',
    '{"model": {"type": "WordLevel", "vocab": {}, "unk_token": "?"}, "pre_tokenizer": {"type": "New"}}',
    /cannot build it \(.+\)/,
  ],
  [
    'of a vocabulary with a long piece in place of a number',
    `{"model": {"type": "WordLevel", "vocab": {"a": "${'('.repeat(5000)}"}, "unk_token": "?"}}`,
    /cannot build it \(.{100,265}\); give a folder/,
  ],
  ...['"x"', '{"a": 1}', '[1]', '[null]', '3'].map((added): [string, string | null, RegExp] => [
    `with ${added} for added tokens`,
    `{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "added_tokens": ${added}}`,
    /cannot build it/,
  ]),
  ...['"x"', '3', '[]', '{"type": "Sequence", "normalizers": {}}'].map(
    (normalizer): [string, string | null, RegExp] => [
      `with ${normalizer} for a normalizer`,
      `{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "normalizer": ${normalizer}}`,
      /cannot build it/,
    ],
  ),
  ['without merges', '{"model": {"type": "BPE", "vocab": {}}}', /cannot build it/],
];

for (const [what, json, reason] of broken) {
  test(`a tokenizer.json that is ${what} is reported in one line with its path`, async t => {
    const folder = temporaryFolder();
    if (json !== null) await writeFile(join(folder, 'tokenizer.json'), json);
    const error = await t.throwsAsync(loadTokenizer({ type: 'hf', path: folder }), {
      instanceOf: KeychainError,
    });
    t.is(error.code, 'TOKENIZER_UNUSABLE');
    t.regex(error.message, reason);
    t.true(error.message.includes(join(folder, 'tokenizer.json')));
    t.false(error.message.includes('\n'));
  });
}

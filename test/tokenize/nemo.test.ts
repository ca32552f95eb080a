import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SentencePieceProcessor } from '@agnai/sentencepiece-js';
import test from 'ava';
import { KeychainError } from '../../lib/errors.js';
import { countIds } from '../../lib/tokenize/beside/sentencepiece.js';
import { identifyTokenizer, loadTokenizer } from '../../lib/tokenize/load.js';
import { madeJson } from './byte-level.js';
import { type MadeModel, madeFile, madeModel, UNKNOWN } from './sentencepiece/made-model.js';
import { FOREIGN, KNOWN } from './sentencepiece/shapes.js';
import { temporaryFolder } from './temporary-folder.js';

const llama = KNOWN['Llama 2']!;
const load = (path: string) => loadTokenizer({ type: 'nemo', path });

async function failureOf(path: string): Promise<string> {
  const error = await load(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof KeychainError)) throw new Error(`${path} is loaded, or fails otherwise`);
  return `${error.code}: ${error.message}`;
}

test('a model is known by its file and the digest of its bytes, by path or by folder', async t => {
  const path = await madeFile(llama);
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  const expected = { type: 'nemo', name: 'tokenizer.model', sha256 };
  const foreign = await madeFile(FOREIGN.Unigram![0]);
  for (const given of [path, dirname(path), `${dirname(path)}/`]) {
    t.deepEqual((await load(given)).identity, expected);
    t.deepEqual((await identifyTokenizer({ type: 'nemo', path: given })).identity, expected);
  }
  const tokenizer = await load(foreign);
  t.like(tokenizer.identity, { type: 'nemo', name: 'tokenizer.model' });
  tokenizer.close();
});

const whole = madeModel(llama);
const others: [what: string, bytes: Uint8Array | string, said: RegExp][] = [
  ['a text', 'Just some text.\n'.repeat(20), /no whole SentencePiece model; give a \.model file/],
  ['nothing', '', /no whole SentencePiece model/],
  ['half a model', whole.subarray(0, whole.length / 2), /no whole SentencePiece model/],
  ['a model without its end', whole.subarray(0, -1), /no whole SentencePiece model/],
  ['a tokenizer.json', madeJson({ model: {} }), /is JSON; a tokenizer\.json is of .*hf$/],
  ['a spaced tokenizer.json', `\n  ${madeJson({ model: {} })}`, /is of --tokenizer-type hf$/],
];

for (const [what, bytes, said] of others) {
  test(`a file is no model: ${what}`, async t => {
    const path = join(temporaryFolder(), 'x.model');
    await writeFile(path, bytes);
    t.regex(await failureOf(path), /^TOKENIZER_UNUSABLE: [^\n]+$/);
    t.regex(await failureOf(path), said);
  });
}

test('a model that is cut off anywhere is refused', async t => {
  const path = join(temporaryFolder(), 'x.model');
  const step = Math.ceil(whole.length / 100);
  for (let length = 0; length < whole.length; length += step) {
    await writeFile(path, whole.subarray(0, length));
    t.regex(await failureOf(path), /^TOKENIZER_UNUSABLE: .*no whole SentencePiece model/);
  }
});

test('a folder without a model says what is there', async t => {
  const folder = temporaryFolder();
  t.regex(await failureOf(folder), /tokenizer\.model: it cannot be read; give a \.model/);
  await writeFile(join(folder, 'tokenizer.json'), '{}');
  t.regex(await failureOf(folder), /cannot be read; the tokenizer\.json beside it is of .*hf$/);
  const other = temporaryFolder();
  await mkdir(join(other, 'x'));
  await writeFile(join(other, 'x', 'tokenizer.model'), whole);
  const asked = loadTokenizer({ type: 'hf', path: join(other, 'x') });
  await t.throwsAsync(asked, { message: /the tokenizer\.model beside it is of .*nemo$/ });
  const named = loadTokenizer({ type: 'hf', path: join(other, 'x', 'tokenizer.model') });
  await t.throwsAsync(named, { message: /a \.model file is of --tokenizer-type nemo$/ });
});

test('a model needs a path, and Gemini has none', async t => {
  await t.throwsAsync(loadTokenizer({ type: 'nemo' }), { message: /needs a path: .*\.model/ });
  const asked = JSON.parse('{"type": "gemini"}') as Parameters<typeof loadTokenizer>[0];
  await t.throwsAsync(loadTokenizer(asked), { code: 'USAGE', message: /server.*Gemma's/ });
});

const broken: Readonly<Record<string, [MadeModel, RegExp]>> = {
  'no unknown piece': [{ pieces: [{ piece: 'a' }] }, /unk is not defined/],
  'a piece twice': [{ pieces: [UNKNOWN, { piece: 'a' }, { piece: 'a' }] }, /already defined/],
  'an empty piece': [{ pieces: [UNKNOWN, { piece: '' }] }, /must not be empty/],
  'too few bytes': [
    { pieces: [UNKNOWN, { piece: '<0x41>', type: 'byte' }], byteFallback: true },
    /there are not 256 byte pieces/,
  ],
};

for (const [what, [model, said]] of Object.entries(broken)) {
  test(`a model that the library refuses is refused in its words: ${what}`, async t => {
    const failure = await failureOf(await madeFile(model));
    t.regex(failure, /^TOKENIZER_UNUSABLE: [^\n]+ the library cannot build it \([^\n]+$/);
    t.regex(failure, said);
  });
}

const long = (length: number): string[] =>
  ['a', 'abcd', ' ', '\n', '\0', '\ud800', '中文'].map(part => part.repeat(length / part.length));
/** The library itself takes the square of the length for unknown characters. */
const COMPARED = 20_000;
const LENGTH = 200_000;
/** Hundreds of times what the counts take here; one whose time grows with the square takes more. */
const SECONDS = 60;

for (const name of ['Llama 2', 'unknown characters', 'equal scores']) {
  test.serial(`no text breaks a count: ${name}`, async t => {
    const tokenizer = await load(await madeFile(KNOWN[name]!));
    t.teardown(() => tokenizer.close());
    for (const text of long(COMPARED)) {
      t.is(tokenizer.count(text), tokenizer.libraryCount(text), JSON.stringify(text.slice(0, 9)));
    }
    const start = process.cpuUsage();
    for (const text of long(LENGTH)) t.true(tokenizer.count(text) > 0);
    const { user, system } = process.cpuUsage(start);
    t.true((user + system) / 1e6 < SECONDS);
    t.is(tokenizer.count('a\ud800b'), tokenizer.count('a\ufffdb'));
  });
}

test.serial('the library gives back what a text has taken', async t => {
  const library = new SentencePieceProcessor();
  await library.load(await madeFile(FOREIGN.Unigram![0]));
  const text = 'the abcd é中 '.repeat(500);
  const rounds = (times: number): number => {
    for (let i = 0; i < times; i++) countIds(library, text);
    return library.sentencepiece.HEAPU8.length;
  };
  const before = rounds(20);
  t.is(rounds(2000), before);
});

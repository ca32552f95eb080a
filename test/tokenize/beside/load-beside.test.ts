import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { KeychainError } from '../../../lib/errors.js';
import { loadBeside, openBeside } from '../../../lib/tokenize/beside/load-beside.js';
import { countAll } from '../../../lib/tokenize/count-all.js';
import { words } from '../../support/tokenizer.js';
import { anyText } from '../texts.js';
import { PROOF, wordCounter } from './word-counter.js';

const MODULE = new URL('./word-counter.js', import.meta.url).href;

test('a tokenizer beside gives each count at once, and the same', async t => {
  const tokenizer = await wordCounter.load('words');
  t.teardown(() => tokenizer.close());
  t.deepEqual(tokenizer.identity, {
    type: 'word-counter',
    name: 'words',
    sha256: '0'.repeat(64),
  });
  fc.assert(fc.property(anyText, text => tokenizer.count(text) === words.count(text)));
  t.is(tokenizer.libraryCount('a b\n'), 4);
  t.is(tokenizer.count('word '.repeat(100_000)), 200_000);
});

test('two of them side by side do not mix their counts', async t => {
  const one = await wordCounter.load('words');
  const other = await wordCounter.load('fails at "no"');
  t.deepEqual([one.count('a b c'), other.count('a b c'), one.count('')], [5, 1, 0]);
  one.close();
  t.is(other.count('still there'), 1);
  other.close();
});

test('without a proof no seam is certain; with one it is looked at here', async t => {
  const [unknown, known] = [
    await loadBeside(MODULE, 'words'),
    await loadBeside(MODULE, 'words', PROOF),
  ];
  t.deepEqual([unknown.additive('a ', 'b'), unknown.reach], [false, 0]);
  t.deepEqual([known.additive('a ', 'b'), known.additive('a', 'b'), known.reach], [true, false, 1]);
  for (const each of [unknown, known]) each.close();
});

test('a text that cannot be counted is an error, and the next text is counted', async t => {
  const tokenizer = await wordCounter.load('fails at "no"');
  const error = t.throws(() => tokenizer.count('no'), {
    instanceOf: KeychainError,
    code: 'TOKENIZER_UNUSABLE',
    message: 'the tokenizer fails at "no" fails: not this text',
  });
  t.regex((error.cause as Error).stack ?? '', /RangeError: not this text/);
  t.is(tokenizer.count('yes'), 1);
  tokenizer.close();
});

test('several texts are counted in one call, or in several where they are long', async t => {
  const tokenizer = await wordCounter.load('words');
  const texts = ['a b c', '', '\ud800 x', 'word '.repeat(100_000), 'a b', 'word '.repeat(100_000)];
  t.deepEqual(
    countAll(tokenizer, texts),
    texts.map(text => words.count(text)),
  );
  t.deepEqual(countAll(tokenizer, []), []);
  t.is(tokenizer.count('a b'), 3);
  tokenizer.close();

  const failing = await wordCounter.load('fails at "no"');
  const fails = (): unknown => countAll(failing, ['yes', 'no', 'yes']);
  t.throws(fails, { code: 'TOKENIZER_UNUSABLE', message: /not this text/ });
  t.deepEqual(countAll(failing, ['yes', 'yes']), [1, 1]);
  failing.close();
  t.throws(() => countAll(failing, ['yes']), { code: 'TOKENIZER_UNUSABLE' });

  const ended = await wordCounter.load('ends its thread');
  t.throws(() => countAll(ended, ['a']), { code: 'TOKENIZER_UNUSABLE', message: /has ended/ });
});

test('a wake before the count is there is slept through', async t => {
  const tokenizer = await wordCounter.load('wakes too early');
  t.deepEqual([tokenizer.count('abc'), tokenizer.count('a')], [3, 1]);
  tokenizer.close();
});

test("the house's own errors keep their codes", async t => {
  const tokenizer = await wordCounter.load('fails as the house does');
  t.throws(() => tokenizer.count(''), {
    instanceOf: KeychainError,
    code: 'INPUT_MISSING',
    message: 'the vocabulary is gone',
  });
  tokenizer.close();
});

for (const [path, message] of [
  ['throws out of turn', /somewhere else/],
  ['ends its thread', /its thread has ended/],
] as const) {
  test(`a helper that ${path} fails the call, and all later ones`, async t => {
    const tokenizer = await wordCounter.load(path);
    t.throws(() => tokenizer.count('a'), { code: 'TOKENIZER_UNUSABLE', message });
    t.throws(() => tokenizer.count('a'), { code: 'TOKENIZER_UNUSABLE' });
    tokenizer.close();
  });
}

for (const [path, code, message] of [
  ['missing', 'USAGE', /^there is no tokenizer missing$/],
  ['no such thing', 'TOKENIZER_UNUSABLE', /^the tokenizer .* fails: unknown path no such thing$/],
  ['ends its thread at once', 'TOKENIZER_UNUSABLE', /its thread has ended/],
] as const) {
  test(`what cannot be opened (${path}) is ${code}`, async t => {
    await t.throwsAsync(wordCounter.load(path), { instanceOf: KeychainError, code, message });
  });
}

test('one that is not waited for counts, or says at the first count why not', t => {
  const known = openBeside(MODULE, 'words');
  t.is(known.count('a b'), 3);
  known.close();
  const unknown = openBeside(MODULE, 'missing');
  t.throws(() => unknown.count('a'), { code: 'USAGE', message: 'there is no tokenizer missing' });
  t.throws(() => unknown.count('a'), { code: 'TOKENIZER_UNUSABLE' });
  unknown.close();
});

test('a module that does not exist is an error', async t => {
  await t.throwsAsync(loadBeside(new URL('./none.js', import.meta.url).href, 'x'), {
    code: 'TOKENIZER_UNUSABLE',
    message: /Cannot find module/,
  });
});

test('a closed one counts no more', async t => {
  const tokenizer = await wordCounter.load('words');
  t.is(tokenizer.count('a'), 1);
  tokenizer.close();
  t.throws(() => tokenizer.count('a'), { code: 'TOKENIZER_UNUSABLE', message: /it is closed/ });
});

const CHILD = fileURLToPath(new URL('./count-child.js', import.meta.url));

for (const [what, said] of [
  ['count and close', 3],
  ['count and leave it open', 3],
  ['leave it asleep', 1],
] as const) {
  test(`a process ends by itself that does this: ${what}`, async t => {
    const { stdout } = await promisify(execFile)(process.execPath, [CHILD, what]);
    t.is(JSON.parse(stdout), said);
  });
}

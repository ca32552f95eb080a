import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { integer } from '../../lib/values/kinds.js';
import {
  header,
  headerVariable,
  jsonFields,
  orWord,
  textOrFile,
} from '../../lib/values/model-kinds.js';
import { tempDir } from '../support/temp-dir.js';

test('a word stands in place of a value', t => {
  const kind = orWord(integer(1), 'none');
  t.is(kind.read('none'), 'none');
  t.is(kind.read('7'), 7);
  t.throws(() => kind.read('0'), { message: 'must be a whole number, at least 1, or none' });
  for (const value of ['none', 7] as const) t.is(kind.read(kind.write(value)), value);
});

test('a header is a name and a value, which is hidden', t => {
  const value = fc.string({ unit: fc.constantFrom(...'ab=: /+"\'') });
  fc.assert(
    fc.property(value, text => {
      const given = `X-Team=${text}`;
      t.is(header.read(given), given);
      t.is(header.hide!(given), 'X-Team=***');
    }),
  );
  for (const wrong of [
    'Secret',
    'X-Key: secret',
    '=secret',
    'X Key=secret',
    'X-Key=ä',
    'X-Key=b\nc',
  ]) {
    const { message } = t.throws(() => header.read(wrong))!;
    t.false(message.includes(wrong), 'what may be a secret is not repeated');
  }
});

test('a variable of a header is a name, and what is none may be the secret itself', t => {
  t.is(headerVariable.read('X-Key=TEAM_KEY'), 'X-Key=TEAM_KEY');
  t.is(headerVariable.hide!('X-Key=TEAM_KEY'), 'X-Key=TEAM_KEY');
  for (const wrong of ['X-Key', 'X-Key=sk-1', 'X-Key=']) {
    t.throws(() => headerVariable.read(wrong));
    t.false(headerVariable.hide!(wrong).includes('sk-1'));
  }
});

test('a text stands for itself, and a file for what it holds', async t => {
  const file = join(await tempDir(t), 'system.txt');
  await writeFile(file, 'Be brief.\nAlways.\n');
  const load = (given: string): string => textOrFile.load!(textOrFile.read(given));
  t.is(load(`@${file}`), 'Be brief.\nAlways.');
  t.is(load(file), 'Be brief.\nAlways.', 'who forgets the sign');
  for (const text of ['Be brief.', `${file}.txt`, 'x'.repeat(9000), 'two\nlines', '/']) {
    t.is(load(text), text);
  }
  t.is(load('@@all'), '@all');
  t.throws(() => load('@/no/such/file'), { code: 'INPUT_MISSING', message: /name a text file/ });
  await writeFile(file, '\n');
  t.throws(() => load(`@${file}`), { message: /empty/ });
  t.throws(() => load(''), { message: /empty/ });
});

test('fields are an object, in JSON or in a file, without those set elsewhere', async t => {
  const kind = jsonFields({ n: 'say it with --n' });
  const file = join(await tempDir(t), 'extra.json');
  await writeFile(file, '{"top_k": 20}\n');
  const load = (given: string): unknown => kind.load!(kind.read(given));
  t.deepEqual(load('{"top_k": 20, "stop": ["a"]}'), { top_k: 20, stop: ['a'] });
  t.deepEqual(load(`@${file}`), { top_k: 20 });
  t.deepEqual(load(file), { top_k: 20 });
  for (const wrong of ['[1]', '1', 'null', '"a"'])
    t.throws(() => load(wrong), { message: /object/ });
  t.throws(() => load("{'top_k': 20}"), { message: /is no JSON/ });
  t.throws(() => load('top_k=20'), { message: /neither a JSON object.* nor a file/ });
  t.throws(() => load('@/no/such/file'), { code: 'INPUT_MISSING' });
  t.throws(() => load('{"n": 2}'), { message: '"n" cannot be set here: say it with --n' });
  await writeFile(file, '{"n": 2}');
  t.throws(() => load(`@${file}`), { message: /--n/ });
  t.is(kind.write({ b: 1, a: { d: 1, c: 2 } }), '{"a":{"c":2,"d":1},"b":1}');
  const nested = (depth: number): string => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
  t.deepEqual(kind.read(nested(90)), JSON.parse(nested(90)));
  t.throws(() => kind.read(nested(50_000)), { message: /must not nest deeper than 100/ });
});

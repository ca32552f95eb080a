import { gzipSync } from 'node:zlib';
import test from 'ava';
import { FOREIGN_KINDS } from '../../../lib/datasets/foreign/kinds.js';
import { recognizeForeign } from '../../../lib/datasets/foreign/recognize.js';
import { recognize } from '../../../lib/datasets/registry.js';
import { command } from '../../support/command.js';
import '../../support/own-cache.js';
import { CONTAINERS, fileOf, parseText, RECORDS } from '../fixtures.js';
import { EXAMPLES } from './examples.js';

const KINDS = FOREIGN_KINDS.map(
  ({ title, isVague = false }) => [title, isVague, EXAMPLES[title] ?? []] as const,
);
const known = Object.values(RECORDS).map(make => make());

test('every foreign kind has an example, and is told from all others and from the datasets', t => {
  t.deepEqual(FOREIGN_KINDS.map(({ title }) => title).sort(), Object.keys(EXAMPLES).sort());
  for (const [title, , examples] of KINDS) {
    t.true(examples.length > 0, title);
    for (const example of examples) {
      t.is(recognize(example), undefined, title);
      t.is(recognizeForeign(example)?.title, title);
    }
  }
  for (const value of [undefined, null, 3, 'x', [], {}, { id: 'q' }]) {
    t.is(recognizeForeign(value), undefined);
  }
});

for (const [title, isVague, examples] of KINDS) {
  test(`${title}: an input of them ends in one line that says what it is`, async t => {
    for (const write of Object.values(CONTAINERS)) {
      for (const example of examples) {
        const { questions, rejects, error } = await parseText(write([example, example, example]));
        t.like(error, { code: 'INPUT_FORMAT' });
        t.regex(error!.message, /^f: the record at byte \d+ is [^\n]+, which is not read: [^\n]+$/);
        t.true(error!.message.includes(`is ${title}, which`));
        t.deepEqual([questions, rejects], [[], []]);
      }
    }
  });

  test(`${title}, behind records of datasets: ${isVague ? 'a reject' : 'the same line'}`, async t => {
    for (const example of examples) {
      const text = JSON.stringify([...known, example, ...known]);
      const { questions, rejects, error } = await parseText(text);
      const hint = `is ${title}`;
      if (isVague) {
        t.is(error, undefined);
        t.is(questions.length, 2 * (known.length + 1));
        t.deepEqual(
          rejects.map(({ record, code }) => [record, code]),
          [[known.length + 1, 'RECORD_INVALID']],
        );
        t.true(rejects[0]!.message.includes(hint), rejects[0]!.message);
      } else {
        t.like(error, { code: 'INPUT_FORMAT' });
        t.true(error!.message.includes(hint), error!.message);
      }
    }
  });
}

test('every command that reads datasets says it in one line, and writes nothing', async t => {
  const path = fileOf(gzipSync(JSON.stringify(EXAMPLES['a BeerQA record'])));
  for (const args of [
    ['parse', path],
    ['index', path],
    ['synth', path, '--max-seq-length', '1k', '--out', '-'],
    ['keychain', path, '--max-seq-length', '2k', '--out', '-'],
    ['relevant-only', path, '--out', '-'],
  ]) {
    const { code, stdout, stderr } = await command(args);
    t.is(code, 1);
    t.is(stdout, '');
    t.regex(
      stderr,
      /^error: INPUT_FORMAT: [^\n]* is a BeerQA record, which is not read: [^\n]*\n$/,
    );
  }
});

test('with a format that is named, a reject says what the record looks like', async t => {
  const records = [RECORDS.musique(), EXAMPLES['a KILT record']![0], RECORDS.hotpotqa()];
  const { questions, rejects } = await parseText(JSON.stringify(records), { format: 'hotpotqa' });
  t.is(questions.length, 1);
  t.regex(rejects[0]!.message, /; it looks like a MuSiQue record$/);
  t.regex(rejects[1]!.message, /; it looks like a KILT record$/);
});

test('broken records first do not keep the others from being read', async t => {
  const broken = [{}, 7, null, 'x', [], { question: 'Where?', answer: 'here' }];
  for (const write of Object.values(CONTAINERS)) {
    const { questions, rejects, error } = await parseText(write([...broken, ...known]));
    t.is(error, undefined);
    t.is(questions.length, known.length + 1);
    t.deepEqual(
      rejects.map(({ record, code }) => [record, code]),
      broken.map((_, record) => [record, 'RECORD_INVALID']),
    );
  }
});

test('an input without any known record is given up at its thousandth', async t => {
  const lines = (count: number) => '{"a":1}\n'.repeat(count);
  const own = `${JSON.stringify(RECORDS.questions())}\n`;
  const enough = await parseText(lines(1000) + own);
  t.deepEqual([enough.error, enough.questions.length, enough.rejects.length], [undefined, 1, 1000]);
  const tooMany = await parseText(lines(1001) + own);
  t.like(tooMany.error, { code: 'INPUT_FORMAT' });
  t.regex(tooMany.error!.message, /^f: the record at byte 0 has none of the known shapes/);
  t.deepEqual(tooMany.rejects, []);
});

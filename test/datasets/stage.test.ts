import { appendFileSync } from 'node:fs';
import test from 'ava';
import { parse } from '../../lib/datasets/parse.js';
import { readQuestions } from '../../lib/datasets/read-questions.js';
import { uniqueIds } from '../../lib/datasets/unique-ids.js';
import type { Question } from '../../lib/records/question.js';
import { testLifeCycle, testSourceLife } from '../support/stage-life.js';
import { fileOf, ownRecord, zipOf } from './fixtures.js';

/** A line of 64 KB: a few of them are what `parse` takes ahead. */
const line = (n: number): Buffer =>
  Buffer.from(`${JSON.stringify({ ...ownRecord(`q${n}`), note: 'x'.repeat(1 << 16) })}\n`);

const STAGE = {
  input: line,
  output: (n: number) => `q${n}`,
  known: (questions: Question[]) => questions.map(({ id }) => id),
  failing: {
    input: (n: number) => (n < 2 ? line(n) : Buffer.from('{"id": nope}\n')),
    error: { code: 'INPUT_SYNTAX' },
  },
  withoutInput: { code: 'INPUT_FORMAT' },
};

testLifeCycle<Buffer, Question>(test, 'parse', { ...STAGE, make: () => parse() });

testLifeCycle<Buffer, Question>(test, 'parse of an array', {
  ...STAGE,
  make: () => parse(),
  input: n => Buffer.concat([Buffer.from(n === 0 ? '[' : ','), line(n)]),
  ending: Buffer.from(']'),
  failing: {
    input: n => (n === 0 ? Buffer.from(`[${line(n)}`) : Buffer.from(n === 1 ? `,${line(n)}` : '}')),
    error: { code: 'INPUT_SYNTAX' },
  },
});

testLifeCycle<Buffer, Question>(test, 'parse that checks ids', {
  ...STAGE,
  make: () => parse({ check: uniqueIds() }),
});

const COUNT = 2500;
const dataset = Buffer.concat(
  Array.from({ length: COUNT }, (_, n) =>
    Buffer.from(`${JSON.stringify({ ...ownRecord(`q${n}`), note: 'x'.repeat(4000) })}\n`),
  ),
);

for (const [form, stored] of Object.entries({
  plain: dataset,
  'a zip': zipOf([{ name: 'x.jsonl', data: dataset }]),
})) {
  const file = fileOf(stored);
  const cut = fileOf(form === 'plain' ? dataset : zipOf([{ name: 'x', data: dataset, crc: 1 }]));
  if (form === 'plain') appendFileSync(cut, '{"id": ');
  testSourceLife(test, `readQuestions of ${form}`, {
    make: () => readQuestions(file),
    count: COUNT,
    failing: {
      make: () => readQuestions(cut),
      error: { code: form === 'plain' ? 'INPUT_TRUNCATED' : 'INPUT_COMPRESSION' },
    },
  });
}

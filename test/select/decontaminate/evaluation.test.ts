import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { evaluationOf, LONGEST_SEARCHED } from '../../../lib/select/decontaminate/evaluation.js';
import { wordsOf } from '../../../lib/select/decontaminate/words.js';
import { tempDir } from '../../support/temp-dir.js';

const lines = (texts: readonly string[]): string =>
  texts.map(question => `${JSON.stringify({ question })}\n`).join('');

async function evaluating(t: ExecutionContext, ...contents: (string | Buffer)[]) {
  const dir = await tempDir(t);
  const files = contents.map((_, i) => join(dir, `f${i}`));
  await Promise.all(files.map((file, i) => writeFile(file, contents[i]!)));
  const warnings: string[] = [];
  const evaluation = await evaluationOf(files, message => warnings.push(message));
  t.teardown(() => evaluation.close());
  return { ...evaluation, warnings, files };
}

test('words are compared without case, punctuation, blanks and forms of letters', t => {
  t.deepEqual(wordsOf('  Who’s "the U.S.\n\tSENATOR"-elect, in 2,016?'), [
    ...['whos', 'the', 'us', 'senator', 'elect', 'in', '2', '016'],
  ]);
  t.deepEqual(wordsOf('Caf\u0065\u0301 \uff21\ufb01'), ['café', 'afi']);
  t.deepEqual(wordsOf(' ?! '), []);
});

const LONG =
  'Which of the two rivers that run past the old mill of Skarvholm was named by its first keeper?';

test('what a question has in common with a set is said with its file, record and id', async t => {
  const { overlap, files } = await evaluating(
    t,
    lines(['Other?', 'Who was it?']),
    `${JSON.stringify({ id: 'e7', question: LONG })}\n`,
  );
  t.deepEqual(overlap('who  was IT'), { file: files[0]!, record: 1, how: 'stands' });
  t.deepEqual(overlap(LONG.toUpperCase().replaceAll(' ', ' - ')), {
    ...{ file: files[1]!, record: 0, id: 'e7', how: 'stands' },
  });
  const planted = `And now, please: ${LONG.split(' ').slice(3, 16).join(', ')}`;
  t.deepEqual(overlap(planted), { file: files[1]!, record: 0, id: 'e7', how: 'shares' });
  t.is(overlap(LONG.split(' ').with(9, 'new').join(' ')), undefined, 'twelve words are not enough');
  t.is(overlap('Was it?')?.how, 'stands', 'a short one may stand in another');
  t.is(overlap('?'), undefined);
});

test('in a long text a short question is not looked for, and 13 words are', async t => {
  const words = Array.from({ length: LONGEST_SEARCHED + 1 }, (_, i) => `w${i}`);
  const { overlap } = await evaluating(t, lines([words.join(' ')]));
  t.is(overlap('w3 w4 w5'), undefined);
  t.is(overlap(words.slice(100, 113).join(' '))?.how, 'stands');
  t.is(overlap(['x', ...words.slice(240)].join(' '))?.how, 'shares');
});

const record = { id: 'e', question: 'Who was it?' };
const FORMS: Record<string, string | Buffer> = {
  'JSON lines': `${JSON.stringify(record)}\n`,
  'an array': JSON.stringify([record]),
  'an array of texts': JSON.stringify([record.question]),
  'a document with data': JSON.stringify({
    version: 'v2.0',
    data: [{ title: 'T', paragraphs: [{ context: 'C', qas: [record] }] }],
  }),
  gzip: gzipSync(JSON.stringify(record)),
};

for (const [form, content] of Object.entries(FORMS)) {
  test(`an evaluation set is read from ${form}`, async t => {
    const { overlap, warnings } = await evaluating(t, content);
    t.is(overlap('Who was it')?.record, 0);
    t.deepEqual(warnings, []);
  });
}

test('records that ask nothing are told; a file of nothing else is refused', async t => {
  const some = await evaluating(t, `${lines(['Who?'])}{"a":1}\n`);
  t.regex(some.warnings[0]!, /f0: 1 of 2 records ask nothing/);
  const error = { code: 'INPUT_FORMAT', message: /1 of 1 records ask nothing; expected/ };
  await t.throwsAsync(evaluating(t, '{"a":1}\n'), error);
  const empty = await evaluating(t, '', lines(['Who?']));
  t.regex(empty.warnings.join(), /f0: no record there/);
  t.is(empty.overlap('who')?.file, empty.files[1]);
});

test('every overlap is found, and none that is not there', async t => {
  const word = fc.constantFrom('a', 'b', 'c');
  const plain = fc.array(word, { minLength: 1, maxLength: 40 });
  const seams = ['', '?', ' -- ', ', ', '\n'];
  const dressed = (words: readonly string[], seed: number): string =>
    words
      .map((each, i) => ((seed >> (i % 7)) & 1 ? each.toUpperCase() : each))
      .map((each, i) => `${each}${seams[(seed + i) % seams.length]}`)
      .join(' ');
  const padded = (words: readonly string[]): string => ` ${words.join(' ')} `;
  const overlaps = (asked: readonly string[], text: readonly string[]): boolean => {
    if (padded(text).includes(padded(asked))) return true;
    return asked.some((_, at) => {
      const run = asked.slice(at, at + 13);
      return run.length === 13 && padded(text).includes(padded(run));
    });
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(plain, { minLength: 1, maxLength: 3 }),
      fc.array(plain, { minLength: 1, maxLength: 10 }),
      fc.nat(1000),
      // Where a run of a text is planted in a question, and how much of it.
      fc.record({ before: plain, from: fc.nat(39), words: fc.integer({ min: 1, max: 20 }) }),
      async (texts, questions, seed, { before, from, words }) => {
        const { overlap } = await evaluating(t, lines(texts.map(each => dressed(each, seed))));
        const run = texts[0]!.slice(from, from + words);
        for (const asked of [...questions, [...before, ...run], run]) {
          if (asked.length === 0) continue;
          const isThere = texts.some(text => overlaps(asked, text));
          t.is(overlap(dressed(asked, seed + 1)) !== undefined, isThere, asked.join(' '));
        }
      },
    ),
    { numRuns: 40 },
  );
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { exclusionOf } from '../../../lib/select/exclude/exclusion.js';
import { excludedFiles } from '../../../lib/select/exclude/files.js';
import { tempDir } from '../../support/temp-dir.js';

const asked = (dataset: string, id: string, question: string) => ({ dataset, id, question });
const lines = (records: readonly unknown[]): string =>
  records.map(each => `${JSON.stringify(each)}\n`).join('');

async function excluding(t: ExecutionContext, ...contents: (string | Buffer)[]) {
  const dir = await tempDir(t);
  const files = contents.map((_, i) => join(dir, `f${i}`));
  await Promise.all(files.map((file, i) => writeFile(file, contents[i]!)));
  const warnings: string[] = [];
  const exclusion = await exclusionOf(files, message => warnings.push(message));
  t.teardown(() => exclusion.close());
  return { ...exclusion, warnings };
}

test('a question is known by its id in its dataset, and by its text in others', async t => {
  const { has } = await excluding(t, lines([asked('a', '1', 'Who was it?')]));
  t.true(has(asked('a', '1', 'Something else?')));
  t.false(has(asked('a', '2', 'Who was it?')), 'its dataset tells the two apart');
  t.true(has(asked('b', '2', 'WHO  was it')));
  t.false(has(asked('b', '1', 'Who was she?')));
});

test('a text that two datasets have, or that has no id, is asked in none', async t => {
  const two = await excluding(
    t,
    lines([asked('a', '1', 'Who?'), asked('b', '1', 'who'), asked('a', '1', 'Who?')]),
  );
  t.true(two.has(asked('a', '9', 'Who?')));
  const none = await excluding(t, lines([{ question: 'Who?' }]));
  t.true(none.has(asked('a', '9', 'Who?')));
  t.false(none.has(asked('a', '9', '?')));
});

const FORMS: Record<string, string | Buffer> = {
  'an id a line': 'q1\n\nq2\n',
  'with quotation marks': '"q1"\n"q2"\n',
  CSV: 'id,level\nq1,hard\nq2,easy\n',
  'JSON lines': lines([{ id: 'q1' }, { _id: 'q2' }]),
  'an array of ids': '[ "q1", "q2" ]',
  'an array of records': '\n[{"id":"q1"},{"id":"q2"}]',
  'UTF-16': Buffer.from('\ufeff"q1"\nq2\n', 'utf16le'),
  'a mark of UTF-8': `\ufeff${lines([{ id: 'q1' }, { id: 'q2' }])}`,
  gzip: gzipSync(lines([{ id: 'q1' }, { id: 'q2' }])),
};

for (const [form, content] of Object.entries(FORMS)) {
  test(`ids are read from ${form}, of whichever dataset they are`, async t => {
    const { has, warnings } = await excluding(t, content);
    for (const id of ['q1', 'q2']) t.true(has(asked('any', id, 'x')));
    t.false(has(asked('any', 'q3', 'x')));
    t.deepEqual(warnings, []);
  });
}

test('records that name no question are told; a file of nothing else is refused', async t => {
  const some = await excluding(t, lines([{ id: 'q1' }, { a: 1 }]));
  t.regex(some.warnings[0]!, /f0: 1 of 2 records name no question/);
  await t.throwsAsync(excluding(t, lines([{ a: 1 }])), {
    code: 'INPUT_FORMAT',
    message: /1 of 1 records name no question; expected/,
  });
  t.false((await excluding(t, '')).has(asked('a', '1', 'x')), 'an output may be empty');
});

test('what is excluded is what a set would say', async t => {
  const question = fc.record({
    dataset: fc.constantFrom('a', 'b', 'c'),
    id: fc.constantFrom('1', '2', '3', '4'),
    question: fc.constantFrom('Who?', 'who', 'Where', 'When?'),
  });
  const fold = (text: string): string => text.toLowerCase().replace('?', '');
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 1 }), question, async (before, one) => {
      const { has } = await excluding(t, lines(before));
      const isThere = before.some(
        each =>
          (each.dataset === one.dataset && each.id === one.id) ||
          (each.dataset !== one.dataset && fold(each.question) === fold(one.question)),
      );
      t.is(has(one), isThere);
    }),
    { numRuns: 30 },
  );
});

test('beside an output its rejects are read; of what is found the same is found', async t => {
  const dir = await tempDir(t);
  const at = (name: string): string => join(dir, name);
  for (const name of ['s.jsonl.gz', 's.rejects.jsonl.gz', 'o.parquet', 'ids.txt']) {
    await writeFile(at(name), '');
  }
  const all = [at('o.parquet'), at('s.jsonl.gz'), at('s.rejects.jsonl.gz')];
  t.deepEqual(await excludedFiles([dir]), all);
  t.deepEqual(await excludedFiles([at('ids.txt'), at('s.jsonl.gz')]), [
    at('ids.txt'),
    ...all.slice(1),
  ]);
  t.deepEqual(await excludedFiles(all), all);
  await t.throwsAsync(excludedFiles([at('none')]), { code: 'INPUT_MISSING' });
});

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { command } from '../support/command.js';
import { madePassage, madeQuestion } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';

/** What a passage may have that reads like an inserted pair or a passage's header, or nearly so. */
const TEXTS = [
  '{"0f8fad5b-d9cb-469f-a165-70867728950e": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}.',
  '{"k":"v"}',
  '{ "k" :\n"v" }',
  '{"k": "v", "w": "x"}',
  '{"": ""}',
  '{"k\nl": "v"}',
  '{"a\\"b": "c"}.',
  '{"\\u0041": "v"}.',
  '{"k"\u00a0: "v"}',
  '{"k": 1}',
  'See {"k": "v"} there.',
  'Document 2: Some title',
  'It came.\nDocument 3: Another',
  '{"k": "',
];

/** A question whose passage number 2 has a text, as its title or its text, supporting or not. */
const questions = TEXTS.flatMap((text, i) =>
  [
    { title: 'Of its own', text, supporting: false },
    { title: text, text: 'It is here. It was there.', supporting: false },
    { title: 'Supporting', text: `${text} It is here. It was there.`, supporting: true },
  ].map((passage, way) => {
    const number = i * 3 + way;
    const own = Array.from({ length: 3 }, (_, n) => ({
      ...madePassage(number * 4 + n),
      supporting: n < 2,
    }));
    return madeQuestion(number, { passages: [...own.slice(0, 2), passage, ...own.slice(2)] });
  }),
);

for (const name of ['keychain', 'synth', 'relevant-only']) {
  for (const flat of [false, true]) {
    test(`${name}${flat ? ' without line feeds' : ''}: whatever a question's own passages read like, verify takes its sample`, async t => {
      const root = await tempDir(t);
      const file = join(root, 'questions.jsonl');
      const out = join(root, 'out');
      await writeFile(file, questions.map(each => `${JSON.stringify(each)}\n`).join(''));
      const { code, stderr } = await command([
        ...[name, file, '--corpus', join(root, 'corpus'), '--save-dir', out, '--quiet'],
        ...(name === 'relevant-only' ? [] : ['--max-seq-length', '1k']),
        ...(flat ? ['--remove-newline-tab'] : []),
      ]);
      t.is(code, 3, stderr);
      const verified = await command(['verify', out, '--dataset', file, '--quiet']);
      t.is(verified.code, 0, verified.stdout + verified.stderr);

      let samples = 0;
      const codes = new Set<string>();
      for (const each of await readdir(out, { recursive: true })) {
        if (!each.endsWith('.gz')) continue;
        const lines = gunzipSync(await readFile(join(out, each)))
          .toString()
          .trimEnd()
          .split('\n');
        if (each.includes('rejects')) {
          for (const line of lines) codes.add((JSON.parse(line) as { code: string }).code);
        } else samples += lines.length;
      }
      t.deepEqual([...codes], ['PASSAGE_MISLEADS']);
      t.true(samples >= TEXTS.length * 2, 'only what supports cannot be left out');
    });
  }
}

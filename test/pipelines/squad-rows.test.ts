import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import { worldRecords } from '../../lib/world/index.js';
import { command } from '../support/command.js';
import '../support/own-cache.js';
import { tempDir } from '../support/temp-dir.js';

test('the rows of SQuAD in any order: fillers are paragraphs of the same article first', async t => {
  const rows = [...worldRecords('squad', { questions: 180, seed: 3 })].flatMap(
    ({ title, paragraphs }) =>
      paragraphs.flatMap(({ context, qas }) =>
        qas.map(({ id, question, answers }) => ({
          ...{ id, title, context, question },
          answers: {
            text: answers.map(({ text }) => text),
            answer_start: answers.map(answer => answer.answer_start),
          },
        })),
      ),
  );
  // Its factor has none in common with their number: each is taken once, far from its neighbours.
  t.is(rows.length, 180);
  const apart = rows.map((_, i) => rows[(i * 67) % rows.length]!);
  const file = join(await tempDir(t), 'rows.jsonl');
  await writeFile(file, apart.map(row => `${JSON.stringify(row)}\n`).join(''));
  const { code, stdout } = await command([
    ...['synth', file, '--max-seq-length', '1k', '--out', '-', '--quiet'],
  ]);
  t.is(code, 0);
  const samples = stdout.trimEnd().split('\n');
  t.is(samples.length, rows.filter(({ answers }) => answers.text.length > 0).length);
  /** How much of each context is of the question's article. */
  const shares: number[] = [];
  for (const line of samples) {
    const { context, meta } = JSON.parse(line) as Sample;
    const row = rows.find(({ id }) => id === meta.question_id)!;
    const titles = [...context!.matchAll(/^Document \d+:\n(.*)$/gm)].map(([, title]) => title);
    t.true(titles.length > 1);
    shares.push(titles.filter(title => title === row.title).length / titles.length);
  }
  // What fits best into the rest of the room may be of another.
  t.true(shares.reduce((sum, share) => sum + share, 0) / shares.length > 0.8);
});

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { report } from '../../pipelines/report.js';
import { anySample } from '../support/sample.js';
import { tempDir } from '../support/temp-dir.js';

const GOLDEN = join('test', 'golden', 'report.json');

/** Two models on a few samples of two lengths, and what a run has rejected. */
function records(): object[] {
  const score = (correct: number) => ({
    extracted: '',
    em: 0,
    cem: correct,
    f1: correct / 2,
    correct,
  });
  return [0, 1, 2, 3].flatMap(number => {
    const sample = anySample(number, { length: 2000 + number });
    const max_seq_length = number % 2 === 0 ? 4096 : 8192;
    const meta = { ...sample.meta, max_seq_length, hops: 2 + (number % 3) };
    return ['first', 'second'].map((judged_by, model) => {
      const right = [0, 1, 2, 3].map(i => Number(i < number + model));
      const rollouts = right.map(() => ({ text: 'x', finish_reason: 'stop' }));
      const pass_count = right.reduce((sum, each) => sum + each, 0);
      return { ...sample, meta, rollouts, scores: right.map(score), pass_count, judged_by };
    });
  });
}

test('the figures as JSON are those of the golden file', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'answers.jsonl');
  await writeFile(
    file,
    records()
      .map(record => `${JSON.stringify(record)}\n`)
      .join(''),
  );
  await report({ records: [file], out: join(dir, 'report.html') });
  const json = await readFile(join(dir, 'report.json'), 'utf8');
  if (process.env.UPDATE_GOLDEN) {
    await mkdir(join('test', 'golden'), { recursive: true });
    await writeFile(GOLDEN, json);
  }
  t.is(json, await readFile(GOLDEN, 'utf8'));
});

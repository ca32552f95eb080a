import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { Sample } from '../../../lib/records/sample.js';
import { command, commandOutput } from '../../support/command.js';
import { pipeOutput } from '../../support/pipe.js';
import { anySample } from '../../support/sample.js';
import { tempDir } from '../../support/temp-dir.js';

/** A sample of a question at a length. */
function sampleAt(question: number, length: number): Sample {
  const { meta, ...sample } = anySample(question, { input: `Who keeps lantern ${question}?` });
  return {
    ...sample,
    id: `made/q${question}/${length}`,
    meta: { ...meta, max_seq_length: length },
  };
}

const linesOf = (samples: readonly Sample[]): string =>
  samples.map(sample => `${JSON.stringify(sample)}\n`).join('');

test('no question stands in two files, at whichever lengths it stands in whichever file', async t => {
  const dir = await tempDir(t);
  const numbers = Array.from({ length: 160 }, (_, i) => i);
  await writeFile(join(dir, 'a.jsonl'), linesOf(numbers.map(i => sampleAt(i, 4096))));
  const others = [...numbers].reverse().filter(i => i % 3 > 0);
  await writeFile(join(dir, 'b.jsonl'), linesOf(others.map(i => sampleAt(i, 8192))));
  const out = join(dir, 'out');
  const files = [join(dir, 'a.jsonl'), join(dir, 'b.jsonl')];
  const args = ['export', ...files, '--to', 'swift', '--out', out];
  await commandOutput([...args, '--start-index', '10', '--end-index', '40']);
  const questions: Record<string, Set<string>> = {};
  let rows = 0;
  for (const name of (await readdir(out)).filter(name => name.endsWith('.jsonl'))) {
    const ids = (await readFile(join(out, name), 'utf8'))
      .trimEnd()
      .split('\n')
      .map(line => (JSON.parse(line) as { id: string }).id);
    rows += ids.length;
    questions[name] = new Set(ids.map(id => id.split('/')[1]!));
  }
  const { 'train.jsonl': train, 'test.jsonl': tested, 'valid.jsonl': valid } = questions;
  t.deepEqual(
    [...train!].sort(),
    numbers
      .slice(10, 40)
      .map(i => `q${i}`)
      .sort(),
  );
  t.deepEqual([tested!.size, valid!.size], [30, 100]);
  t.is(new Set([...train!, ...tested!, ...valid!]).size, 160);
  t.is(rows, 160 + others.length);

  // The same again gives the same bytes.
  const again = join(dir, 'again');
  await commandOutput([...args.with(-1, again), '--start-index', '10', '--end-index', '40']);
  for (const name of Object.keys(questions)) {
    t.deepEqual(await readFile(join(again, name)), await readFile(join(out, name)));
  }
});

test('a question that comes as a sample, as a row and under another id stands in one file', async t => {
  const dir = await tempDir(t);
  const samples = Array.from({ length: 120 }, (_, i) => sampleAt(i, 4096));
  const again = samples.map(({ meta, ...sample }, i) => ({
    ...sample,
    id: `other/${119 - i}/4096`,
    input: ` ${sample.input.toUpperCase()}`,
    meta: { ...meta, dataset: 'other', question_id: `${119 - i}` },
  }));
  const rows = samples.map(({ id, input }, i) => ({
    data_source: i % 2 === 0 ? 'custom_longcontextqa_made' : 'theirs',
    prompt: [{ role: 'user', content: `${i}` }],
    reward_model: { style: 'rule', ground_truth: ['A'] },
    extra_info: i % 2 === 0 ? { id } : { question: input },
  }));
  const file = join(dir, 'a.jsonl');
  const shuffled = [...rows.slice(60).reverse(), ...samples, ...rows.slice(0, 60), ...again];
  await writeFile(file, shuffled.map(record => `${JSON.stringify(record)}\n`).join(''));
  const out = join(dir, 'out');
  await commandOutput(['export', file, '--to', 'swift', '--out', out, '--end-index', '10']);
  const counts: Record<string, number> = {};
  const seen = new Set<number>();
  for (const name of ['train', 'test', 'valid']) {
    const lines = (await readFile(join(out, `${name}.jsonl`), 'utf8')).trimEnd().split('\n');
    counts[name] = lines.length;
    const numbers = lines.map(line => {
      const { question_text: text, messages } = JSON.parse(line);
      return Number(/lantern (\d+)/i.exec(text)?.[1] ?? messages[0].content);
    });
    for (const number of new Set(numbers)) {
      t.false(seen.has(number), `${number}`);
      seen.add(number);
    }
  }
  t.deepEqual(counts, { train: 30, test: 30, valid: 300 });
});

test('what is left out has no position, and what is piped is dealt out, too', async t => {
  const dir = await tempDir(t);
  const samples = Array.from({ length: 8 }, (_, i) => sampleAt(i, 4096));
  const flawed = samples.map((sample, i) =>
    i % 2 === 0 ? sample : { ...sample, answers: ['no'] },
  );
  const sound = flawed.map(sample =>
    sample.answers.length > 1 ? { ...sample, answers: ['A keeper'] } : sample,
  );
  const file = join(dir, 'a.jsonl');
  await writeFile(file, linesOf(sound));
  const out = join(dir, 'out');
  const args = ['export', file, '--to', 'swift', '--end-index', '2', '--drop-unjudgeable'];
  await commandOutput([...args, '--out', out]);
  const train = (await readFile(join(out, 'train.jsonl'), 'utf8')).trimEnd().split('\n');
  t.deepEqual(
    train.map(line => (JSON.parse(line) as { id: string }).id),
    ['made/q0/4096', 'made/q2/4096'],
  );
  // Standard input is read twice, too.
  const piped = join(dir, 'piped');
  await pipeOutput(['export', '-', ...args.slice(2), '--out', piped], {
    input: await readFile(file, 'utf8'),
  });
  t.is(await readFile(join(piped, 'train.jsonl'), 'utf8'), `${train.join('\n')}\n`);
  const one = await command([...args, '--out', join(dir, 'one.jsonl')]);
  t.is(one.code, 2);
  t.regex(one.stderr, /is one file, .* name a folder/);
});

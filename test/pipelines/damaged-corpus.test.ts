import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { command } from '../support/command.js';
import { madeQuestion } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';

/** Two datasets whose corpora are on disk already, and what makes samples of both. */
async function world(t: ExecutionContext) {
  const root = await tempDir(t);
  for (const [at, name] of ['one', 'two'].entries()) {
    const questions = Array.from({ length: 100 }, (_, i) => madeQuestion(at * 1000 + i));
    const lines = questions.map(question => `${JSON.stringify(question)}\n`).join('');
    await writeFile(join(root, `${name}.jsonl`), lines);
  }
  const make = (out: string) =>
    command([
      ...['keychain', join(root, 'one.jsonl'), join(root, 'two.jsonl')],
      ...['--corpus', join(root, 'corpora'), '--max-seq-length', '1k', '--workers', '2'],
      ...['--save-dir', join(root, out), '--quiet'],
    ]);
  const first = await make('first');
  t.is(first.code, 0, first.stderr);
  const dataFiles = (await readdir(join(root, 'corpora'), { recursive: true }))
    .filter(name => name.endsWith('.bin'))
    .sort()
    .map(name => join(root, 'corpora', name));
  return { root, make, dataFiles };
}

const samplesIn = async (dir: string): Promise<string[]> =>
  (await readdir(dir, { recursive: true })).filter(name => !name.includes('partial')).sort();

test('a corpus that turns out to be damaged ends the run; the datasets before it keep their samples', async t => {
  const { root, make, dataFiles } = await world(t);
  t.is(dataFiles.length, 2);
  const [, second] = dataFiles;
  const bytes = await readFile(second!);
  await writeFile(second!, bytes.fill(0, 0, bytes.length / 2));
  const { code, stderr } = await make('second');
  t.is(code, 1);
  t.regex(stderr, /^error: CORPUS_UNUSABLE: [^\n]*damaged[^\n]*delete this file[^\n]*\n$/);
  t.true(stderr.includes(second!), stderr);
  const whole = await samplesIn(join(root, 'first/one'));
  t.true(whole.length > 1);
  t.deepEqual(await samplesIn(join(root, 'second/one')), whole);
  t.deepEqual(
    (await samplesIn(join(root, 'second'))).filter(name => name.endsWith('.gz')),
    whole.filter(name => name.endsWith('.gz')).map(name => join('one', name)),
  );
});

test('a corpus that was cut is built again by itself', async t => {
  const { root, make, dataFiles } = await world(t);
  for (const file of dataFiles) await writeFile(file, (await readFile(file)).subarray(0, 1000));
  const { code, stderr } = await make('second');
  t.is(code, 0, stderr);
  for (const name of await samplesIn(join(root, 'first'))) {
    if (!name.endsWith('.jsonl.gz')) continue;
    const [before, after] = await Promise.all(
      ['first', 'second'].map(out => readFile(join(root, out, name))),
    );
    t.true(before!.equals(after!), name);
  }
});

import { readdir, readFile, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import { pipe, pipeOutput } from '../support/pipe.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { madeFile } from '../tokenize/sentencepiece/made-model.js';
import { FOREIGN, KNOWN } from '../tokenize/sentencepiece/shapes.js';

/** Counted by rules of our own, added up or not, and by the library. */
const MODELS = {
  'Llama 2': KNOWN['Llama 2']!,
  Gemma: KNOWN['Gemma, with pieces of its own']!,
  Unigram: FOREIGN['Unigram with bytes']![0],
};

const linesIn = async (dir: string): Promise<string> => {
  const [name] = (await readdir(dir)).filter(each => each.endsWith('.gz'));
  return gunzipSync(await readFile(join(dir, name!))).toString();
};

for (const [name, model] of Object.entries(MODELS)) {
  test.serial(`samples keep their budget with a SentencePiece model: ${name}`, async t => {
    const dataset = await worldFile(t, 'hotpotqa', 12);
    const path = await madeFile(model);
    // As RULER spells them.
    const tokenizer = [`--tokenizer_path=${path}`, '--tokenizer_type=nemo'];
    const made: string[] = [];
    for (const workers of ['1', '2']) {
      const dir = await tempDir(t);
      const options = ['--max_seq_length=16384', '--save_dir', dir, '--save_name=w'];
      const args = ['keychain', dataset, ...options, '--workers', workers, ...tokenizer];
      await pipeOutput(args);
      const verified = await pipe(['verify', ...tokenizer, dir, '--dataset', dataset]);
      t.is(verified.code, 0, verified.stdout);
      made.push(await linesIn(join(dir, 'w')));
    }
    t.is(made[0], made[1]);
    const samples = made[0]!
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Sample);
    t.is(samples.length, 12);
    for (const { length, meta } of samples) {
      t.true(length <= 16384 && length > 0.97 * 16384, `${length}`);
      t.like(meta.tokenizer, { type: 'nemo', name: 'tokenizer.model' });
    }
  });
}

test.serial('a manifest finds its model where it was, and where it has moved', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 5);
  const path = await madeFile(KNOWN['Llama 2']!);
  const dir = await tempDir(t);
  const options = ['--max-seq-length', '8k', '--save-dir', dir, '--save-name', 'w'];
  const tokenizer = ['--tokenizer-type', 'nemo', '--tokenizer-path', dirname(path)];
  await pipeOutput(['keychain', dataset, ...options, ...tokenizer]);
  const names = await readdir(join(dir, 'w'));
  const manifest = join(dir, 'w', names.find(each => each.endsWith('.manifest.json'))!);
  const found = await pipe(['run', manifest, '--save-dir', await tempDir(t)]);
  t.is(found.code, 0, found.stderr);
  // Under its own name, which samples have in `meta`.
  const moved = join(await tempDir(t), basename(path));
  await rename(path, moved);
  const again = ['run', manifest, '--save-dir', await tempDir(t)];
  const lost = await pipe(again);
  t.is(lost.code, 1);
  t.regex(lost.stderr, /INPUT_MISSING: tokenizer tokenizer\.model:.*name it with --input/);
  t.is((await pipe([...again, '--input', moved])).code, 0);
  const other = join(dirname(moved), 'other.model');
  await rename(moved, other);
  // What was made before is found, whatever the file is called; elsewhere it is made.
  t.is((await pipe([...again, '--input', other])).code, 0);
  const elsewhere = ['run', manifest, '--save-dir', await tempDir(t)];
  const renamed = await pipe([...elsewhere, '--input', other]);
  t.is(renamed.code, 1);
  t.regex(
    renamed.stderr,
    /lines differ\n.*the tokenizer's name: tokenizer\.model, now other\.model$/m,
  );
  t.notRegex(renamed.stderr, /a fault of this program/);
});

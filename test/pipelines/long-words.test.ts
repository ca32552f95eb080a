import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { worldRecords } from '../../lib/world/index.js';
import { command } from '../support/command.js';
import { tempDir } from '../support/temp-dir.js';

/** Words that a pattern made of them could not hold, or would misread. */
const WORDS: [string, string][] = [
  ['7,000 letters', 'a'.repeat(7000)],
  ['7,000 letters outside ASCII', 'é'.repeat(7000)],
  ['signs of patterns', '(a+)+$[^x]*\\b{2,}|?'.repeat(300)],
];

for (const [name, word] of WORDS) {
  test(`a question with a word of ${name} is one like any other`, async t => {
    const dir = await tempDir(t);
    const file = join(dir, 'w.json');
    const records = [...worldRecords('hotpotqa', { questions: 12 })] as { question: string }[];
    records[5]!.question = `Who was ${word}?`;
    await writeFile(file, JSON.stringify(records));
    for (const making of ['keychain', 'synth', 'relevant-only']) {
      const out = join(dir, making);
      const args = [making, file, '--max-seq-length', '32k', '--save-dir', out];
      const made = await command([...args, '--corpus', join(dir, 'corpus'), '--quiet']);
      t.is(made.code, 0, made.stderr);
      t.is((await command(['verify', out, '--quiet'])).code, 0);
    }
  });
}

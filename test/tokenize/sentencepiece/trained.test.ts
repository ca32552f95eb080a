import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { readQuestions } from '../../../lib/datasets/read-questions.js';
import type { Question } from '../../../lib/records/question.js';
import { loadTokenizer } from '../../../lib/tokenize/load.js';
import { tempDir } from '../../support/temp-dir.js';
import { worldFile } from '../../support/world.js';
import { anyText, promptText } from '../texts.js';

/** Whether SentencePiece itself is there: Debian has it as `sentencepiece`. */
const hasSentencePiece = await promisify(execFile)('spm_train', ['--version']).then(
  () => true,
  () => false,
);
const run = hasSentencePiece ? test.serial : test.serial.skip;
const unless = hasSentencePiece ? '' : ' (skipped: no spm_train)';

/** What people train, by the options of `spm_train`; whether its rules are known here. */
const TRAINED: Readonly<Record<string, { isKnown: boolean; options: string[] }>> = {
  'as Llama 2': {
    isKnown: true,
    options: [
      ...['--model_type=bpe', '--byte_fallback', '--normalization_rule_name=identity'],
      ...['--remove_extra_whitespaces=false', '--split_digits'],
    ],
  },
  'as Gemma': {
    isKnown: true,
    options: [
      ...['--model_type=bpe', '--byte_fallback', '--normalization_rule_name=identity'],
      ...['--remove_extra_whitespaces=false', '--add_dummy_prefix=false'],
      '--user_defined_symbols=\u2581\u2581,\u2581\u2581\u2581,<table>,an',
    ],
  },
  'identity, else as by default': {
    isKnown: true,
    options: ['--model_type=bpe', '--normalization_rule_name=identity'],
  },
  'across words, blanks behind': {
    isKnown: true,
    options: [
      ...['--model_type=bpe', '--normalization_rule_name=identity', '--split_by_whitespace=false'],
      '--treat_whitespace_as_suffix',
    ],
  },
  'BPE by default': { isKnown: false, options: ['--model_type=bpe'] },
  'Unigram by default': { isKnown: false, options: ['--model_type=unigram'] },
  'Unigram with bytes, case folded': {
    isKnown: false,
    options: ['--model_type=unigram', '--byte_fallback', '--normalization_rule_name=nmt_nfkc_cf'],
  },
};

/** Passages of the fictional world, a line each. */
async function worldLines(t: ExecutionContext): Promise<string[]> {
  const lines = new Set<string>();
  for await (const question of readQuestions(await worldFile(t, 'hotpotqa', 60))) {
    for (const { text } of (question as Question).passages) lines.add(text.replaceAll('\n', ' '));
  }
  return [...lines];
}

/** The command takes a line for a text. */
const oneLine = (text: string): string => text.toWellFormed().replaceAll('\n', ' ');

for (const [name, { isKnown, options }] of Object.entries(TRAINED)) {
  run(`a model that SentencePiece trains counts as it does: ${name}${unless}`, async t => {
    const dir = await tempDir(t);
    const lines = await worldLines(t);
    await writeFile(join(dir, 'text'), `${lines.join('\n')}\n`);
    await promisify(execFile)(
      'spm_train',
      [
        ...['--input=text', '--model_prefix=tokenizer', '--vocab_size=700', '--minloglevel=2'],
        ...options,
      ],
      { cwd: dir },
    );
    const made = fc.sample(fc.oneof(anyText, promptText), { seed: 1, numRuns: 1500 });
    const texts = [...made.map(oneLine), ...lines.slice(0, 300)];
    const running = promisify(execFile)(
      'spm_encode',
      ['--model=tokenizer.model', '--output_format=id'],
      { cwd: dir, maxBuffer: 1e9 },
    );
    running.child.stdin!.end(`${texts.join('\n')}\n`);
    const { stdout } = await running;
    const counts = stdout.split('\n').map(line => line.split(' ').filter(Boolean).length);
    const tokenizer = await loadTokenizer({ type: 'nemo', path: dir });
    t.teardown(() => tokenizer.close());
    t.is(tokenizer.unknown === undefined, isKnown, tokenizer.unknown);
    const differing = texts.filter((text, i) => tokenizer.count(text) !== counts[i]);
    t.deepEqual(differing, []);
    t.true(counts.reduce((sum, count) => sum + count, 0) > texts.length);
  });
}

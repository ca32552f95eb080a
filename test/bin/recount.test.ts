import test from 'ava';
import type { FileReport } from '../../lib/verify/report/tally.js';
import { pipe, pipeOutput } from '../support/pipe.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { byteLevelModel, madeFolder } from '../tokenize/byte-level.js';
import { madeFile } from '../tokenize/sentencepiece/made-model.js';
import { FOREIGN, KNOWN } from '../tokenize/sentencepiece/shapes.js';

const BYTES = byteLevelModel([['t', 'h']]);
const GPT2 = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };

/** Who counts: the library, and whether rules of our own do, too. */
const TOKENIZERS: [
  library: string,
  ownRules: boolean,
  type: string,
  path: () => Promise<string>,
][] = [
  ['tiktoken', true, 'openai', async () => 'o200k_base'],
  ['Rust tokenizers', true, 'hf', () => madeFolder({ model: BYTES, pre_tokenizer: GPT2 })],
  [
    'Rust tokenizers',
    false,
    'hf',
    () => madeFolder({ model: BYTES, pre_tokenizer: GPT2, normalizer: { type: 'Nmt' } }),
  ],
  ['SentencePiece', true, 'nemo', () => madeFile(KNOWN['Llama 2']!)],
  ['SentencePiece', false, 'nemo', () => madeFile(FOREIGN['Unigram with bytes']![0])],
];

for (const [library, ownRules, type, path] of TOKENIZERS) {
  const who = ownRules ? 'and our own rules' : 'alone';
  test.serial(`verify says who counted: ${library} ${who} (${type})`, async t => {
    const dataset = await worldFile(t, 'hotpotqa', 60);
    const dir = await tempDir(t);
    const tokenizer = ['--tokenizer-type', type, '--tokenizer-path', await path()];
    await pipeOutput(['synth', dataset, '--max-seq-length', '8k', '--save-dir', dir, ...tokenizer]);

    const verified = await pipe(['verify', ...tokenizer, dir]);
    t.is(verified.code, 0, verified.stdout);
    const both = /by rules of our own in 50 of 60 samples, in the other 10 by these rules alone\./;
    const said = ownRules
      ? new RegExp(`Tokens were counted by ${library} and ${both.source}`)
      : new RegExp(`Tokens were counted by ${library} in all 60 samples\\.`);
    t.regex(verified.stdout, said);
    t.regex(verified.stderr, new RegExp(`60 samples, 0 failed\\. ${said.source}`));

    const all = await pipe(['verify', dir, '--count-all', '--json', ...tokenizer]);
    const { reports } = JSON.parse(all.stdout) as { reports: FileReport[] };
    const counted = { library, byLibrary: 60, byRulesAlone: 0, ownRules };
    t.deepEqual(reports[0]!.counted, counted);
    const summary = JSON.parse(all.stderr.trimEnd().split('\n').at(-1)!);
    const { seconds, ...told } = summary;
    const verdict = { files: 1, samples: 60, failed: 0, counted };
    t.deepEqual(told, { event: 'summary', command: 'verify', ...verdict });
    t.true(seconds > 0);
  });
}

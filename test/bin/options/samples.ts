import { existsSync } from 'node:fs';
import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { openInput } from '../../../lib/input/open.js';
import type { Sink } from '../../../lib/output/sink.js';
import { SINKS } from '../../../lib/output/sinks.js';
import type { Sample } from '../../../lib/records/sample.js';
import {
  type At,
  baseOf,
  baseOutput,
  type Effect,
  type Effects,
  endsWith,
  recordsOf,
  sameLines,
  samplesAre,
  withOptions,
  workersOf,
} from './effect.js';
import { type Ground, reset, run } from './ground.js';
import { STAGE } from './rejects.js';

const inChat =
  (...options: string[]) =>
  ({ chatTemplate }: Ground): string[] => ['--chat-template', chatTemplate, ...options];

/** How samples are made, of `keychain`, `synth`, `relevant-only` and `fill`. */
const MADE: Effects = {
  maxSeqLength: samplesAre('--max-seq-length 900', ({ meta }) => meta.max_seq_length === 900),
  tokensToGenerate: samplesAre(
    '--tokens-to-generate 64',
    ({ meta }) => meta.tokens_to_generate === 64,
  ),
  numSamples: async at => {
    const { stdout } = await withOptions(at, ['--num-samples', '2']);
    at.t.is(recordsOf(stdout).length, 2);
    at.t.is(recordsOf(await baseOutput(at)).length, 6);
  },
  preSamples: async at => {
    const { stdout } = await withOptions(at, ['--pre-samples', '2']);
    const inputs = recordsOf(await baseOutput(at)).map(({ input }) => input);
    at.t.is(recordsOf(stdout)[0]?.input, inputs[2]);
  },
  eachLengthItsOwn: async at => {
    const lengths = ['--max-seq-length', '2k,3k', '--num-samples', '2'];
    const asked = async (...options: string[]): Promise<number[]> =>
      recordsOf((await withOptions(at, [...lengths, ...options])).stdout).map(({ index }) => index);
    at.t.is(new Set(await asked()).size, 2);
    at.t.is(new Set(await asked('--each-length-its-own')).size, 4);
  },
  shuffleQa: async at => {
    const { stdout } = await withOptions(at, ['--shuffle-qa']);
    const asked = (text: string): string[] => recordsOf(text).map(({ input }) => input);
    at.t.notDeepEqual(asked(stdout), asked(await baseOutput(at)));
  },
  filterIdsPath: async at => {
    const { ids, questions } = at.ground;
    const { stdout } = await withOptions(at, ['--filter-ids-path', ids]);
    at.t.deepEqual(
      recordsOf(stdout).map(({ meta }) => meta.question_id),
      questions.slice(0, 3).map(({ id }) => id),
    );
  },
  exclude: async at => {
    const { ids, questions } = at.ground;
    const { stdout } = await withOptions(at, ['--exclude', ids]);
    const asked = recordsOf(stdout).map(({ meta }) => meta.question_id);
    // Those behind them come in their place, where there are any.
    at.t.deepEqual(
      asked.slice(0, 3),
      questions.slice(3, 6).map(({ id }) => id),
    );
    at.t.false(questions.slice(0, 3).some(({ id }) => asked.includes(id)));
  },
  decontaminate: async at => {
    const { evaluation, questions } = at.ground;
    const { stdout } = await withOptions(at, ['--decontaminate', evaluation], 3);
    const asked = recordsOf(stdout).map(({ meta }) => meta.question_id);
    at.t.is(asked[0], questions[3]!.id);
    at.t.false(questions.slice(0, 3).some(({ id }) => asked.includes(id)));
  },
  randomSeed: samplesAre('--random-seed 7', ({ meta }) => meta.seed === 7),
  placement: samplesAre(
    '--placement start',
    ({ meta }) => meta.placement === 'start' && meta.passages[0]?.supporting,
  ),
  sigma: samplesAre('--placement gaussian --sigma 0.01', ({ meta }) => meta.sigma === 0.01),
  clamp: samplesAre('--placement gaussian --clamp 0.1', ({ meta }) => meta.clamp === 0.1),
  template: samplesAre(
    () => ['--template', '{context}\\nMine: {question}'],
    ({ meta }) => meta.template === '{context}\nMine: {question}',
  ),
  passageFormat: samplesAre(
    () => ['--passage-format', 'P{n}: {title} - {text}'],
    ({ context, distractor_context = context }) => distractor_context?.includes('P1: '),
  ),
  chatTemplate: samplesAre(inChat(), ({ meta }) => meta.chat_template.sha256 !== ''),
  sampleSystemPrompt: samplesAre(
    inChat('--sample-system-prompt', 'Careful.'),
    ({ meta }) => meta.sample_system_prompt === 'Careful.',
  ),
  sampleInstruction: samplesAre(
    '--sample-instruction Answer.',
    ({ meta }) => meta.sample_instruction === 'Answer.',
  ),
  chatDate: samplesAre(
    inChat('--chat-date', '2024-07-26'),
    ({ meta }) => meta.chat_template.date === '2024-07-26',
  ),
  chatTemplateKwargs: samplesAre(
    inChat('--chat-template-kwargs', '{"enable_thinking":false}'),
    ({ meta }) => meta.chat_template.kwargs === '{"enable_thinking":false}',
  ),
  removeNewlineTab: samplesAre(
    '--remove-newline-tab',
    ({ context, distractor_context = context }) => !distractor_context?.includes('\n'),
  ),
};

/** Tokenizers, where a corpus is found or made that goes with them. */
const COUNTED: Effects = {
  tokenizerType: samplesAre(
    ({ wordTokenizer }) => ['--tokenizer-type', 'hf', '--tokenizer-path', wordTokenizer],
    ({ meta }) => meta.tokenizer.type === 'hf',
  ),
  tokenizerPath: samplesAre('--tokenizer-path gpt2', ({ meta }) => meta.tokenizer.name === 'gpt2'),
};

/** Where the corpus is one of another tokenizer. */
const OTHERWISE_COUNTED: Effects = {
  tokenizerType: endsWith(
    ({ wordTokenizer }) => ['--tokenizer-type', 'hf', '--tokenizer-path', wordTokenizer],
    1,
    /CORPUS_UNUSABLE: .*counts with openai cl100k_base, not hf/,
  ),
  tokenizerPath: endsWith('--tokenizer-path gpt2', 1, /CORPUS_UNUSABLE: .*, not openai gpt2/),
};

/** What chains are like, of `keychain` and `chain`. */
const CHAINED: Effects = {
  chains: samplesAre('--chains 3', ({ meta }) => meta.chains?.length === 3),
  hops: samplesAre('--hops 2', ({ meta }) => meta.hops === 2 && meta.chain_keys?.length === 2),
  keyFormat: samplesAre('--key-format hex8', ({ chain_head_with_question: head }) =>
    /^[0-9a-f]{8}$/.test(head!),
  ),
  shape: samplesAre('--shape tree --hops 2', ({ meta }) => meta.shape === 'tree'),
  branching: async at => {
    const tree = ['--shape', 'tree', '--hops', '2'];
    const two = await withOptions(at, tree);
    const three = await withOptions(at, [...tree, '--branching', '3']);
    at.t.true(recordsOf(two.stdout).every(({ meta }) => meta.branching === 2));
    at.t.true(recordsOf(three.stdout).every(({ meta }) => meta.branching === 3));
    at.t.not(three.stdout, two.stdout);
  },
  hopOrder: samplesAre('--hop-order forward', ({ meta }) => meta.hop_order === 'forward'),
  preset: samplesAre('--preset loongrl', ({ meta }) => meta.key_format === 'hex8'),
  keepContext: samplesAre('--keep-context', ({ context }) => context !== undefined),
};

/** The room that chains will take, of `fill`: how much of the passages is left. */
const passages = async (at: At, options: string): Promise<number> => {
  const { stdout } = await withOptions(at, options.split(' '));
  return recordsOf(stdout).reduce((sum, { meta }) => sum + meta.passages.length, 0);
};

const room =
  (options: string, other: string): Effect =>
  async at => {
    const few = await passages(at, options);
    at.t.true(few < (await passages(at, other)), `${few}`);
  };

const ROOM: Effects = {
  chains: room('--chains 4', '--chains 1'),
  hops: room('--hops 8', '--hops 2'),
  keyFormat: room('--key-format uuid --chains 6', '--key-format hex8 --chains 6'),
  shape: room('--shape tree', '--shape chain'),
  branching: room('--shape tree --hops 3 --branching 3', '--shape tree --hops 3 --branching 2'),
  hopOrder: sameLines('--hop-order forward'),
  preset: samplesAre('--preset loongrl', ({ meta }) => meta.placement === 'gaussian'),
};

/** Runs a making command into files, and gives the folder below the one that is named. */
async function files(at: At, options: readonly string[], dataset?: string): Promise<string> {
  reset(at.ground.server);
  const dir = at.ground.fresh();
  const [command = '', first = '', ...rest] = baseOf(at).slice(0, -2);
  await run([command, dataset ?? first, ...rest, '--save-dir', dir, ...options]);
  return dir;
}

const dataFile = async (dir: string, folder = 'hotpotqa'): Promise<string> => {
  const names = await readdir(join(dir, folder));
  return join(dir, folder, names.find(name => /\.(jsonl(\.gz|\.zst)?|parquet)$/.test(name))!);
};

/** Where samples go, of the commands that make them of datasets. */
const WRITTEN: Effects = {
  saveDir: async at => {
    const dir = await files(at, []);
    at.t.is((await readdir(join(dir, 'hotpotqa'))).length, 2);
  },
  fresh: async at => {
    const dir = await files(at, []);
    const file = await dataFile(dir);
    const whole = await readFile(file);
    await appendFile(file, 'x');
    const again = [...baseOf(at).slice(0, -2), '--save-dir', dir];
    const { stderr } = await run(again, 1);
    at.t.regex(stderr, /OUTPUT_DIFFERS: .*--fresh/);
    await run([...again, '--fresh']);
    at.t.deepEqual(await readFile(file), whole);
  },
  saveName: async at => {
    at.t.deepEqual(await readdir(await files(at, ['--save-name', 'own'])), ['own']);
  },
  subset: async at => {
    const names = await readdir(join(await files(at, ['--subset', 'train']), 'hotpotqa'));
    at.t.true(names.every(name => name.startsWith('train-')));
  },
  format: async at => {
    for (const [format, { ending, takesLines }] of Object.entries<Sink>(SINKS)) {
      const file = await dataFile(await files(at, ['--format', format]));
      at.t.true(file.endsWith(ending));
      if (!takesLines) at.t.is((await readFile(file)).toString('latin1', 0, 4), 'PAR1');
      else at.t.is(await text(openInput(file)), await baseOutput(at));
    }
  },
  compressionLevel: async at => {
    const [none, most] = await Promise.all(
      ['0', '9'].map(async level => dataFile(await files(at, ['--compression-level', level]))),
    );
    at.t.true((await stat(none!)).size > 1.5 * (await stat(most!)).size);
    at.t.is(gunzipSync(await readFile(most!)).toString(), await baseOutput(at));
  },
  stage: samplesAre(
    ({ stage }) => ['--stage', stage],
    ({ input }) => input === 'of a stage of its own',
  ),
  out: async at => {
    at.t.true(recordsOf(await baseOutput(at)).length > 0);
    const dir = await files(at, []);
    at.t.is(
      gunzipSync(await readFile(await dataFile(dir))).toString(),
      await baseOutput(at),
      'without it the lines are in files',
    );
  },
  workers: async at => {
    at.t.is(await workersOf(() => withOptions(at, ['--workers', '3'])), 3);
  },
  shard: async at => {
    const [first, second] = await Promise.all(
      ['0/2', '1/2'].map(shard => withOptions(at, ['--shard', shard])),
    );
    at.t.is(
      first!.stdout,
      await baseOutput(at),
      'the first row of positions, and there is no more',
    );
    at.t.is(second!.stdout, '');
  },
  shards: async at => {
    const auto = ['--shard', 'auto', '--shards', '2', '--dry-run'];
    at.t.regex((await withOptions(at, auto, 2)).stderr, /neither SLURM_ARRAY_TASK_ID/);
    process.env.JOB_COMPLETION_INDEX = '1';
    try {
      const { stdout } = await withOptions(at, auto);
      at.t.deepEqual(JSON.parse(stdout).plan.shard, { index: 1, of: 2 });
    } finally {
      delete process.env.JOB_COMPLETION_INDEX;
    }
  },
  dryRun: async at => {
    const { stdout } = await withOptions(at, ['--dry-run']);
    const { plan } = JSON.parse(stdout);
    at.t.is(plan.command, at.command);
  },
  corpus: async at => {
    const dir = at.ground.fresh('corpus');
    await withOptions(at, ['--corpus', dir]);
    at.t.true(existsSync(join(dir, 'corpus.json')));
  },
};

/** The HotpotQA world with entities in its texts. */
export const escapedDataset = async ({ ground }: Pick<At, 'ground'>): Promise<string> => {
  const text = await readFile(ground.hotpotqa, 'utf8');
  return ground.file('escaped.json', text.replaceAll(' the ', ' th&#101; '));
};

/** What is read, of the commands that read datasets. */
export const READ: Effects = {
  dataset: async at => {
    const [command = '', file = '', ...rest] = baseOf(at);
    const { stdout } = await run([command, ...rest, '--dataset', file]);
    at.t.is(stdout, await baseOutput(at));
  },
  datasetFormat: async at => {
    const result = await withOptions(at, ['--dataset-format', 'squad'], 1);
    at.t.regex(result.stderr, /INPUT_FORMAT/);
  },
  unescapeEntities: async at => {
    const [command = '', , ...rest] = baseOf(at);
    const escaped = await escapedDataset(at);
    const linesOf = (text: string): string => text.replaceAll(/"corpus":"[^"]*"/g, '');
    const plain = await run([command, escaped, ...rest]);
    const decoded = await run([command, escaped, ...rest, '--unescape-entities']);
    at.t.is(linesOf(decoded.stdout), linesOf(await baseOutput(at)));
    at.t.not(linesOf(plain.stdout), linesOf(await baseOutput(at)));
  },
};

const REJECTED: Effects = { ...STAGE };
const { out: _, ...REJECTED_MAKING } = REJECTED;

const MAKING: Effects = { ...READ, ...MADE, ...COUNTED, ...WRITTEN, ...REJECTED_MAKING };

const CHAIN_TEMPLATE = ['--template', '{context}\\nMine: {chain_head}'];

const isMine: Parameters<typeof samplesAre>[1] = ({ meta }) =>
  meta.template === '{context}\nMine: {chain_head}';

export const KEYCHAIN: Effects = {
  ...MAKING,
  ...CHAINED,
  template: samplesAre(() => CHAIN_TEMPLATE, isMine),
};

/** Of a preset, where there are no chains. */
const PRESET: Effects = {
  preset: samplesAre('--preset loongrl', ({ meta }) => meta.placement === 'gaussian'),
};

export const SYNTH: Effects = {
  ...MAKING,
  ...PRESET,
  distractQuestions: samplesAre(
    '--distract-questions 2',
    ({ distract_questions }) => distract_questions?.length === 2,
  ),
};

export const RELEVANT_ONLY: Effects = {
  ...MAKING,
  // All passages are supporting ones here.
  placement: samplesAre('--placement start', ({ meta }) => meta.placement === 'start'),
};

const {
  shuffleQa: __,
  filterIdsPath: ___,
  exclude: ____,
  decontaminate: _____,
  ...MAKING_OF_TASKS
} = MAKING;

/** Where the needles of a sample stand, as shares of its context. */
const depths = ({ context = '', meta }: Sample): number[] =>
  meta.needles!.map(({ at }) => at / context.length);

export const NEEDLE: Effects = {
  ...MAKING_OF_TASKS,
  ...PRESET,
  placement: samplesAre('--placement start', sample => depths(sample).every(at => at < 0.5)),
  keys: samplesAre('--keys 7', ({ meta }) => meta.needles?.length === 7),
  values: samplesAre('--values 3', ({ answers }) => answers.length === 3),
  queries: samplesAre('--queries 2', ({ meta }) => meta.asked?.length === 2),
  value: samplesAre('--value uuid', ({ answers }) => answers.every(each => each.length === 36)),
};

const NO_CORPUS: Effect = async at => {
  const [command = '', file = ''] = baseOf(at);
  const length = command === 'fill' ? ['--max-seq-length', '2k'] : [];
  const { stderr } = await run([command, file, ...length], 2);
  at.t.regex(stderr, /--corpus DIR is needed/);
  at.t.true(recordsOf(await baseOutput(at)).length > 0);
};

export const FILL: Effects = {
  ...MADE,
  template: samplesAre(() => CHAIN_TEMPLATE, isMine),
  ...OTHERWISE_COUNTED,
  ...ROOM,
  ...STAGE,
  dataset: READ.dataset!,
  corpus: NO_CORPUS,
};

export const CHAIN: Effects = {
  ...OTHERWISE_COUNTED,
  ...CHAINED,
  ...STAGE,
  dataset: READ.dataset!,
  corpus: NO_CORPUS,
  template: async at => {
    const { corpus, plain } = at.ground;
    const { stdout } = await run(['chain', plain, '--corpus', corpus, ...CHAIN_TEMPLATE]);
    at.t.true(recordsOf(stdout).every(isMine));
    at.t.is((await withOptions(at, CHAIN_TEMPLATE)).stdout, await baseOutput(at));
  },
  ...Object.fromEntries(
    [
      ['maxSeqLength', '--max-seq-length 4k'],
      ['tokensToGenerate', '--tokens-to-generate 64'],
      ['numSamples', '--num-samples 2'],
      ['preSamples', '--pre-samples 2'],
      ['eachLengthItsOwn', '--max-seq-length 4k,8k --each-length-its-own'],
      ['shuffleQa', '--shuffle-qa'],
      ['randomSeed', '--random-seed 7'],
      ['placement', '--placement start'],
      ['sigma', '--placement gaussian --sigma 0.01'],
      ['clamp', '--placement gaussian --clamp 0.1'],
      ['passageFormat', '--passage-format P{n}:{title}{text}'],
      ['removeNewlineTab', '--remove-newline-tab'],
      ['sampleSystemPrompt', '--sample-system-prompt Careful.'],
      ['sampleInstruction', '--sample-instruction Answer.'],
      ['chatDate', '--chat-date 2024-07-26'],
      ['chatTemplateKwargs', '--chat-template-kwargs {"enable_thinking":false}'],
    ].map(([name, options]) => [name, sameLines(options!)]),
  ),
  chatTemplate: async at => {
    const { corpus, questionsFile, chatTemplate, file } = at.ground;
    const fill = ['fill', questionsFile, '--corpus', corpus, '--max-seq-length', '2k'];
    const { stdout: filled } = await run([...fill, '--chat-template', chatTemplate]);
    const chain = ['chain', await file('filled.jsonl', filled), '--corpus', corpus];
    at.t.regex((await run(chain, 1)).stderr, /CHAT_TEMPLATE_UNUSABLE: .* --chat-template/);
    const { stdout } = await run([...chain, '--chat-template', chatTemplate]);
    at.t.true(recordsOf(stdout).every(({ meta }) => meta.chat_template.sha256 !== ''));
  },
  filterIdsPath: sameLines(({ ids }) => ['--filter-ids-path', ids]),
  exclude: sameLines(({ ids }) => ['--exclude', ids]),
  decontaminate: async at => {
    const drawn = (text: string): string[] =>
      recordsOf(text).flatMap(each => each.distract_questions ?? []);
    const before = drawn(await baseOutput(at));
    const evaluation = await at.ground.file('drawn.json', JSON.stringify(before));
    const { stdout } = await withOptions(at, ['--decontaminate', evaluation]);
    const after = drawn(stdout);
    at.t.true(before.length > 0 && after.length > 0);
    at.t.false(after.some(text => before.includes(text)));
  },
};

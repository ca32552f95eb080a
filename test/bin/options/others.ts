import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { worldFile } from '../../support/world.js';
import {
  type At,
  baseOf,
  baseOutput,
  type Effect,
  type Effects,
  recordsOf,
  withOptions,
  workersOf,
} from './effect.js';
import { run } from './ground.js';
import { REJECTS, rejects, STAGE } from './rejects.js';
import { escapedDataset, READ } from './samples.js';

const records: Effect = async at => {
  const [command = '', file = '', ...rest] = baseOf(at);
  const { stdout } = await run([command, ...rest, '--records', file]);
  at.t.is(stdout, await baseOutput(at));
};

export const PARSE: Effects = {
  ...READ,
  ...STAGE,
  datasetFormat: async at => {
    const { stderr } = await withOptions(at, ['--dataset-format', 'squad'], 3);
    at.t.regex(stderr, /30 rejected \(RECORD_INVALID\)/);
  },
};

/** What `index` says of its corpus. */
const told = async (args: readonly string[]) =>
  JSON.parse((await run([...args, '--json'])).stderr.trimEnd().split('\n').at(-1)!);

export const INDEX: Effects = {
  ...REJECTS,
  workers: async at => {
    // More questions than are read before threads are worth their start; one thread reads and writes.
    const many = await worldFile(at.t, 'hotpotqa', 1200);
    at.t.is(await workersOf(() => run(['index', many, '--workers', '3'])), 2);
  },
  rejects,
  datasetFormat: READ.datasetFormat!,
  unescapeEntities: async at => {
    const escaped = await escapedDataset(at);
    const { tokens } = await told(baseOf(at));
    const plain = await told(['index', escaped]);
    const decoded = await told(['index', escaped, '--unescape-entities']);
    at.t.is(decoded.tokens, tokens);
    at.t.true(plain.tokens > tokens);
    at.t.not(decoded.dir, plain.dir);
  },
  dataset: async at => {
    const { hotpotqa, musique } = at.ground;
    const one = await told(['index', hotpotqa]);
    const both = await told(['index', hotpotqa, '--dataset', musique]);
    at.t.deepEqual([one.inputs.length, both.inputs.length], [1, 2]);
  },
  corpus: async at => {
    const dir = at.ground.fresh('corpus');
    await withOptions(at, ['--corpus', dir]);
    at.t.true(existsSync(join(dir, 'corpus.json')));
  },
  tokenizerType: async at => {
    const words = ['--tokenizer-type', 'hf', '--tokenizer-path', at.ground.wordTokenizer];
    at.t.is((await told([...baseOf(at), ...words])).tokenizer.type, 'hf');
  },
  tokenizerPath: async at => {
    const { tokenizer } = await told([...baseOf(at), '--tokenizer-path', 'gpt2']);
    at.t.is(tokenizer.name, 'gpt2');
  },
};

/** What `verify` could not check, in its report. */
const report = async (args: readonly string[], code = 0): Promise<string> =>
  (await run(args, code)).stdout;

export const VERIFY: Effects = {
  records,
  workers: async at => {
    const { samples, file } = at.ground;
    // More than go to a thread at once; each stands there many times, which is found.
    const lines = (await readFile(samples, 'utf8')).trimEnd();
    const many = await file('many.jsonl', `${Array(20).fill(lines).join('\n')}\n`);
    at.t.is(await workersOf(() => run(['verify', many, '--workers', '3'], 1)), 3);
  },
  dataset: async at => {
    at.t.not(await report([...baseOf(at), '--dataset', at.ground.hotpotqa]), await baseOutput(at));
  },
  datasetFormat: async at => {
    const dataset = ['--dataset', at.ground.hotpotqa, '--dataset-format', 'squad'];
    at.t.regex((await withOptions(at, dataset, 1)).stderr, /INPUT_FORMAT/);
  },
  unescapeEntities: async at => {
    const dataset = ['--dataset', await escapedDataset(at)];
    const failed = await withOptions(at, dataset, 1);
    const passed = await withOptions(at, [...dataset, '--unescape-entities']);
    at.t.not(failed.stdout, passed.stdout);
  },
  corpus: async at => {
    at.t.not(await report([...baseOf(at), '--corpus', at.ground.corpus]), await baseOutput(at));
  },
  chatTemplate: async at => {
    const { hotpotqa, chatTemplate, file } = at.ground;
    const template = ['--chat-template', chatTemplate];
    const synth = ['synth', hotpotqa, '--max-seq-length', '1k', '--num-samples', '3', '--out', '-'];
    const { stdout } = await run([...synth, ...template]);
    const verify = ['verify', await file('chat.jsonl', stdout)];
    at.t.regex((await run(verify, 2)).stderr, /USAGE: --chat-template auto: .*openai/);
    await run([...verify, ...template]);
    const other = await file('other.jinja', '{{ messages[-1].content }}');
    at.t.regex(
      (await run([...verify, '--chat-template', other], 1)).stderr,
      /CHAT_TEMPLATE_UNUSABLE/,
    );
  },
  tokenizerType: async at => {
    const words = ['--tokenizer-type', 'hf', '--tokenizer-path', at.ground.wordTokenizer];
    at.t.regex((await withOptions(at, words, 1)).stderr, /TOKENIZER_UNUSABLE/);
  },
  tokenizerPath: async at => {
    const other = ['--tokenizer-path', 'gpt2'];
    at.t.regex((await withOptions(at, other, 1)).stderr, /TOKENIZER_UNUSABLE/);
  },
  maxSeqLength: async at => {
    const verify = ['verify', at.ground.stripped];
    at.t.regex(await report(verify), / 0 broken/);
    at.t.regex(await report([...verify, '--max-seq-length', '500'], 1), /12 over their budget/);
  },
  tokensToGenerate: async at => {
    const verify = ['verify', at.ground.stripped, '--tokens-to-generate', '3000'];
    at.t.regex(await report(verify, 1), /12 over their budget/);
  },
  countAll: async at => {
    // More samples than are counted so in any case.
    const many = at.ground.fresh('many');
    const make = [
      'keychain',
      at.ground.hotpotqa,
      '--max-seq-length',
      '2k,3k,4k',
      '--save-dir',
      many,
    ];
    await run([...make, '--quiet']);
    const counted = async (...options: string[]): Promise<Record<string, number>> =>
      JSON.parse((await run(['verify', many, '--json', ...options])).stdout).reports[2].counted;
    at.t.true((await counted()).byRulesAlone! > 0);
    at.t.is((await counted('--count-all')).byRulesAlone, 0);
  },
};

interface Scored {
  id: string;
  pass_count: number;
  scores: { reward?: number; em: number }[];
}

export const SCORE: Effects = {
  ...STAGE,
  records,
  rule: async at => {
    const { stdout } = await withOptions(at, ['--rule', 'loongrl']);
    const rewards = (text: string): number =>
      recordsOf<Scored>(text).reduce((sum, { scores }) => sum + (scores[0]!.reward ?? 0), 0);
    at.t.true(rewards(stdout) > 0);
    at.t.is(rewards(await baseOutput(at)), 0);
  },
  predictions: async at => {
    const { questions, file } = at.ground;
    const answer = `The answer is ${questions[0]!.answers[0]}.`;
    const both = { ...questions[0], pred_list: ['no'], qwq_pred_list: [{ pred: answer }] };
    const path = await file('both.jsonl', JSON.stringify(both));
    const passed = async (...options: string[]): Promise<number> =>
      recordsOf<Scored>((await run(['score', path, ...options])).stdout)[0]!.pass_count;
    at.t.deepEqual([await passed(), await passed('--predictions', 'qwq_pred_list')], [0, 1]);
  },
  metric: async at => {
    // Half an answer is inside the accepted one, and not equal to it.
    const { questions, file } = at.ground;
    const [answer = ''] = questions[0]!.answers;
    const half = JSON.stringify({
      ...questions[0],
      predictions: [`The answer is ${answer.slice(0, -2)}`],
    });
    const path = await file('half.jsonl', half);
    const passed = async (...options: string[]): Promise<number> =>
      recordsOf<Scored>((await run(['score', path, ...options])).stdout)[0]!.pass_count;
    at.t.deepEqual([await passed(), await passed('--metric', 'em')], [1, 0]);
  },
};

export const MERGE: Effects = {
  ...STAGE,
  records,
  questions: async at => {
    const { questions, file } = at.ground;
    const reversed = [...questions].reverse();
    const list = await file('list.jsonl', reversed.map(each => JSON.stringify(each)).join('\n'));
    const { stdout } = await withOptions(at, ['--questions', list]);
    at.t.deepEqual(
      recordsOf<{ id: string }>(stdout).map(({ id }) => id),
      reversed.map(({ id }) => id),
    );
  },
  fresh: async ({ t, ground }) => {
    const dir = ground.fresh();
    const making = ['synth', ground.hotpotqa, '--max-seq-length', '1k', '--num-samples', '6'];
    await run([...making, '--shard', '0/1', '--save-dir', dir, '--save-name', 'w']);
    await run(['merge', dir]);
    const whole = join(dir, 'w', 'validation-num_sample_6-max_seq_1024.jsonl.gz');
    const bytes = await readFile(whole);
    await writeFile(whole, 'another');
    t.regex((await run(['merge', dir], 1)).stderr, /OUTPUT_DIFFERS/);
    await run(['merge', dir, '--fresh']);
    t.deepEqual(await readFile(whole), bytes);
  },
};

interface Kept {
  id: string;
  level?: string;
  type?: string;
  question_hops?: number;
}

/** Questions made for the filter: each condition is met by some of them. */
const FOR_FILTER = [
  { level: 'hard', type: 'bridge', question_hops: 2, answers: ['Paris'], answerable: true },
  { level: 'easy', type: 'comparison', question_hops: 3, answers: ['yes'], answerable: true },
  {
    level: 'medium',
    type: 'other',
    question_hops: 4,
    answers: ['A long answer'],
    answerable: false,
  },
];

/** Keeps of the made questions those with these numbers. */
const keeps =
  (options: string, kept: number[], also = ''): Effect =>
  async ({ t, ground }) => {
    const [question] = ground.questions;
    const made = FOR_FILTER.map((fields, i) =>
      JSON.stringify({ ...question, ...fields, id: `q${i}`, pass_count: i }),
    );
    const file = await ground.file('questions.jsonl', made.join('\n'));
    const args = ['filter', file, ...options.split(' '), ...also.split(' ').filter(Boolean)];
    const { stdout } = await run(args);
    t.deepEqual(
      recordsOf<Kept>(stdout).map(({ id }) => id),
      kept.map(i => `q${i}`),
    );
  };

export const FILTER: Effects = {
  ...STAGE,
  records,
  level: keeps('--level hard,medium', [0, 2]),
  type: keeps('--type bridge,comparison', [0, 1]),
  questionHops: keeps('--question-hops 3,4', [1, 2]),
  answerable: keeps('--answerable', [0, 1]),
  minAnswerLength: keeps('--min-answer-length 4', [0, 2]),
  maxAnswerLength: keeps('--max-answer-length 5', [0, 1]),
  minCorrect: keeps('--min-correct 1', [1, 2]),
  maxCorrect: keeps('--max-correct 1', [0, 1]),
  dropUnjudgeable: keeps('--drop-unjudgeable', [0, 2]),
  rule: async at => {
    // It does not look for an accepted answer inside a longer one.
    await keeps('--drop-unjudgeable --rule answer-is', [0, 1, 2])(at);
    const { stderr } = await withOptions(at, ['--rule', 'answer-is'], 2);
    at.t.regex(stderr, /--rule means nothing without --drop-unjudgeable/);
  },
  metric: async at => {
    // What is equal only if it is equal can be judged.
    await keeps('--drop-unjudgeable --metric em', [0, 1, 2])(at);
    const { stderr } = await withOptions(at, ['--metric', 'em'], 2);
    at.t.regex(stderr, /--metric means nothing without --drop-unjudgeable/);
  },
  filterIdsPath: async at => {
    const { ids, questions, questionsFile } = at.ground;
    const { stdout } = await run(['filter', questionsFile, '--filter-ids-path', ids]);
    at.t.deepEqual(
      recordsOf<Kept>(stdout).map(({ id }) => id),
      questions.slice(0, 3).map(({ id }) => id),
    );
  },
};

/** What a demo says, and the dataset that it writes. */
async function demo(at: At, ...options: string[]) {
  const dir = at.ground.fresh('demo');
  const { stdout } = await withOptions(at, ['--save-dir', dir, ...options]);
  const world = (await readdir(dir)).find(name => name.endsWith('.json'))!;
  return { stdout, world: await readFile(join(dir, world), 'utf8') };
}

export const DEMO: Effects = {
  saveDir: async at => {
    const { world } = await demo(at);
    at.t.true(world.length > 0);
  },
  numQuestions: async at => {
    const { stdout } = await demo(at, '--num-questions', '51');
    at.t.regex(stdout, /world of 51 questions/);
  },
  randomSeed: async at => {
    at.t.not((await demo(at, '--random-seed', '7')).world, (await demo(at)).world);
  },
  workers: async at => {
    // Three that make the samples, and three that verify them.
    at.t.is(await workersOf(() => demo(at, '--workers', '3')), 6);
  },
};

export const REPORT: Effects = {
  records,
  out: async at => {
    const page = `${at.ground.fresh('report')}.html`;
    const { stdout } = await withOptions(at, ['--out', page]);
    at.t.is(stdout, '');
    at.t.is(await readFile(page, 'utf8'), await baseOutput(at));
    const figures = JSON.parse(await readFile(page.replace('.html', '.json'), 'utf8'));
    at.t.is(figures.kind, 'keychain report');
  },
};

export const RUN: Effects = {
  input: async at => {
    const { ground, t } = at;
    const text = await readFile(ground.manifest, 'utf8');
    const moved = await ground.file('moved.manifest.json', text.replaceAll('hotpotqa.json', 'x'));
    t.regex((await run(['run', moved], 1)).stderr, /INPUT_MISSING: .*--input/);
    await run(['run', moved, '--input', ground.hotpotqa]);
  },
  saveDir: async at => {
    const dir = at.ground.fresh();
    await withOptions(at, ['--save-dir', dir]);
    at.t.is((await readdir(join(dir, 'w'))).length, 2);
  },
};

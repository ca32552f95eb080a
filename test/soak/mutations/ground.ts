import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MANIFEST_ENDING } from '../../../lib/output/names.js';
import type { Question } from '../../../lib/records/question.js';
import type { Sample } from '../../../lib/records/sample.js';
import { WORLD_SHAPES, worldStream } from '../../../lib/world/index.js';
import { commandOutput } from '../../support/command.js';
import { ownText } from '../../support/own-texts.js';
import { byteLevelModel } from '../../tokenize/byte-level.js';
import { layHub, layRuns, layStored, PACKED_FORMATS } from './stored.js';

/** Few, so that a run over them is short; their passages are enough to fill a small budget. */
const QUESTIONS = 6;
/** The samples' length: some fillers and chains stand in it. */
export const LENGTH = '1k';

/**
 * Writes the files that are mutated into a folder, each as a command of the project writes it or a
 * dataset has it. Further folders in it: `corpus`, of the
 * questions, `made`, a run's file with its manifest, `shards`, two of the same run, both in all
 * formats, and `hub`, of which a stand-in makes its answers.
 */
export async function layGround(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true });
  const path = (name: string): string => join(dir, name);
  const write = (name: string, text: string): Promise<void> => writeFile(path(name), text);
  const of = async (name: string, args: readonly string[]): Promise<string> => {
    const lines = await commandOutput([...args, '--quiet']);
    await write(name, lines);
    return lines;
  };
  for (const shape of WORLD_SHAPES) {
    const world = worldStream(shape, { questions: QUESTIONS, seed: 5 });
    await pipeline(world, createWriteStream(path(shape)));
  }
  const lines = await of('questions', ['parse', path('musique')]);
  await commandOutput(['index', path('questions'), '--corpus', path('corpus'), '--quiet']);
  const corpus = ['--corpus', path('corpus')];
  await of('filled', ['fill', path('questions'), ...corpus, '--max-seq-length', LENGTH]);
  const made = await of('samples', ['chain', path('filled'), ...corpus]);
  const samples = recordsIn<Sample>(made);
  const questions = recordsIn<Question>(lines);
  await write(
    'stripped',
    samples.map(({ meta: _, ...sample }) => `${JSON.stringify(sample)}\n`).join(''),
  );
  await write('ids', questions.map(({ id }) => `${id}\n`).join(''));
  await write(
    'predictions',
    questions.map(question => `${JSON.stringify(predicted(question))}\n`).join(''),
  );
  await of('scored', ['score', path('predictions')]);
  await write(
    'trajectories',
    samples.map(sample => `${JSON.stringify(solved(sample))}\n`).join(''),
  );
  await write('text', ownText(60));
  await write('texts.jsonl', TEXTS);
  await mkdir(path('texts'));
  await write('texts/a.txt', ownText(40, 'bell'));
  await write('texts/b.jsonl', TEXTS);
  await write('config.json', JSON.stringify(CONFIG));
  await write('recipe.yaml', RECIPE);
  await write('config.yaml', 'max-seq-length: [1k]\nhops: 2\nchains: 2\n');
  await write('tokenizer.json', JSON.stringify(tokenizer()));
  const run = ['keychain', path('questions'), ...corpus, '--max-seq-length', LENGTH];
  await layRuns(dir, run, { format: 'jsonl.gz', made: 'made', shards: 'shards' });
  await copyFile(path(`made/s${MANIFEST_ENDING}`), path('manifest'));
  for (const format of PACKED_FORMATS) {
    await layRuns(dir, run, { format, made: `made-${format}`, shards: `shards-${format}` });
  }
  await layStored(dir, questions);
  await layHub(dir, questions);
}

/** Records with texts of their own. */
const TEXTS = ['boat', 'mill', 'road']
  .map(about => `${JSON.stringify({ title: `The ${about}`, text: ownText(20, about) })}\n`)
  .join('');

/** The samples, which lie beside it, and what others call otherwise. */
const RECIPE = `seed: 3
order: tokens
splits: {train: rest, test: 20%}
parts:
  ours: {from: samples, where: {tokens: {min: 10}}, repeat: 2}
  theirs:
    from: [scored]
    fields: {question: question, answers: answers, id: id}
    template: '{question}'
`;

const CONFIG = { 'max-seq-length': ['1k'], hops: 2, 'num-samples': 3, placement: 'end' };

const recordsIn = <T>(lines: string): T[] =>
  lines
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as T);

/** A sample as `trajectories` writes it where an answer is right. */
const solved = ({ distractor_context, ...sample }: Sample): object => ({
  ...sample,
  distractor_context: '',
  best: 0,
  messages: [
    { role: 'user', content: distractor_context },
    { role: 'assistant', content: `<think></think>\\boxed{${sample.answers[0]}}` },
  ],
});

const predicted = (question: Question): object => ({
  ...question,
  predictions: [`The answer is ${question.answers[0]}.`, 'The answer is \\boxed{nothing}.'],
});

const tokenizer = (): object => ({
  version: '1.0',
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false },
  post_processor: null,
  decoder: null,
  model: byteLevelModel([
    ['t', 'h'],
    ['th', 'e'],
    ['i', 'n'],
  ]),
});

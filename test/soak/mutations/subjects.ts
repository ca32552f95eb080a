import { WORLD_SHAPES } from '../../../lib/world/index.js';
import {
  asking,
  beside,
  exporting,
  filledWith,
  hfTokenizer,
  keychainWith,
  making,
  mixing,
  overLines,
  ownCorpus,
  reporting,
  stage,
  verifying,
  withCorpus,
} from './command-lines.js';
import { LENGTH } from './ground.js';
import { PACKED_FORMATS } from './stored.js';
import { HUB, madeIn, STORED, shardsIn } from './stored-subjects.js';
import type { Subject } from './subject.js';

/** Datasets in all shapes, as the commands that read them take them. */
const DATASETS = [...WORLD_SHAPES, 'questions'].flatMap<Subject>(file => {
  const eachRecord = file !== 'squad';
  const dataset = { file, packed: true, eachRecord };
  return [
    { ...dataset, leaves: 'samples', args: making('keychain') },
    { ...dataset, leaves: 'samples', args: making('synth') },
    { ...dataset, leaves: 'samples', args: making('relevant-only') },
    // Its samples are of no record.
    { ...dataset, eachRecord: false, leaves: 'samples', args: making('needle') },
    { ...dataset, leaves: 'lines', args: ({ input, own }) => stage('parse', input, own) },
    {
      ...dataset,
      leaves: 'corpus',
      args: ({ input, own }) => ['index', input, '--corpus', own('corpus')],
    },
  ];
});

/** Every input of every command. */
export const SUBJECTS: readonly Subject[] = [
  ...DATASETS,
  ...STORED,
  ...HUB,
  overLines('fill', 'questions', paths => [...withCorpus(paths), '--max-seq-length', LENGTH]),
  overLines('chain', 'filled', withCorpus),
  overLines('score', 'predictions'),
  overLines('merge', 'predictions'),
  { ...overLines('filter', 'scored', () => ['--max-correct', '1']), eachRecord: false },
  {
    ...overLines('merge', 'questions', ({ ground }) => [ground('predictions')]),
    eachRecord: false,
    args: ({ input, ground, own }) =>
      stage('merge', ground('predictions'), own, ['--questions', input]),
  },
  {
    ...overLines('filter', 'ids'),
    eachRecord: false,
    args: ({ input, ground, own }) =>
      stage('filter', ground('questions'), own, ['--filter-ids-path', input]),
  },
  verifying,
  {
    ...verifying,
    // What is wrong with a file is told on the page.
    args: ({ input }) => ['view', input, '--idle', '0.1'],
  },
  reporting('samples'),
  reporting('scored'),
  beside('ids', keychainWith('--filter-ids-path'), { packed: true }),
  beside('scored', keychainWith('--exclude'), { packed: true }),
  beside('scored', keychainWith('--decontaminate'), { packed: true }),
  beside('config.json', keychainWith('--config'), { packed: false, name: 'input.json' }),
  beside('config.yaml', keychainWith('--config'), { packed: false, name: 'input.yaml' }),
  {
    ...beside('tokenizer.json', making('synth'), { packed: false, name: 'input.json' }),
    args: ({ input, ground, own }) => [
      ...['synth', ground('questions'), ...hfTokenizer(input)],
      ...['--corpus', own('corpus'), '--max-seq-length', LENGTH],
      ...['--save-dir', own('out'), '--save-name', 'w'],
    ],
    corpus: ({ own }) => own('corpus'),
    tokenizer: ({ input }) => hfTokenizer(input),
  },
  beside(
    'manifest',
    ({ input, ground, own }) => [
      ...['run', input, '--input', ground('questions'), '--save-dir', own('out')],
    ],
    { packed: false, name: 'input.manifest.json' },
  ),
  // Texts that contexts are filled with: one, records, and a folder in which one of two is bad.
  ...[
    { file: 'text', packed: true, name: 'input.txt' },
    { file: 'texts.jsonl', packed: true, name: 'input.jsonl' },
  ].map(({ file, ...more }) =>
    beside(
      file,
      filledWith(({ input }) => input),
      { ...more, corpus: ownCorpus },
    ),
  ),
  ...['texts/a.txt', 'texts/b.jsonl'].map(file =>
    beside(
      file,
      filledWith(({ own }) => own('texts')),
      {
        ...{ packed: false, copy: 'texts', corpus: ownCorpus },
      },
    ),
  ),
  // A corpus on disk, and what stands beside samples.
  ...['corpus/corpus-*.bin', 'corpus/corpus.json', 'corpus/rejects-*.jsonl'].map(file =>
    beside(file, making('keychain'), {
      packed: false,
      copy: 'corpus',
      args: ({ ground, own }) => making('keychain')({ input: ground('questions'), own }),
    }),
  ),
  ...madeIn('made', 'jsonl.gz'),
  // Shards, with what stands beside them.
  ...shardsIn('shards', 'jsonl.gz'),
  ...PACKED_FORMATS.flatMap(format => [
    ...madeIn(`made-${format}`, format),
    ...shardsIn(`shards-${format}`, format),
  ]),
  {
    file: 'questions',
    packed: true,
    leaves: 'report',
    eachRecord: false,
    args: ({ input, own }) => [
      ...['launch', 'slurm', '--shards', '2', '--', ...making('synth')({ input, own })],
    ],
  },
  // What others wrote, which has no `meta`.
  overLines('adopt', 'stripped', withCorpus),
  { ...verifying, file: 'stripped' },
  // What trainers read.
  ...(['swift', 'trl', 'verl'] as const).map(to => exporting(to, 'samples')),
  exporting('swift', 'samples', ['--drop-unjudgeable', '--end-index', '3'], { eachRecord: false }),
  exporting('openai-ft', 'trajectories', [], { eachRecord: false }),
  // What is mixed, and how.
  mixing('samples', 'ours'),
  mixing('scored', 'theirs'),
  mixing('recipe.yaml'),
  // A model is asked.
  overLines('rollout', 'questions', asking),
  overLines('rollout', 'samples', asking),
  overLines('reasoning', 'samples', asking),
  { ...overLines('trajectories', 'samples', asking), eachRecord: false },
  {
    ...beside('questions', making('keychain'), { packed: true }),
    args: paths => [...making('keychain')(paths), ...asking(paths), '--min-correct', '0'],
    corpus: ({ own }) => own('corpus'),
  },
];

import { WORLD_SHAPES } from '../../../lib/world/index.js';
import { LENGTH } from './ground.js';

/** Where a case's files are. */
export interface Paths {
  /** The mutated file. */
  input: string;
  /** A file or folder of the ground, as it was made. */
  ground(name: string): string;
  /** A place of the case's own. */
  own(name: string): string;
  /** A model server that always answers. */
  url: string;
}

/** One input of one command: what is mutated, how it is run, and what is held against it. */
export interface Subject {
  /** The ground's file that is mutated; a `*` stands for what its name has between. */
  file: string;
  /** Whether the command opens compressed files there. */
  packed: boolean;
  /** What the mutated file is called, where that matters. */
  name?: string;
  /** The folder of the ground that the file is in, of which the case gets a copy first. */
  copy?: string;
  args(paths: Paths): string[];
  /** What the command leaves, and how its records add up. */
  leaves: 'samples' | 'lines' | 'corpus' | 'report';
  /** What the file of lines is called; default: `lines`. */
  lines?: string;
  /** Whether each record of the input is written, left out or rejected, and none added. */
  eachRecord: boolean;
  /** The corpus that finished samples are verified with; default: the case's own. */
  corpus?: (paths: Paths) => string;
  /** The tokenizer that they are counted with; default: the program's. */
  tokenizer?: (paths: Paths) => string[];
  /** Any change must be found: the command may not end with 0. */
  foundAlways?: boolean;
}

const groundCorpus = ({ ground }: Paths): string => ground('corpus');

type Making = 'keychain' | 'synth' | 'relevant-only' | 'needle';

const making =
  (command: Making, more: readonly string[] = []) =>
  ({ input, own }: Pick<Paths, 'input' | 'own'>): string[] => [
    ...[command, input, '--corpus', own('corpus'), '--save-dir', own('out'), '--save-name', 'w'],
    ...(command === 'relevant-only' ? [] : ['--max-seq-length', LENGTH]),
    ...(command === 'needle' ? ['--num-samples', '6', '--keys', '3'] : []),
    ...more,
  ];

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

const stage = (
  command: string,
  input: string,
  own: Paths['own'],
  more: readonly string[] = [],
): string[] => [command, input, ...more, '--out', own('lines'), '--rejects', own('rejects')];

/** A stage over JSON lines. */
const overLines = (
  command: string,
  file: string,
  more: (paths: Paths) => string[] = () => [],
): Subject => ({
  file,
  packed: true,
  leaves: 'lines',
  eachRecord: true,
  args: paths => stage(command, paths.input, paths.own, more(paths)),
});

const withCorpus = (paths: Paths): string[] => ['--corpus', groundCorpus(paths)];

/** A small file beside a dataset that stays as it is. */
const beside = (
  file: string,
  args: Subject['args'],
  more: Pick<Subject, 'packed'> & Partial<Subject>,
): Subject => ({ file, leaves: 'samples', eachRecord: false, args, corpus: groundCorpus, ...more });

const keychainWith =
  (...option: string[]) =>
  ({ input, ground, own }: Paths): string[] => [
    ...['keychain', ground('questions'), '--corpus', ground('corpus'), ...option, input],
    ...(option.includes('--config') ? [] : ['--max-seq-length', LENGTH]),
    ...['--save-dir', own('out'), '--save-name', 'w'],
  ];

const ownCorpus = ({ own }: Paths): string => own('corpus');

const filledWith =
  (texts: (paths: Paths) => string) =>
  (paths: Paths): string[] => {
    const { ground, own } = paths;
    const keychain = making('keychain')({ input: ground('questions'), own });
    return [...keychain, '--fillers', texts(paths), '--fillers-only'];
  };

const hfTokenizer = (file: string): string[] => [
  ...['--tokenizer-type', 'hf', '--tokenizer-path', file],
];

const asking = ({ url, own }: Paths): string[] => [
  ...['--llm-url', url, '--model', 'm', '--n', '2', '--journal', own('journal')],
];

const verifying: Subject = {
  file: 'samples',
  packed: true,
  leaves: 'report',
  eachRecord: false,
  args: paths => ['verify', paths.input, '--corpus', groundCorpus(paths)],
};

/** To one file or, where questions are dealt out, to a folder. */
const exporting = (
  to: string,
  file: string,
  more: readonly string[] = [],
  also: Partial<Subject> = {},
): Subject => ({
  ...overLines('export', file),
  lines: 'rows.jsonl',
  args: ({ input, own }) => [
    ...['export', input, '--to', to, ...more, '--rejects', own('rejects')],
    ...['--out', own(more.includes('--end-index') ? 'rows' : 'rows.jsonl')],
  ],
  ...also,
});

/** Every input of every command. */
export const SUBJECTS: readonly Subject[] = [
  ...DATASETS,
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
  beside('ids', keychainWith('--filter-ids-path'), { packed: true }),
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
  ...['made/s.jsonl.gz', 'made/s.manifest.json'].map<Subject>(file => ({
    ...verifying,
    file,
    packed: false,
    copy: 'made',
    foundAlways: file.endsWith('.gz'),
    args: paths => ['verify', paths.own('made'), '--corpus', groundCorpus(paths)],
  })),
  // Shards, with what stands beside them.
  ...['.jsonl.gz', '.jsonl.gz.log', '.manifest.json'].flatMap<Subject>(ending => {
    const shard: Omit<Subject, 'args'> = {
      file: `shards/s-00000-of-00002${ending}`,
      packed: false,
      copy: 'shards',
      leaves: 'report',
      eachRecord: false,
    };
    return [
      {
        ...shard,
        foundAlways: ending === '.jsonl.gz',
        args: ({ own }) => ['merge', own('shards')],
      },
      { ...shard, args: ({ own }) => ['status', own('shards')] },
    ];
  }),
  {
    file: 'questions',
    packed: true,
    leaves: 'report',
    eachRecord: false,
    args: ({ input, own }) => [
      ...['launch', 'slurm', '--shards', '2', '--', ...making('synth')({ input, own })],
    ],
  },
  // What trainers read.
  ...(['swift', 'trl', 'verl'] as const).map(to => exporting(to, 'samples')),
  exporting('swift', 'samples', ['--drop-unjudgeable', '--end-index', '3'], { eachRecord: false }),
  exporting('openai-ft', 'trajectories', [], { eachRecord: false }),
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

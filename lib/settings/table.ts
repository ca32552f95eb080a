import { chainCount } from '../chain/count.js';
import { keyFormatName } from '../chain/keys.js';
import { DATASET_FORMATS } from '../datasets/registry.js';
import { TARGET_PARAMETERS } from '../export/targets.js';
import { PLACEMENT_PARAMETERS, PLACEMENTS } from '../fill/placements/registry.js';
import { FILTER_PARAMETERS } from '../filter/rules/registry.js';
import { DEFAULT_LIMITS } from '../input/limits.js';
import { CHAT_DEFAULTS } from '../model/client/options.js';
import { STYLES } from '../model/reason/styles.js';
import { levelsInWords } from '../output/level.js';
import { SINKS } from '../output/sinks.js';
import { PASSAGE_FORMAT } from '../prompt/passage-format.js';
import { HOP_ORDERS, SHAPES } from '../records/sample.js';
import { MOST_SHARDS } from '../records/shard.js';
import { METRICS } from '../score/metrics/registry.js';
import { SCORING_RULES } from '../score/rules/registry.js';
import { FILLER_TOKENS, MOST_FILLER_TOKENS } from '../texts/filler-tokens.js';
import { REFUSED_TOKENIZERS, TOKENIZERS } from '../tokenize/registry.js';
import { byteCount } from '../values/byte-count.js';
import {
  choice,
  escapedText,
  file,
  flag,
  folderBelow,
  input,
  integer,
  list,
  name,
  notNegative,
  options,
  output,
  partOfName,
  place,
  positive,
  repeated,
  server,
} from '../values/kinds.js';
import { orWord } from '../values/model-kinds.js';
import type { Parameter } from '../values/parameter.js';
import { namesOf } from '../values/registry.js';
import { shardNumber } from '../values/shard.js';
import { ownLengths, tokenBudgets } from '../values/tokens.js';
import { BATCH_SETTINGS } from './batch-settings.js';
import { CHAT_SETTINGS } from './chat-settings.js';
import {
  ANSWERING,
  ASKING,
  COMMAND_NAMES,
  type CommandName,
  JUDGING,
  MAKING,
  MODEL,
  RESCUING,
  STAGES,
} from './commands.js';
import { EXPORT_SETTINGS } from './export-settings.js';
import { KUBERNETES_SETTINGS } from './kubernetes-settings.js';
import { MIX_SETTINGS } from './mix-settings.js';
import { MODEL_SETTINGS } from './model-settings.js';
import { NEEDLE_SAMPLES, NEEDLE_SETTINGS } from './needle-settings.js';
import { PRESETS } from './presets.js';
import { RESCUE_SETTINGS } from './rescue-settings.js';
import type { Setting } from './setting.js';

const SAMPLES = [...MAKING, 'fill', 'chain'] as const;
/** Make samples of questions, which are selected. */
const SELECTING = [...ANSWERING, 'fill', 'chain'] as const;
/** May fill contexts with texts of a user's own. */
const FILLING = [...JUDGING, 'needle'] as const;
const CHAINED = ['keychain', 'fill', 'chain'] as const;
/** Read records of any kind. */
const READING = [...MAKING, 'verify', 'index', ...STAGES, 'mix', 'export', 'report'] as const;
const RULED = [...JUDGING, 'rollout', 'trajectories', 'score', 'filter', 'export'] as const;
/** What is launched may have a config, behind `--`. */
const CONFIGURED = COMMAND_NAMES.filter(
  (
    command,
  ): command is Exclude<
    CommandName,
    'download' | 'view' | 'run' | 'launch' | 'status' | 'completion'
  > => !['download', 'view', 'run', 'launch', 'status', 'completion'].includes(command),
);

/** Say something beside what they write. */
const TELLING = COMMAND_NAMES.filter(
  (command): command is Exclude<CommandName, 'completion'> => command !== 'completion',
);
// A pipe can name the same options to `fill` and to `chain`.
const AS_FILL = { help: 'of fill, taken so that both can be given the same; changes nothing here' };
const AS_CHAIN = {
  help: 'of chain, taken so that both can be given the same; changes nothing here',
};

const FOR_AUTO = {
  help: 'into how many parts the run is cut, for --shard auto',
  otherwise: 'the tasks of the Slurm array',
  goesWith: 'shard',
};

/** The rows of what a registry's rows ask for. */
const rowsOf = <P extends Readonly<Record<string, Parameter>>, const S>(
  parameters: P,
  shared: S,
): { [N in keyof P]: P[N] & S } =>
  Object.fromEntries(
    Object.entries(parameters).map(([parameter, row]) => [parameter, { ...row, ...shared }]),
  ) as { [N in keyof P]: P[N] & S };

/** A registry's names, each with what it is. */
const described = (registry: Readonly<Record<string, { help: string }>>): string =>
  Object.entries(registry)
    .map(([row, { help }]) => `${row} (${help})`)
    .join(', ');

/**
 * Every setting: what it is called, what may be said, by default, to which commands, and what it
 * changes. Options, `--help`, configs and their schema, completion, presets, the plan and the
 * settings' page all come from here.
 */
export const SETTINGS = {
  // Those that other commands take too stand further down, and count.
  ...rowsOf(FILTER_PARAMETERS, { group: 'conditions', changes: 'lines', commands: ['filter'] }),
  ...EXPORT_SETTINGS,
  ...MIX_SETTINGS,
  ...rowsOf(TARGET_PARAMETERS, { group: 'training', changes: 'lines', commands: ['export'] }),

  dataset: {
    kind: repeated(input),
    group: 'input',
    help: 'a file to read, like an argument without a name; FILE.zip#MEMBER names one of several in a zip',
    changes: 'lines',
    commands: [...MAKING, 'verify', 'parse', 'index', 'fill', 'chain', 'adopt'],
    at: {
      adopt: {
        help: 'the dataset that the samples were made from: its question of the same text says which passages support',
      },
      verify: {
        help: 'the dataset that the samples were made from, for its texts and answers',
      },
      needle: {
        help: 'a dataset in whose passages needles are hidden, like an argument without a name',
      },
    },
  },
  datasetFormat: {
    kind: choice(['auto', ...DATASET_FORMATS], 'FORMAT'),
    group: 'input',
    help: `auto (each record by what it has), or ${DATASET_FORMATS.join(', ')}`,
    changes: 'lines',
    commands: [...MAKING, 'verify', 'parse', 'index', 'adopt'],
    default: 'auto',
  },
  unescapeEntities: {
    kind: flag,
    group: 'input',
    help: 'decode HTML entities (&amp;) in titles and texts of a dataset; without it they are kept',
    changes: 'lines',
    commands: [...MAKING, 'verify', 'parse', 'index', 'adopt'],
    default: false,
  },
  fillers: {
    kind: repeated({ ...input, placeholder: 'FILE|DIR' }),
    group: 'texts',
    help: 'texts that contexts are filled with, too: a text (.txt, .md), records with text and, if there is one, title (.jsonl, .json, .parquet), a folder of these; compressed or not',
    changes: 'lines',
    commands: [...FILLING, 'verify', 'index'],
    at: {
      verify: { help: 'the texts that the samples were filled with, beside --dataset' },
      needle: {
        help: 'texts in which needles are hidden: a text (.txt, .md), records with text and, if there is one, title (.jsonl, .json, .parquet), a folder of these; compressed or not',
      },
    },
  },
  fillerTokens: {
    kind: integer(1, MOST_FILLER_TOKENS),
    group: 'texts',
    help: 'tokens of a passage that is cut out of them at most, but for a longer sentence',
    changes: 'lines',
    commands: [...FILLING, 'verify', 'index'],
    default: FILLER_TOKENS,
    goesWith: 'fillers',
  },
  fillersOnly: {
    kind: flag,
    group: 'texts',
    help: "fill with nothing else: beside a question's own passages there are only those of --fillers",
    changes: 'lines',
    commands: [...FILLING, 'fill', 'chain'],
    default: false,
    at: {
      keychain: { goesWith: 'fillers' },
      synth: { goesWith: 'fillers' },
      needle: {
        goesWith: 'fillers',
        help: 'fill with nothing else: of the datasets named beside --fillers nothing is used',
      },
      fill: {
        help: "fill with the passages of the corpus's own texts alone (index --fillers), beside a question's own passages",
      },
      chain: {
        help: 'whether fill was told so; which fillers are given up where there is no room depends on it',
      },
    },
  },
  records: {
    kind: repeated(input),
    group: 'input',
    help: 'a file of records to read, like an argument without a name',
    changes: 'lines',
    commands: ['verify', ...ASKING, 'score', 'merge', 'filter', 'adopt', 'export', 'report'],
    otherwise: '-, standard input',
    at: {
      adopt: {
        help: 'a file of samples or rows that others wrote, or a folder of them, like an argument without a name',
      },
      export: {
        help: 'a file of samples or trajectories, or a folder of them, like an argument without a name',
        otherwise: '',
      },
      report: {
        help: 'a file of samples, questions, rollouts or rejects, or a folder of them, like an argument without a name; each is a run',
        otherwise: '',
      },
      verify: {
        help: 'a file of samples, or a folder of them, like an argument without a name',
        otherwise: '',
      },
      merge: { help: 'a part to merge, like an argument without a name', otherwise: '' },
    },
  },
  split: {
    kind: list(name('SPLIT')),
    group: 'input',
    help: 'splits to fetch, such as train,dev',
    changes: 'nothing',
    commands: ['download'],
    otherwise: 'all that the dataset has',
  },
  questions: {
    kind: file,
    group: 'input',
    help: 'the questions or samples that the parts were made from; gives the order',
    changes: 'lines',
    commands: ['merge'],
  },
  corpus: {
    kind: place('DIR'),
    group: 'input',
    help: 'folder of the corpus',
    changes: 'nothing',
    commands: [...MAKING, 'verify', 'index', 'fill', 'chain', 'adopt'],
    otherwise: 'one a dataset in the user cache, found again',
    required: ['fill', 'chain'],
    at: {
      verify: { help: 'the corpus that the samples were made from, in place of --dataset' },
      adopt: { help: 'the corpus that the samples were made from, in place of --dataset' },
      fill: { help: 'folder of the corpus; build one with index', otherwise: '' },
      chain: { help: 'folder of the corpus that the samples were filled from', otherwise: '' },
    },
  },
  maxRecordBytes: {
    kind: byteCount,
    group: 'input',
    help: 'bytes of the longest record that is read (64m is 64 x 1,048,576); a longer one is rejected',
    changes: 'lines',
    commands: READING,
    default: DEFAULT_LIMITS.maxRecordBytes,
  },
  maxExpansion: {
    kind: positive('N'),
    group: 'input',
    help: 'how many times its size a compressed input may become, at most 1 TB; beyond it the run ends',
    changes: 'nothing',
    commands: READING,
    default: DEFAULT_LIMITS.maxExpansion,
  },
  input: {
    kind: repeated(file),
    group: 'input',
    help: 'a file that a manifest names, where it has moved',
    changes: 'nothing',
    commands: ['run'],
  },

  tokenizerType: {
    kind: choice(namesOf(TOKENIZERS), 'TYPE', REFUSED_TOKENIZERS),
    group: 'tokenizer',
    help: described(TOKENIZERS),
    changes: 'lines',
    commands: [...SAMPLES, ...ASKING, 'verify', 'index', 'adopt', 'export'],
    default: 'openai',
    at: {
      export: {
        default: undefined,
        help: "the trainer's tokenizer, to count prompts anew: the same types",
        otherwise: 'the counts that samples have',
      },
    },
  },
  tokenizerPath: {
    kind: place('NAME|DIR|FILE|ID'),
    group: 'tokenizer',
    help: namesOf(TOKENIZERS)
      .map(type => `${type}: ${TOKENIZERS[type].path.help}`)
      .join('; '),
    changes: 'lines',
    commands: [...SAMPLES, ...ASKING, 'verify', 'index', 'adopt', 'export'],
    otherwise: 'cl100k_base for openai',
  },

  countAll: {
    kind: flag,
    group: 'tokenizer',
    help: "count all samples by the tokenizer's own library too, not only 50 and every hundredth",
    changes: 'nothing',
    commands: ['verify'],
    default: false,
  },

  maxSeqLength: {
    kind: tokenBudgets,
    group: 'budget',
    help: 'token budgets, 4k = 4096; one output each, all in one pass',
    changes: 'lines',
    commands: [...SAMPLES, 'verify', 'adopt'],
    required: ['keychain', 'synth', 'needle', 'fill'],
    at: {
      verify: {
        help: 'the token budget, 4k = 4096, of samples that have no meta',
        otherwise: 'what their ids, files and folders are called after: max_seq_4096, seq4096',
      },
      adopt: {
        help: 'the token budget that the samples were made for, 4k = 4096',
        otherwise: 'what their ids, files and folders are called after: max_seq_4096, seq4096',
      },
      'relevant-only': { help: 'token budgets that the samples must keep', otherwise: 'none' },
      chain: AS_FILL,
    },
  },
  tokensToGenerate: {
    kind: integer(0),
    group: 'budget',
    help: 'tokens of the budget left for the answer',
    changes: 'lines',
    commands: [...SAMPLES, 'verify', 'adopt'],
    default: 128,
    at: {
      chain: AS_FILL,
      verify: { help: 'of samples that have no meta: tokens of the budget left for the answer' },
      adopt: { help: 'tokens of the budget that were left for the answer' },
    },
  },

  numSamples: {
    kind: integer(-1),
    group: 'selection',
    help: 'questions to use; -1 means all',
    changes: 'lines',
    commands: SAMPLES,
    default: -1,
    at: {
      keychain: { help: 'questions to use (with a model: to keep); -1 means all' },
      synth: { help: 'questions to use (with a model: to keep); -1 means all' },
      needle: { help: 'samples of each length', default: NEEDLE_SAMPLES },
      chain: AS_FILL,
    },
  },
  preSamples: {
    kind: integer(0),
    group: 'selection',
    help: 'questions to leave out at the start',
    changes: 'lines',
    commands: SAMPLES,
    default: 0,
    at: {
      needle: { help: 'samples to leave out at the start, such as those of an earlier run' },
      chain: AS_FILL,
    },
  },
  eachLengthItsOwn: {
    kind: ownLengths,
    group: 'selection',
    help: 'of k lengths, the one at i (from 0) takes the positions that are i modulo k: no question stands at two lengths, and each has its own --num-samples. With =L,L,... positions are dealt out to these, of which --max-seq-length names those that are made',
    changes: 'lines',
    commands: SAMPLES,
    otherwise: 'every length has the same questions',
    goesWith: 'maxSeqLength',
    at: { chain: AS_FILL },
  },
  shuffleQa: {
    kind: flag,
    group: 'selection',
    help: 'ask the questions in an order drawn from the seed',
    changes: 'lines',
    commands: SELECTING,
    default: false,
    at: { chain: AS_FILL },
  },
  filterIdsPath: {
    kind: file,
    group: 'selection',
    help: 'keep these questions: an id a line, JSON or CSV with id or _id',
    changes: 'lines',
    commands: [...SELECTING, 'filter'],
    at: { chain: AS_FILL },
  },
  exclude: {
    kind: repeated(file),
    group: 'selection',
    help: 'do not ask again what was asked before: samples (and the rejects beside them), rejects, questions, lists of ids, or folders of them. By id, else by text; such a question may still be a distractor',
    changes: 'lines',
    commands: SELECTING,
    at: { chain: AS_FILL },
  },
  decontaminate: {
    kind: repeated(file),
    group: 'selection',
    help: 'ask nothing that stands in these evaluation sets (datasets, samples, questions, rows with a question, input or prompt), or shares 13 words in a row with one, and let it be no distractor. Case, punctuation and blanks aside (where a language has no blanks between words, a text is compared as a whole); each is a reject (CONTAMINATED)',
    changes: 'lines',
    commands: SELECTING,
    at: {
      chain: {
        help: 'let no question of these evaluation sets be a distractor; the same as fill has',
      },
    },
  },
  randomSeed: {
    kind: integer(0),
    group: 'selection',
    help: 'the only source of randomness',
    changes: 'lines',
    commands: [...SAMPLES, 'demo', 'mix'],
    default: 42,
    at: {
      chain: AS_FILL,
      mix: {
        help: 'what rows are drawn and ordered by, over the seed of the recipe; parts that are made have their own',
        default: undefined,
        otherwise: "the recipe's, else 42",
      },
    },
  },
  numQuestions: {
    kind: integer(1),
    group: 'selection',
    help: 'questions of the fictional world',
    changes: 'lines',
    commands: ['demo'],
    default: 300,
  },

  placement: {
    kind: choice(namesOf(PLACEMENTS), 'HOW'),
    group: 'placement',
    help: `among all passages: ${described(PLACEMENTS)}`,
    changes: 'lines',
    commands: SAMPLES,
    default: 'uniform',
    at: {
      needle: {
        help: `where needles stand among the ends of all sentences: ${described(PLACEMENTS)}`,
      },
      chain: AS_FILL,
    },
  },
  ...rowsOf(PLACEMENT_PARAMETERS, {
    group: 'placement',
    changes: 'lines',
    commands: SAMPLES,
    at: { chain: AS_FILL },
  }),

  chains: {
    kind: chainCount,
    group: 'chains',
    help: 'chains a sample, the true one included; auto = 1-per-1024 tokens of the budget, at most what a quarter of it holds; X may be a fraction',
    changes: 'lines',
    commands: CHAINED,
    default: 'auto',
  },
  hops: {
    kind: integer(1),
    group: 'chains',
    help: 'pairs from the head to the question',
    changes: 'lines',
    commands: CHAINED,
    default: 4,
  },
  keyFormat: {
    kind: keyFormatName,
    group: 'chains',
    help: 'how keys look',
    changes: 'lines',
    commands: CHAINED,
    default: 'uuid',
  },
  shape: {
    kind: choice(SHAPES),
    group: 'chains',
    help: 'tree: keys branch, one path leads on; full-tree: all paths lead down to the last level',
    changes: 'lines',
    commands: CHAINED,
    default: 'chain',
  },
  branching: {
    kind: integer(2),
    group: 'chains',
    help: 'pairs in which a branching key of a tree stands',
    changes: 'lines',
    commands: CHAINED,
    default: 2,
  },
  hopOrder: {
    kind: choice(HOP_ORDERS),
    group: 'chains',
    help: "order of a chain's pairs along the context",
    changes: 'lines',
    commands: CHAINED,
    default: 'random',
    at: { fill: AS_CHAIN },
  },
  ...NEEDLE_SETTINGS,
  distractQuestions: {
    kind: integer(-1),
    group: 'chains',
    help: 'distractor questions to add to each sample; -1 means none',
    changes: 'lines',
    commands: ['synth'],
    default: -1,
  },

  template: {
    kind: escapedText(),
    group: 'prompt',
    help: 'the prompt, with {context} and {question}; \\n is a line feed',
    changes: 'lines',
    commands: SAMPLES,
    otherwise: '{context}',
    at: {
      keychain: {
        help: 'the prompt, with {context}, {question}, {chain_head}; \\n is a line feed',
        otherwise: "the method's own",
      },
      fill: {
        help: 'the prompt, with {context}, {question}, {chain_head}; \\n is a line feed',
        otherwise: "the method's own",
      },
      chain: { help: 'the prompt of samples whose own knows no chains', otherwise: "the method's" },
      needle: { otherwise: 'the text, and the question behind it' },
    },
  },
  passageFormat: {
    kind: escapedText(),
    group: 'prompt',
    help: 'a passage; {i} counts from 0, {n} from 1',
    changes: 'lines',
    commands: SAMPLES,
    default: PASSAGE_FORMAT,
    at: { chain: AS_FILL },
  },
  removeNewlineTab: {
    kind: flag,
    group: 'prompt',
    help: 'squeeze all white space of the prompt to single blanks',
    changes: 'lines',
    commands: SAMPLES,
    default: false,
    at: { chain: AS_FILL },
  },
  ...CHAT_SETTINGS,
  keepContext: {
    kind: flag,
    group: 'prompt',
    help: 'write the context without pairs, too',
    changes: 'lines',
    commands: ['keychain', 'chain'],
    default: false,
  },

  minCorrect: {
    kind: integer(0),
    group: 'conditions',
    help: 'keep questions with at least N right answers',
    changes: 'lines',
    commands: [...JUDGING, 'filter'],
    at: {
      keychain: { otherwise: '1', goesWith: 'llmUrl' },
      synth: { otherwise: '1', goesWith: 'llmUrl' },
    },
  },
  maxCorrect: {
    kind: integer(0),
    group: 'conditions',
    help: 'keep questions with at most N right answers',
    changes: 'lines',
    commands: [...JUDGING, 'filter'],
    at: {
      keychain: { otherwise: 'three quarters of --n, so 6 of 8', goesWith: 'llmUrl' },
      synth: { otherwise: 'three quarters of --n, so 6 of 8', goesWith: 'llmUrl' },
    },
  },

  llmUrl: {
    kind: repeated(server),
    group: 'model',
    help: 'an OpenAI-compatible server, like http://127.0.0.1:8000/v1; more than one share the load',
    changes: 'calls',
    commands: MODEL,
    required: ['rollout', 'reasoning'],
    instead: ['journalOnly', 'batchOut', 'batchIn'],
    at: {
      trajectories: { otherwise: 'nobody is asked: the answers that the records hold are taken' },
      keychain: { otherwise: 'no model judges the questions' },
      synth: { otherwise: 'no model judges the questions' },
    },
  },
  model: {
    kind: place('NAME'),
    group: 'model',
    help: "the model's name on the server",
    changes: 'lines',
    commands: [...MODEL, 'export'],
    goesWith: 'llmUrl',
    at: {
      export: { help: 'of openai-batch: the model that is to be asked', goesWith: undefined },
    },
  },
  apiKeyEnv: {
    kind: name('NAME'),
    group: 'model',
    help: 'environment variable that holds the API key',
    changes: 'calls',
    commands: MODEL,
    otherwise: 'OPENAI_API_KEY, if it is set',
    goesWith: 'llmUrl',
  },
  azureApiVersion: {
    kind: name('V'),
    group: 'model',
    help: 'the servers are Azure deployments of this version',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  temperature: {
    kind: orWord(notNegative(), 'default'),
    group: 'model',
    help: "of sampling; default: none is asked for, so the server's own counts",
    changes: 'lines',
    commands: MODEL,
    default: CHAT_DEFAULTS.temperature,
    goesWith: 'llmUrl',
  },
  topP: {
    kind: positive(),
    group: 'model',
    help: 'of sampling',
    changes: 'lines',
    commands: MODEL,
    otherwise: "the server's",
    goesWith: 'llmUrl',
  },
  maxTokens: {
    kind: orWord(integer(1), 'none'),
    group: 'model',
    help: 'tokens of one answer at most, thoughts included; none: as many as the server gives',
    changes: 'lines',
    commands: MODEL,
    default: CHAT_DEFAULTS.maxTokens,
    goesWith: 'llmUrl',
  },
  concurrency: {
    kind: integer(1),
    group: 'model',
    help: 'calls under way at once',
    changes: 'calls',
    commands: MODEL,
    default: CHAT_DEFAULTS.concurrency,
    goesWith: 'llmUrl',
  },
  rpm: {
    kind: positive('N'),
    group: 'model',
    help: 'requests a minute at most',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  tpm: {
    kind: positive('N'),
    group: 'model',
    help: 'tokens a minute at most, prompts and answers',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  timeout: {
    kind: positive('SECONDS'),
    group: 'model',
    help: 'time for one call',
    changes: 'calls',
    commands: MODEL,
    default: CHAT_DEFAULTS.timeoutMs / 1000,
    goesWith: 'llmUrl',
  },
  retries: {
    kind: integer(0),
    group: 'model',
    help: 'how often a failed call is made again',
    changes: 'calls',
    commands: MODEL,
    default: CHAT_DEFAULTS.retries,
    goesWith: 'llmUrl',
  },
  patience: {
    kind: notNegative('SECONDS'),
    group: 'model',
    help: 'how long a server that does not answer is waited for',
    changes: 'calls',
    commands: MODEL,
    default: CHAT_DEFAULTS.patienceMs / 1000,
    goesWith: 'llmUrl',
  },
  runTimeout: {
    kind: positive('SECONDS'),
    group: 'model',
    help: 'time for the whole run',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  maxRequests: {
    kind: integer(1),
    group: 'model',
    help: 'requests that this run may send',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  maxCost: {
    kind: notNegative(),
    group: 'model',
    help: 'what this run may cost; needs the prices',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  priceIn: {
    kind: notNegative(),
    group: 'model',
    help: 'price of a million prompt tokens',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  priceOut: {
    kind: notNegative(),
    group: 'model',
    help: 'price of a million answer tokens',
    changes: 'calls',
    commands: MODEL,
    goesWith: 'llmUrl',
  },
  journal: {
    kind: place('DIR'),
    group: 'model',
    help: 'folder that keeps every answer, so that none is paid for twice',
    changes: 'calls',
    commands: MODEL,
    otherwise: 'in the user cache',
    goesWith: 'llmUrl',
  },
  ...MODEL_SETTINGS,
  ...BATCH_SETTINGS,

  n: {
    kind: integer(1),
    group: 'asking',
    help: 'answers to each prompt',
    changes: 'lines',
    commands: MODEL,
    default: 8,
    goesWith: 'llmUrl',
  },
  prompt: {
    kind: file,
    group: 'asking',
    help: 'a prompt of your own, with {prompt} or {context} and {question}, and {instruction}',
    changes: 'lines',
    commands: MODEL,
    goesWith: 'llmUrl',
    at: {
      // Of stored answers it says what was asked.
      trajectories: { goesWith: undefined },
      reasoning: {
        help: 'a prompt of your own, with {prompt} or {context} and {question}, {answer} and {instruction}',
      },
    },
  },
  answerInstruction: {
    kind: escapedText(),
    group: 'asking',
    help: 'what {instruction} stands for: how the model is to give its answer',
    changes: 'lines',
    commands: MODEL,
    goesWith: 'llmUrl',
    at: { trajectories: { goesWith: undefined } },
  },
  style: {
    kind: choice(namesOf(STYLES), 'STYLE'),
    group: 'asking',
    help: `how the model is to reason: ${described(STYLES)}`,
    changes: 'lines',
    commands: ['reasoning'],
    default: 'cot',
  },

  rule: {
    kind: choice(namesOf(SCORING_RULES), 'RULE'),
    group: 'judging',
    help: `how an answer is found: ${namesOf(SCORING_RULES).join(', ')}`,
    changes: 'lines',
    commands: RULED,
    otherwise: 'answer-is',
    at: {
      keychain: { goesWith: 'llmUrl' },
      synth: { goesWith: 'llmUrl' },
      rollout: {
        otherwise: 'answer-is for questions, boxed-or-answer-is for samples, all-of for needles',
      },
      trajectories: {
        otherwise: 'think-boxed, all-of for needles; of stored answers boxed-or-answer-is',
      },
      filter: { otherwise: 'loongrl', goesWith: 'dropUnjudgeable' },
      export: { help: "how the trainer's reward finds an answer", otherwise: 'loongrl' },
    },
  },
  metric: {
    kind: choice(namesOf(METRICS), 'METRIC'),
    group: 'judging',
    help: `what counts as right: ${namesOf(METRICS).join(', ')}`,
    changes: 'lines',
    commands: RULED,
    otherwise: "the rule's own",
    at: {
      keychain: { goesWith: 'llmUrl' },
      synth: { goesWith: 'llmUrl' },
      filter: { goesWith: 'dropUnjudgeable' },
    },
  },
  predictions: {
    kind: name('NAME'),
    group: 'judging',
    help: 'the field that holds the predictions: a list of texts, or of {pred}',
    changes: 'lines',
    commands: ['score'],
    otherwise: 'predictions, pred_list, qwq_pred_list or rollouts, the first that is there',
  },
  take: {
    kind: orWord(orWord(integer(1), 'best'), 'all'),
    group: 'judging',
    help: 'which right answers of a sample are written: the best one (highest F1, the first on a tie) with all that was answered; or all, or the N best, a row each. None that was cut off',
    changes: 'lines',
    commands: ['trajectories'],
    default: 'best',
  },
  keepUnsolved: {
    kind: flag,
    group: 'judging',
    help: 'write the samples too that no answer gets right, without messages',
    changes: 'lines',
    commands: ['trajectories'],
    default: false,
  },

  rescue: {
    kind: flag,
    group: 'rescue',
    help: 'ask a second model what the first one never gets right; it decides then',
    changes: 'lines',
    commands: RESCUING,
    default: false,
    goesWith: 'llmUrl',
  },
  rescueModel: {
    kind: place('NAME'),
    group: 'rescue',
    help: "the second model's name",
    changes: 'lines',
    commands: RESCUING,
    goesWith: 'llmUrl',
  },
  rescueUrl: {
    kind: repeated(server),
    group: 'rescue',
    help: 'its servers',
    changes: 'calls',
    commands: RESCUING,
    otherwise: 'those of --llm-url',
    goesWith: 'rescueModel',
  },
  rescueApiKeyEnv: {
    kind: name('NAME'),
    group: 'rescue',
    help: 'variable of its key',
    changes: 'calls',
    commands: RESCUING,
    otherwise: 'the same',
    goesWith: 'rescueModel',
  },
  rescuePriceIn: {
    kind: notNegative(),
    group: 'rescue',
    help: 'its price of a million prompt tokens',
    changes: 'calls',
    commands: RESCUING,
    otherwise: 'the same',
    goesWith: 'rescueModel',
  },
  rescuePriceOut: {
    kind: notNegative(),
    group: 'rescue',
    help: 'its price of a million answer tokens',
    changes: 'calls',
    commands: RESCUING,
    otherwise: 'the same',
    goesWith: 'rescueModel',
  },
  ...RESCUE_SETTINGS,

  fresh: {
    kind: flag,
    group: 'output',
    help: 'starts over: what is there of the outputs, finished or not, in any format, is removed first',
    changes: 'nothing',
    commands: [...MAKING, 'merge', 'mix', 'export'],
    default: false,
    at: {
      mix: {
        help: 'starts over: a mixture that is there is replaced, and parts of another plan are made anew',
      },
      export: { help: 'writes over what is there, whoever has written it' },
      merge: { help: 'merges shards again, though what they are merged to is there' },
    },
  },
  saveDir: {
    kind: place('DIR'),
    group: 'output',
    help: 'where outputs go, in a folder a dataset; inputs of one name are told apart by their folders',
    changes: 'nothing',
    commands: [...MAKING, 'mix', 'demo', 'run'],
    default: '.',
    at: {
      mix: { help: 'where the folder of the mixture goes, and that of the parts that are made' },
      demo: { help: 'where the world and its samples go', default: 'demo-out' },
      run: {
        default: undefined,
        help: 'where a manifest makes its file again',
        otherwise: 'beside the manifest, if the file is not there',
      },
    },
  },
  saveName: {
    kind: folderBelow('NAME'),
    group: 'output',
    help: "that folder's name",
    changes: 'nothing',
    commands: [...MAKING, 'mix'],
    otherwise: "the dataset file's",
    at: {
      needle: { otherwise: "the first file's, or folder's" },
      mix: { otherwise: "the recipe's", help: "that folder's name; parts go to NAME.parts" },
    },
  },
  subset: {
    kind: partOfName('NAME'),
    group: 'output',
    help: 'first part of the file names',
    changes: 'nothing',
    commands: MAKING,
    default: 'validation',
    at: { 'relevant-only': { default: 'relevant' } },
  },
  format: {
    kind: choice(namesOf(SINKS), 'FORMAT'),
    group: 'output',
    help: `how samples are written: ${described(SINKS)}`,
    changes: 'bytes',
    commands: [...MAKING, 'mix', 'export'],
    default: 'jsonl.gz',
    at: {
      mix: { help: 'how rows are written, as lines: jsonl.gz, jsonl.zst or jsonl' },
      export: {
        help: `how files in a folder are written: ${described(SINKS)}`,
        default: undefined,
        otherwise: 'as the target reads them best',
      },
    },
  },
  compressionLevel: {
    kind: integer(0, 19),
    group: 'output',
    help: `from fast to small (${levelsInWords()})`,
    changes: 'bytes',
    commands: MAKING,
    otherwise: "the format's own",
    aliases: ['gzip-level'],
  },
  stage: {
    kind: repeated(file),
    group: 'output',
    help: 'a module with a function stage(sample, question), which each sample passes before it is written',
    changes: 'lines',
    commands: MAKING,
  },
  out: {
    kind: output('FILE|-'),
    group: 'output',
    help: 'where the lines go (compressed if it ends in .gz or .zst); - is standard output',
    changes: 'nothing',
    commands: [...MAKING, ...STAGES, 'export', 'download', 'report'],
    otherwise: '-',
    at: {
      report: {
        help: 'where the page goes; its figures go beside it, with the ending .json; - is standard output, for the page alone',
        otherwise: 'report.html',
      },
      download: {
        help: 'folder that the files go to',
        otherwise: 'this one; for hf: the cache of the Hub, and no copy',
      },
      export: {
        help: 'a folder, or a file whose ending says its format; - is standard output, as JSON lines',
      },
      keychain: { help: '-: one plain JSONL stream on standard output', otherwise: 'files' },
      synth: { help: '-: one plain JSONL stream on standard output', otherwise: 'files' },
      'relevant-only': {
        help: '-: one plain JSONL stream on standard output',
        otherwise: 'files',
      },
      needle: { help: '-: one plain JSONL stream on standard output', otherwise: 'files' },
    },
  },

  rejects: {
    kind: output(),
    group: 'rejects',
    help: 'where rejects go; else they are counted',
    changes: 'nothing',
    commands: [...MAKING, ...STAGES, 'index', 'export'],
    at: {
      keychain: { help: 'where rejects go with --out -', goesWith: 'out' },
      synth: { help: 'where rejects go with --out -', goesWith: 'out' },
      'relevant-only': { help: 'where rejects go with --out -', goesWith: 'out' },
      needle: { help: 'where rejects go with --out -', goesWith: 'out' },
    },
  },
  onReject: {
    kind: choice(['keep', 'fail']),
    group: 'rejects',
    help: 'keep: set bad records aside and go on; fail: stop at the first',
    changes: 'nothing',
    commands: [...MAKING, ...STAGES, 'index', 'mix', 'export'],
    default: 'keep',
  },
  allowRejects: {
    kind: flag,
    group: 'rejects',
    help: 'exit with 0 although records were rejected',
    changes: 'nothing',
    commands: [...MAKING, ...STAGES, 'index', 'mix', 'export'],
    default: false,
  },

  workers: {
    kind: integer(1),
    group: 'running',
    help: 'threads that assemble samples; what is written does not depend on it',
    changes: 'nothing',
    commands: [...MAKING, 'demo', 'verify', 'index'],
    otherwise: 'one a core, fewer where a run is small',
    at: {
      demo: {
        help: 'threads that make samples, and verify them; what is written does not depend on it',
      },
      index: { help: 'threads that read and count; what is built does not depend on it' },
      verify: { help: 'threads that look at samples; what is reported does not depend on it' },
    },
  },
  shard: {
    kind: orWord(shardNumber, 'auto'),
    group: 'running',
    help: 'make the I-th of N parts of the run (I from 0), for merge to join; auto: which one, SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX says',
    changes: 'nothing',
    commands: MAKING,
    otherwise: 'the whole run',
  },
  shards: {
    kind: integer(1, MOST_SHARDS),
    group: 'running',
    help: 'into how many parts the run is cut',
    changes: 'nothing',
    commands: [...MAKING, 'launch'],
    required: ['launch'],
    at: { keychain: FOR_AUTO, synth: FOR_AUTO, 'relevant-only': FOR_AUTO, needle: FOR_AUTO },
  },
  port: {
    kind: integer(0, 65_535),
    group: 'running',
    help: 'the port of the page on this machine; 0 for any that is free',
    changes: 'nothing',
    commands: ['view'],
    default: 0,
  },
  idle: {
    kind: positive('SECONDS'),
    group: 'running',
    help: 'end when nobody has asked for anything for so long',
    changes: 'nothing',
    commands: ['view'],
    otherwise: 'never',
  },
  sbatch: {
    kind: options,
    group: 'engine',
    help: "further options of Slurm's sbatch, for every job, such as '--partition=cpu --time=4:00:00'",
    changes: 'nothing',
    commands: ['launch'],
  },
  ...KUBERNETES_SETTINGS,
  submit: {
    kind: flag,
    group: 'engine',
    help: 'hand the jobs over, too, and print their ids',
    changes: 'nothing',
    commands: ['launch'],
    default: false,
  },
  dryRun: {
    kind: flag,
    group: 'running',
    help: 'print the plan and an estimate, write and ask nothing',
    changes: 'nothing',
    commands: [...MAKING, ...ASKING, 'mix'],
    default: false,
    at: {
      trajectories: { goesWith: 'llmUrl' },
      mix: {
        help: 'print the plan, and what would be drawn of parts that are there; write nothing',
      },
    },
  },
  preset: {
    kind: choice(Object.keys(PRESETS), 'NAME'),
    group: 'running',
    help: Object.entries(PRESETS)
      .map(([preset, { help }]) => `${preset}: ${help}`)
      .join('; '),
    changes: 'lines',
    commands: [...CHAINED, 'synth', 'needle'],
  },
  config: {
    kind: file,
    group: 'running',
    help: 'settings from a YAML or JSON file; options win over it',
    changes: 'nothing',
    commands: CONFIGURED,
  },
  json: {
    kind: flag,
    group: 'running',
    help: 'machine-readable progress and summary, one JSON object a line on stderr',
    changes: 'nothing',
    commands: TELLING,
    default: false,
  },
  quiet: {
    kind: flag,
    group: 'running',
    help: 'nothing but errors on stderr',
    changes: 'nothing',
    commands: TELLING,
    default: false,
  },
  debug: {
    kind: flag,
    group: 'running',
    help: 'show where an error comes from',
    changes: 'nothing',
    commands: COMMAND_NAMES,
    default: false,
  },
  help: {
    kind: flag,
    group: 'running',
    help: 'show this; with the name of a group, that group alone',
    changes: 'nothing',
    commands: COMMAND_NAMES,
    default: false,
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

import { DATASET_FORMATS } from '../../lib/datasets/registry.js';
import { ASKING, KEEPING, MODEL, REASONING, RESCUE, SCORING } from './model-options.js';
import type { Option } from './option.js';

export type { Option } from './option.js';

const READING = {
  'dataset-format': {
    value: 'FORMAT',
    default: 'auto',
    help: `auto, ${DATASET_FORMATS.slice(0, -1).join(', ')} or ${DATASET_FORMATS.at(-1)}`,
  },
} satisfies Record<string, Option>;

const TOKENIZER = {
  'tokenizer-type': {
    value: 'TYPE',
    default: 'openai',
    help: 'openai (an encoding, nothing to download) or hf (a tokenizer.json)',
  },
  'tokenizer-path': {
    value: 'NAME|DIR|FILE',
    help: 'openai: the encoding (default cl100k_base); hf: a tokenizer.json or its folder',
  },
} satisfies Record<string, Option>;

const CORPUS = {
  corpus: {
    value: 'DIR',
    help: 'folder of the corpus (default: one a dataset in the user cache, found again)',
  },
} satisfies Record<string, Option>;

const REJECTS = {
  'on-reject': {
    value: 'keep|fail',
    default: 'keep',
    help: 'keep: set bad records aside and go on; fail: stop at the first',
  },
  'allow-rejects': { help: 'exit with 0 although records were rejected' },
} satisfies Record<string, Option>;

const SELECTING = {
  'num-samples': { value: 'N', default: '-1', help: 'questions to use; -1 means all' },
  'pre-samples': { value: 'N', default: '0', help: 'questions to leave out at the start' },
  'shuffle-qa': { help: 'ask the questions in an order drawn from the seed' },
  'filter-ids-path': {
    value: 'FILE',
    help: 'keep these questions: JSONL with id, or an id a line',
  },
} satisfies Record<string, Option>;

const SEED = {
  'random-seed': { value: 'N', default: '42', help: 'the only source of randomness' },
} satisfies Record<string, Option>;

const PROMPT = {
  template: {
    value: 'TEXT',
    help: 'the prompt, with {context}, {question}, {chain_head}; \\n is a line feed',
  },
  'passage-format': {
    value: 'TEXT',
    default: 'Document {i}:\\n{title}\\n{text}',
    help: 'a passage; {i} counts from 0, {n} from 1',
  },
  'remove-newline-tab': { help: 'squeeze all white space of the prompt to single blanks' },
} satisfies Record<string, Option>;

const LENGTH = {
  'max-seq-length': {
    value: 'L[,L...]',
    help: 'token budgets, 4k = 4096; one output each, all in one pass',
  },
  'tokens-to-generate': {
    value: 'N',
    default: '128',
    help: 'tokens of the budget left for the answer',
  },
} satisfies Record<string, Option>;

const PLACING = {
  placement: {
    value: 'HOW',
    default: 'uniform',
    help: 'where supporting passages go: uniform, gaussian, start, end or spread',
  },
  sigma: { value: 'X', default: '0.30', help: 'standard deviation of the gaussian placement' },
  clamp: {
    value: 'X',
    default: '0.95',
    help: 'where the gaussian placement is cut, on either side',
  },
} satisfies Record<string, Option>;

const CHAINS = {
  chains: {
    value: 'N|auto|N-per-1024',
    default: 'auto',
    help: 'chains a sample, the true one included; auto = 1-per-1024 tokens of the budget',
  },
  hops: { value: 'N', default: '4', help: 'pairs from the head to the question' },
  'key-format': { value: 'uuid|hexN|nanoN', default: 'uuid', help: 'how keys look' },
  shape: { value: 'chain|tree', default: 'chain', help: 'tree: keys branch, one path leads on' },
  branching: { value: 'N', default: '2', help: 'pairs in which a branching key stands' },
  'hop-order': {
    value: 'random|forward|backward',
    default: 'random',
    help: "order of a chain's pairs along the context",
  },
  preset: { value: 'loongrl', help: 'hex8 keys, 4 hops, 4-per-1024 chains, gaussian placement' },
} satisfies Record<string, Option>;

const KEEP_CONTEXT = {
  'keep-context': { help: 'write the context without pairs, too' },
} satisfies Record<string, Option>;

const SAVING = {
  'save-dir': { value: 'DIR', default: '.', help: 'where outputs go, in a folder a dataset' },
  'save-name': { value: 'NAME', help: "that folder's name (default: the dataset file's)" },
  subset: { value: 'NAME', default: 'validation', help: 'first part of the file names' },
  out: { value: '-', help: 'one plain JSONL stream on standard output instead of files' },
  rejects: { value: 'FILE', help: 'where rejects go with --out -' },
  'gzip-level': { value: 'N', default: '6', help: '0 to 9' },
  workers: { value: 'N', help: 'threads that assemble samples (default: one a core)' },
  'dry-run': { help: 'print the resolved plan and an estimate, write nothing' },
} satisfies Record<string, Option>;

const STREAMING = {
  out: { value: 'FILE|-', default: '-', help: 'where the lines go (gzipped if it ends in .gz)' },
  rejects: { value: 'FILE', help: 'where rejects go; else they are counted' },
} satisfies Record<string, Option>;

const INPUT = {
  dataset: { value: 'FILE', multiple: true, help: 'a dataset, like a positional argument' },
} satisfies Record<string, Option>;

const RUNNING = {
  json: { help: 'machine-readable progress and summary, one JSON object a line on stderr' },
  quiet: { help: 'nothing but errors on stderr' },
  debug: { help: 'show where an error comes from' },
  help: { help: 'show this' },
} satisfies Record<string, Option>;

export const OPTION_GROUPS = {
  READING,
  TOKENIZER,
  CORPUS,
  REJECTS,
  SELECTING,
  SEED,
  PROMPT,
  LENGTH,
  PLACING,
  CHAINS,
  KEEP_CONTEXT,
  SAVING,
  STREAMING,
  INPUT,
  RUNNING,
  MODEL,
  ASKING,
  SCORING,
  RESCUE,
  KEEPING,
  REASONING,
};

/** Options by name, in the order of `--help`. */
export type OptionTable = Record<string, Option>;

/** Joins groups into the table of one command. */
export const optionsOf = (...groups: OptionTable[]): OptionTable =>
  Object.assign({}, ...groups, RUNNING);

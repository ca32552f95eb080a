import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { DATASET_FORMATS } from '../../lib/datasets/registry.js';
import { KeychainError } from '../../lib/errors.js';
import { PLACEMENT_PARAMETERS, PLACEMENTS } from '../../lib/fill/placements/registry.js';
import { CONTEXT_TEMPLATE, KEYCHAIN_TEMPLATE } from '../../lib/prompt/template.js';
import { HOP_ORDERS, SHAPES } from '../../lib/records/sample.js';
import { TOKENIZERS } from '../../lib/tokenize/registry.js';
import type { TokenizerKind } from '../../lib/tokenize/tokenizer-kind.js';
import { defaultsOf, namesOf } from '../../lib/values/registry.js';
import type {
  ChainCount,
  ChainSettings,
  CorpusSettings,
  DatasetInput,
  OutputSettings,
  SampleSettings,
  SelectSettings,
  TokenizerSettings,
} from '../../pipelines/settings.js';
import type { Arguments } from './arguments.js';
import { integer, lengths, oneOf, positive, unescaped } from './values.js';

/** The datasets named, by position or with `--dataset`. */
export function inputsOf(args: Arguments): DatasetInput[] {
  const format = oneOf(args, 'dataset-format', ['auto', ...DATASET_FORMATS]);
  const files = [...args.positionals, ...args.texts('dataset')];
  if (files.length === 0) {
    throw new KeychainError('USAGE', 'name a dataset file, or - for standard input');
  }
  return files.map(file => ({ file, format }));
}

/** The datasets named, or standard input. */
export const inputsOrStdin = (args: Arguments): DatasetInput[] =>
  args.positionals.length + args.texts('dataset').length > 0
    ? inputsOf(args)
    : [{ file: '-', format: oneOf(args, 'dataset-format', ['auto', ...DATASET_FORMATS]) }];

export function tokenizerOf(args: Arguments): TokenizerSettings {
  const type = oneOf(args, 'tokenizer-type', namesOf(TOKENIZERS));
  const known: TokenizerKind['path'] = TOKENIZERS[type].path;
  const path = args.text('tokenizer-path') ?? known.default;
  if (path !== undefined) return { type, path };
  throw new KeychainError(
    'USAGE',
    `--tokenizer-type ${type} needs --tokenizer-path: ${known.help}`,
  );
}

export function cacheDir(): string {
  // An empty variable counts as unset (XDG Base Directory Specification).
  const base = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(base, 'keychain');
}

export const corpusOf = (args: Arguments): CorpusSettings => ({
  cacheDir: cacheDir(),
  dir: args.text('corpus'),
});

export const selectionOf = (args: Arguments): SelectSettings => ({
  shuffle: args.flag('shuffle-qa'),
  seed: integer(args, 'random-seed', 0),
  idsFile: args.text('filter-ids-path'),
  preSamples: integer(args, 'pre-samples', 0),
  numSamples: integer(args, 'num-samples', -1),
});

/** `needsLength`: whether the command cannot do without a budget. */
export function sampleSettingsOf(
  args: Arguments,
  kind: SampleSettings['kind'],
  needsLength: boolean,
): SampleSettings {
  const chains = kind === 'keychain' ? chainSettingsOf(args) : undefined;
  const isLoongrl = kind === 'keychain' && presetOf(args) !== undefined;
  return {
    kind,
    maxSeqLengths: needsLength || args.given('max-seq-length') ? lengths(args) : [null],
    seed: integer(args, 'random-seed', 0),
    tokensToGenerate: integer(args, 'tokens-to-generate', 0),
    template: templateOf(args, chains !== undefined),
    passageFormat: unescaped(args.text('passage-format') ?? ''),
    removeNewlineTab: args.flag('remove-newline-tab'),
    placement:
      isLoongrl && !args.given('placement')
        ? 'gaussian'
        : oneOf(args, 'placement', namesOf(PLACEMENTS)),
    ...defaultsOf(PLACEMENT_PARAMETERS),
    sigma: positive(args, 'sigma'),
    clamp: positive(args, 'clamp'),
    distractQuestions: args.text('distract-questions') ? integer(args, 'distract-questions', 0) : 0,
    keepContext: args.flag('keep-context'),
    chains,
  };
}

function templateOf(args: Arguments, hasChains: boolean): string {
  const given = args.text('template');
  if (given !== undefined) return unescaped(given);
  return hasChains ? KEYCHAIN_TEMPLATE : CONTEXT_TEMPLATE;
}

const presetOf = (args: Arguments): 'loongrl' | undefined =>
  args.given('preset') ? oneOf(args, 'preset', ['loongrl'] as const) : undefined;

/** The chains asked for, or undefined for `--chains 0`. */
export function chainSettingsOf(args: Arguments): ChainSettings | undefined {
  const isLoongrl = presetOf(args) !== undefined;
  const preset = <T>(name: string, value: T, otherwise: T): T =>
    isLoongrl && !args.given(name) ? value : otherwise;
  const count = preset<ChainCount>('chains', { per1024: 4 }, chainCountOf(args));
  if ('fixed' in count && count.fixed === 0) return undefined;
  return {
    count,
    hops: integer(args, 'hops', 1),
    keyFormat: preset('key-format', 'hex8', args.text('key-format') ?? ''),
    shape: oneOf(args, 'shape', SHAPES),
    branching: integer(args, 'branching', 2),
    hopOrder: oneOf(args, 'hop-order', HOP_ORDERS),
  };
}

function chainCountOf(args: Arguments): ChainCount {
  const text = args.text('chains') ?? '';
  if (text === 'auto') return { per1024: 1 };
  if (/^\d+$/.test(text)) return { fixed: Number(text) };
  const per1024 = Number(/^(\d+)-per-1024$/.exec(text)?.[1]);
  if (per1024 > 0) return { per1024 };
  throw new KeychainError(
    'USAGE',
    `--chains ${text}: allowed are a number, auto, or N-per-1024 like 4-per-1024`,
  );
}

export function outputOf(args: Arguments, subset: string): OutputSettings {
  const out = args.text('out');
  if (out !== undefined && out !== '-') {
    throw new KeychainError('USAGE', `--out ${out}: only - is allowed here; see --save-dir`);
  }
  return {
    saveDir: args.text('save-dir') ?? '.',
    saveName: args.text('save-name'),
    subset: args.given('subset') ? (args.text('subset') ?? subset) : subset,
    out,
    rejects: args.text('rejects'),
    gzipLevel: integer(args, 'gzip-level', 0, 9),
  };
}

export const workersOf = (args: Arguments): number =>
  args.given('workers') ? integer(args, 'workers', 1) : availableParallelism();

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { readArguments } from '../../../bin/cli/arguments.js';
import type { Manifest } from '../../../lib/assemble/outputs/manifest.js';
import { MAKING } from '../../../lib/settings/commands.js';
import { isPlanned } from '../../../lib/settings/plan.js';
import { settingsOf } from '../../../lib/settings/resolve.js';
import { hyphenated } from '../../../lib/settings/setting.js';
import { SETTINGS, type SettingName } from '../../../lib/settings/table.js';
import { command } from '../../support/command.js';
import { modelOf } from './effect.js';
import { type Ground, makeGround, reset } from './ground.js';

type Making = (typeof MAKING)[number];

/** Options that give a setting another value than it has without them. */
type Variant = string | ((ground: Ground, making: Making) => Promise<string[]> | string[]);

/** What a template cannot do without. */
const ASKS: Partial<Record<Making, string>> = {
  keychain: '{chain_head}',
  needle: '{question}',
};

const RESCUED_BY_KEY = '--rescue-model strong --rescue-api-key-env KEYCHAIN_PLAN_KEY';

const VARIANTS: Partial<Record<SettingName, Variant>> = {
  dataset: ({ musique }) => ['--dataset', musique],
  datasetFormat: '--dataset-format hotpotqa',
  unescapeEntities: '--unescape-entities',
  maxRecordBytes: '--max-record-bytes 1m',
  maxExpansion: '--max-expansion 300',
  corpus: ({ fresh }) => ['--corpus', fresh('corpus')],
  fillers: ({ texts }) => ['--fillers', texts],
  fillerTokens: ({ texts }) => ['--fillers', texts, '--filler-tokens', '50'],
  fillersOnly: ({ texts }) => ['--fillers', texts, '--fillers-only'],
  tokenizerType: ({ wordTokenizer }) => [
    ...['--tokenizer-type', 'hf', '--tokenizer-path', wordTokenizer],
  ],
  tokenizerPath: '--tokenizer-path gpt2',
  maxSeqLength: '--max-seq-length 1900',
  tokensToGenerate: '--tokens-to-generate 64',
  numSamples: '--num-samples 5',
  preSamples: '--pre-samples 1',
  eachLengthItsOwn: '--max-seq-length 2k,3k --each-length-its-own',
  shuffleQa: '--shuffle-qa',
  filterIdsPath: ({ ids }) => ['--filter-ids-path', ids],
  exclude: ({ ids }) => ['--exclude', ids],
  decontaminate: ({ evaluation }) => ['--decontaminate', evaluation, '--allow-rejects'],
  randomSeed: '--random-seed 7',
  placement: '--placement start',
  sigma: '--sigma 0.2',
  clamp: '--clamp 0.5',
  chains: '--chains 1',
  hops: '--hops 2',
  keyFormat: '--key-format hex8',
  shape: '--shape tree --hops 2',
  branching: '--branching 3',
  hopOrder: '--hop-order forward',
  preset: '--preset loongrl',
  distractQuestions: '--distract-questions 1',
  template: (_, making) => ['--template', `{context} ${ASKS[making] ?? ''}`],
  keys: '--keys 3',
  values: '--values 2',
  queries: '--queries 2',
  value: '--value words',
  passageFormat: () => ['--passage-format', 'P{n}: {title} - {text}'],
  removeNewlineTab: '--remove-newline-tab',
  chatTemplate: ({ chatTemplate }) => ['--chat-template', chatTemplate],
  sampleSystemPrompt: ({ chatTemplate }) => [
    ...['--chat-template', chatTemplate, '--sample-system-prompt', 'Careful.'],
  ],
  sampleInstruction: '--sample-instruction Answer.',
  chatDate: ({ chatTemplate }) => [
    ...['--chat-template', chatTemplate, '--chat-date', '2024-07-26'],
  ],
  chatTemplateKwargs: ({ chatTemplate }) => [
    ...['--chat-template', chatTemplate],
    ...['--chat-template-kwargs', '{"enable_thinking":false}'],
  ],
  keepContext: '--keep-context',
  fresh: '--fresh',
  saveDir: ({ fresh }) => ['--save-dir', fresh()],
  saveName: '--save-name other',
  subset: '--subset train',
  format: '--format jsonl',
  compressionLevel: '--compression-level 1',
  stage: ({ stage }) => ['--stage', stage],
  out: '--out -',
  rejects: ({ fresh }) => ['--out', '-', '--rejects', fresh('rejects')],
  onReject: '--on-reject fail',
  allowRejects: '--allow-rejects',
  workers: '--workers 2',
  shard: '--shard 0/2',
  shards: '--shard 0/2 --shards 2',
  dryRun: '--dry-run',
  config: async ({ file }) => ['--config', await file('run.yaml', 'quiet: true\n')],
  json: '--json',
  quiet: '--quiet',
  debug: '--debug',
  help: '--help',

  llmUrl: ({ other }) => ['--llm-url', other.url],
  model: '--model other',
  apiKeyEnv: '--api-key-env KEYCHAIN_PLAN_KEY',
  azureApiVersion: '--azure-api-version 2024-10-21 --api-key-env KEYCHAIN_PLAN_KEY',
  temperature: '--temperature 0.5',
  topP: '--top-p 0.5',
  maxTokens: '--max-tokens 100',
  concurrency: '--concurrency 1',
  rpm: '--rpm 6000',
  tpm: '--tpm 6000000',
  timeout: '--timeout 60',
  retries: '--retries 1',
  patience: '--patience 10',
  runTimeout: '--run-timeout 60',
  maxRequests: '--max-requests 1000',
  maxCost: '--max-cost 100 --price-in 1',
  priceIn: '--price-in 1',
  priceOut: '--price-out 1',
  journal: ({ fresh }) => ['--journal', fresh('journal')],
  apiKeyCommand: '--api-key-command whoami',
  header: '--header X-Team=a',
  headerEnv: '--header-env X-Team=KEYCHAIN_PLAN_KEY',
  systemPrompt: '--system-prompt Careful.',
  extraBody: '--extra-body {"top_k":20}',
  modelVersion: '--model-version step-2',
  stream: '--stream',
  maxTotalTokens: '--max-total-tokens 100000000',
  askAgain: '--ask-again empty,cut',
  journalOnly: async (ground, making) => {
    const journal = ['--journal', ground.fresh('journal')];
    await made(making, journal, true);
    return [...journal, '--journal-only'];
  },
  n: '--n 4',
  prompt: async ({ file }) => ['--prompt', await file('p.txt', '{prompt}\nQuestion: {question}\n')],
  answerInstruction: '--answer-instruction Speak.',
  rule: '--rule boxed-or-answer-is',
  metric: '--metric em',
  minCorrect: '--min-correct 0',
  maxCorrect: '--max-correct 2',
  rescue: '--rescue --rescue-model strong',
  rescueModel: '--rescue-model strong',
  rescueUrl: ({ other }) => ['--rescue-model', 'strong', '--rescue-url', other.url],
  rescueApiKeyEnv: '--rescue-model strong --rescue-api-key-env KEYCHAIN_PLAN_KEY',
  rescuePriceIn: '--rescue-model strong --rescue-price-in 1',
  rescuePriceOut: '--rescue-model strong --rescue-price-out 1',
  rescueTemperature: '--rescue-model strong --rescue-temperature 0.5',
  rescueTopP: '--rescue-model strong --rescue-top-p 0.5',
  rescueMaxTokens: '--rescue-model strong --rescue-max-tokens none',
  rescueN: '--rescue-model strong --rescue-n 4',
  rescueSystemPrompt: '--rescue-model strong --rescue-system-prompt Slowly.',
  rescueExtraBody: '--rescue-model strong --rescue-extra-body {"top_k":20}',
  rescueModelVersion: '--rescue-model strong --rescue-model-version step-2',
  rescueMinCorrect: '--rescue-model strong --rescue-min-correct 0',
  rescueMaxCorrect: '--rescue-model strong --rescue-max-correct 2',
  rescueApiKeyCommand: '--rescue-model strong --rescue-api-key-command whoami',
  rescueAzureApiVersion: `${RESCUED_BY_KEY} --rescue-azure-api-version 2024-10-21`,
  rescueHeader: '--rescue-model strong --rescue-header X-Team=a',
  rescueHeaderEnv: '--rescue-model strong --rescue-header-env X-Team=KEYCHAIN_PLAN_KEY',
  rescueStream: '--rescue-model strong --rescue-stream',
  rescueConcurrency: '--rescue-model strong --rescue-concurrency 1',
  rescueRpm: '--rescue-model strong --rescue-rpm 6000',
  rescueTpm: '--rescue-model strong --rescue-tpm 6000000',
  rescueTimeout: '--rescue-model strong --rescue-timeout 60',
  rescueMaxRequests: '--rescue-model strong --rescue-max-requests 1000',
  rescueMaxTotalTokens: '--rescue-model strong --rescue-max-total-tokens 100000000',
  rescueMaxCost: '--rescue-model strong --rescue-max-cost 100 --price-in 1',
};

process.env.KEYCHAIN_PLAN_KEY = 'key-of-the-tests';

let ground: Ground;

test.before(async () => {
  ground = await makeGround();
});

test.after.always(() => ground?.close());

interface Made {
  /** SHA-256 of the file; undefined where none is written. */
  file: string | undefined;
  plan: string | undefined;
  /** What is on standard output, or would be. */
  lines: string;
}

async function made(making: Making, options: readonly string[], isJudged: boolean): Promise<Made> {
  reset(ground.server);
  reset(ground.other);
  const length = making === 'relevant-only' ? [] : ['--max-seq-length', '2k'];
  const model = isJudged ? modelOf(ground) : [];
  const dir = ground.fresh();
  // Given last, so that a variant comes before it where it says the same.
  const saved = options.includes('--save-dir') ? [] : ['--save-dir', dir];
  const workers = options.includes('--workers') ? [] : ['--workers', '1'];
  const few = ['--num-samples', '6', ...workers];
  const args = [making, ground.hotpotqa, ...length, ...few, ...model, ...saved];
  const { code, stdout, stderr } = await command([...args, ...options]);
  if (code !== 0) throw new Error(`${args.join(' ')} ${options.join(' ')}: ${stderr}`);
  const at = options.includes('--save-dir') ? options[options.indexOf('--save-dir') + 1]! : dir;
  return madeIn(at, stdout);
}

/** What is in a folder: of shards and their whole the whole. */
async function madeIn(at: string, stdout: string): Promise<Made> {
  const names = await readdir(at, { recursive: true }).catch(() => [] as string[]);
  const inFirst = (ending: RegExp): string | undefined =>
    names
      .filter(name => ending.test(name))
      .sort()
      .at(-1);
  const file = inFirst(/\.jsonl(\.gz)?$/);
  const manifest = inFirst(/\.manifest\.json$/);
  if (file === undefined || manifest === undefined) {
    return { file: undefined, plan: undefined, lines: stdout };
  }
  const bytes = await readFile(join(at, file));
  const { plan_sha256 } = JSON.parse(await readFile(join(at, manifest), 'utf8')) as Manifest;
  return {
    file: createHash('sha256').update(bytes).digest('hex'),
    plan: plan_sha256,
    lines: file.endsWith('.gz') ? gunzipSync(bytes).toString() : bytes.toString(),
  };
}

/** Both shards, merged, are the file that is made without them. */
async function merged(
  t: ExecutionContext,
  making: Making,
  options: readonly string[],
  base: Made,
): Promise<void> {
  const dir = ground.fresh();
  for (const shard of ['0/2', '1/2']) {
    await made(making, [...options, '--shard', shard, '--save-dir', dir], false);
  }
  const { code, stderr } = await command(['merge', dir]);
  t.is(code, 0, stderr);
  const { file, plan } = await madeIn(dir, '');
  t.is(file, base.file);
  t.is(plan, base.plan);
}

const bases = new Map<string, Promise<Made>>();

function baseOf(making: Making, isJudged: boolean): Promise<Made> {
  const key = `${making} ${isJudged}`;
  // On threads, where a variant is made without.
  const base = bases.get(key) ?? made(making, ['--workers', '2'], isJudged);
  bases.set(key, base);
  return base;
}

/** Write nothing. */
const SILENT: ReadonlySet<SettingName> = new Set(['dryRun', 'help']);
/** Cut a run into parts; what they are merged to is what counts. */
const SHARDED: ReadonlySet<SettingName> = new Set(['shard', 'shards']);
/** Write lines to standard output in place of a file. */
const STREAMED: ReadonlySet<SettingName> = new Set(['out', 'rejects']);

for (const making of MAKING) {
  for (const [name, row] of settingsOf(making)) {
    const isJudged =
      row.group === 'model' || row.goesWith === 'llmUrl' || row.goesWith === 'rescueModel';
    const title = `${making} --${hyphenated(name)} changes ${row.changes}`;

    test.serial(title, async t => {
      const variant = VARIANTS[name];
      if (variant === undefined) return t.fail(`a variant of ${name} is missing`);
      const options =
        typeof variant === 'string' ? variant.split(' ') : await variant(ground, making);
      const { given } = readArguments(options, settingsOf(making));
      t.deepEqual(structuredClone(given), given, 'it goes to threads as it is');
      const base = await baseOf(making, isJudged);
      const other = await made(making, options, isJudged);
      if (SHARDED.has(name)) return merged(t, making, options, base);
      if (isPlanned(row)) t.not(other.plan, base.plan);
      else if (SILENT.has(name)) t.is(other.file, undefined);
      else if (STREAMED.has(name)) t.is(other.lines, base.lines);
      else {
        const companions = COMPANIONS[name];
        const same = companions ? await made(making, companions, isJudged) : base;
        t.is(other.file, same.file);
        t.is(other.plan, same.plan);
      }
    });
  }
}

/** What a variant has to name beside its setting, and what changes the plan by itself. */
const COMPANIONS: Partial<Record<SettingName, string[]>> = Object.fromEntries(
  Object.keys(SETTINGS)
    .filter(name => /^rescue(?!$|Model$)/.test(name))
    .map(name => [name, ['--rescue-model', 'strong']]),
);

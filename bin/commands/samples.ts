import { estimate } from '../../pipelines/estimate.js';
import type { Reporter } from '../../pipelines/reporter.js';
import type { SampleRun } from '../../pipelines/sample-run.js';
import { makeSamples } from '../../pipelines/samples.js';
import type { SampleSettings } from '../../pipelines/settings.js';
import type { Arguments } from '../cli/arguments.js';
import type { Command, Outcome } from '../cli/command.js';
import { describeDataset } from '../cli/describe-dataset.js';
import { judgingOf } from '../cli/judging-settings.js';
import { OPTION_GROUPS as GROUPS, type OptionTable, optionsOf } from '../cli/options.js';
import {
  corpusOf,
  inputsOf,
  outputOf,
  sampleSettingsOf,
  selectionOf,
  tokenizerOf,
  workersOf,
} from '../cli/settings.js';

const common = (...own: OptionTable[]): OptionTable =>
  optionsOf(
    GROUPS.INPUT,
    GROUPS.READING,
    GROUPS.TOKENIZER,
    GROUPS.LENGTH,
    GROUPS.SELECTING,
    GROUPS.SEED,
    GROUPS.PLACING,
    ...own,
    GROUPS.PROMPT,
    GROUPS.CORPUS,
    GROUPS.SAVING,
    GROUPS.REJECTS,
  );

/** A model that judges the questions before samples are made of them. */
const JUDGING = [GROUPS.MODEL, GROUPS.ASKING, GROUPS.SCORING, GROUPS.KEEPING, GROUPS.RESCUE];

export const keychainCommand: Command = {
  name: 'keychain',
  usage: 'DATASET... --max-seq-length L[,L...] [OPTION...]',
  summary: 'dataset -> samples whose question hides behind a chain of keys: the main job',
  options: common(GROUPS.CHAINS, GROUPS.KEEP_CONTEXT, ...JUDGING),
  examples: [
    'pipe keychain hotpot_train_v1.1.json --max-seq-length 4k,32k --save-dir out',
    'pipe keychain musique.jsonl --max-seq-length 16k --preset loongrl --num-samples 1000',
    'pipe keychain hotpot.json --max-seq-length 16k --llm-url http://127.0.0.1:8000/v1 --model m',
  ],
  run: (args, reporter) => run(args, 'keychain', 'validation', reporter),
};

export const synthCommand: Command = {
  name: 'synth',
  usage: 'DATASET... --max-seq-length L[,L...] [OPTION...]',
  summary: 'dataset -> long-context samples without chains',
  options: common(
    { 'distract-questions': { value: 'N', help: 'distractor questions to add to each sample' } },
    ...JUDGING,
  ),
  examples: ['pipe synth hotpot_train_v1.1.json --max-seq-length 32k --save-dir out'],
  run: (args, reporter) => run(args, 'synth', 'validation', reporter),
};

export const relevantOnlyCommand: Command = {
  name: 'relevant-only',
  usage: 'DATASET... [OPTION...]',
  summary: 'dataset -> samples of the supporting passages only',
  options: withSubset(common(), 'relevant'),
  examples: ['pipe relevant-only hotpot_train_v1.1.json --save-dir out'],
  run: (args, reporter) => run(args, 'relevant-only', 'relevant', reporter),
};

function withSubset(options: OptionTable, subset: string): OptionTable {
  return { ...options, subset: { ...options.subset!, default: subset } };
}

async function run(
  args: Arguments,
  kind: SampleSettings['kind'],
  subset: string,
  reporter: Reporter,
): Promise<Outcome> {
  const plan: SampleRun = {
    inputs: inputsOf(args),
    tokenizer: tokenizerOf(args),
    corpus: corpusOf(args),
    select: selectionOf(args),
    judging: kind === 'relevant-only' ? undefined : judgingOf(args),
    sample: sampleSettingsOf(args, kind, kind !== 'relevant-only'),
    output: outputOf(args, subset),
    workers: workersOf(args),
  };
  if (args.flag('dry-run')) {
    const data = await estimate(plan);
    process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
    return {};
  }
  const datasets = await makeSamples(plan, reporter);
  return { summary: { text: datasets.map(describeDataset).join('\n'), data: { datasets } } };
}

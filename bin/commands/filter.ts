import { KeychainError } from '../../lib/errors.js';
import type { FilterValues } from '../../lib/filter/rules/registry.js';
import { filterRecords } from '../../pipelines/filter.js';
import type { Arguments } from '../cli/arguments.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, type OptionTable, optionsOf } from '../cli/options.js';
import { toOutput } from '../cli/output.js';
import { integer } from '../cli/values.js';
import { oneInputOf, scoringOf } from './score.js';

const FILTERING = {
  'min-correct': { value: 'N', help: 'keep what has at least N right predictions (pass_count)' },
  'max-correct': { value: 'N', help: 'and at most N' },
  'filter-ids-path': GROUPS.SELECTING['filter-ids-path'],
  level: { value: 'L[,L...]', help: 'keep questions of these levels, like hard' },
  type: { value: 'T[,T...]', help: 'keep questions of these types, like bridge,comparison' },
  'question-hops': { value: 'N[,N...]', help: 'keep questions of so many hops of their own' },
  answerable: { help: 'keep answerable questions only' },
  'min-answer-length': { value: 'N', help: 'keep what has an answer of at least N characters' },
  'max-answer-length': { value: 'N', help: 'and of at most N' },
  'drop-unjudgeable': {
    help: 'drop answers that --rule cannot judge: ?, a bare digit, yes and no, U.S. for US',
  },
  rule: {
    ...GROUPS.SCORING.rule,
    default: 'loongrl',
    help: `for --drop-unjudgeable, ${GROUPS.SCORING.rule.help}`,
  },
  metric: {
    ...GROUPS.SCORING.metric,
    help: `for --drop-unjudgeable, ${GROUPS.SCORING.metric.help}`,
  },
} satisfies OptionTable;

export const filterCommand: Command = {
  name: 'filter',
  usage: '[RECORDS|-] CONDITION... [OPTION...]',
  summary: 'questions -> those that meet all conditions, with counts by condition',
  options: optionsOf(FILTERING, GROUPS.STREAMING, GROUPS.REJECTS),
  examples: [
    'pipe filter scored.jsonl --min-correct 1 --max-correct 6 > questions.jsonl',
    'pipe parse musique.jsonl | pipe filter --question-hops 3,4 --drop-unjudgeable | gzip',
  ],
  run: (args, reporter) => {
    const file = oneInputOf(args, 'filter', 'records');
    const settings = settingsOf(args);
    return toOutput(args, reporter, async (output, told) => {
      const { kept, dropped } = await filterRecords({ file, ...settings }, output, told);
      const counts = Object.entries(dropped).map(([rule, n]) => [`dropped by ${rule}`, n] as const);
      return { kept, ...Object.fromEntries(counts) };
    });
  },
};

function settingsOf(args: Arguments): FilterValues {
  const numberOf = (name: string): number | undefined =>
    args.given(name) ? integer(args, name, 0) : undefined;
  const values: FilterValues = {
    filterIdsPath: args.text('filter-ids-path'),
    answerable: args.flag('answerable') || undefined,
    type: listOf(args, 'type'),
    level: listOf(args, 'level'),
    questionHops: hopsOf(args),
    minAnswerLength: numberOf('min-answer-length'),
    maxAnswerLength: numberOf('max-answer-length'),
    dropUnjudgeable: args.flag('drop-unjudgeable') || undefined,
    minCorrect: numberOf('min-correct'),
    maxCorrect: numberOf('max-correct'),
  };
  if (Object.values(values).some(value => value !== undefined)) {
    return { ...values, ...(values.dropUnjudgeable && scoringOf(args)) };
  }
  throw new KeychainError('USAGE', 'name a condition, like --max-correct 6; see --help');
}

/** Words separated by commas. */
function listOf(args: Arguments, name: string): string[] | undefined {
  const words = args
    .text(name)
    ?.split(',')
    .map(word => word.trim());
  if (!words?.includes('')) return words;
  throw new KeychainError('USAGE', `--${name} ${args.text(name)}: must be words between commas`);
}

function hopsOf(args: Arguments): number[] | undefined {
  const hops = listOf(args, 'question-hops')?.map(Number);
  if (!hops || hops.every(count => Number.isInteger(count) && count > 0)) return hops;
  const text = args.text('question-hops');
  throw new KeychainError('USAGE', `--question-hops ${text}: must be whole numbers, like 2,3,4`);
}

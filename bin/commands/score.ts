import { KeychainError } from '../../lib/errors.js';
import { METRICS } from '../../lib/score/metrics/registry.js';
import { SCORING_RULES } from '../../lib/score/rules/registry.js';
import { decidingMetric, type Scoring } from '../../lib/score/scoring.js';
import { namesOf } from '../../lib/values/registry.js';
import { scoreRecords } from '../../pipelines/score.js';
import type { Arguments } from '../cli/arguments.js';
import type { Command } from '../cli/command.js';
import { OPTION_GROUPS as GROUPS, optionsOf } from '../cli/options.js';
import { toOutput } from '../cli/output.js';
import { oneOf } from '../cli/values.js';

export const scoreCommand: Command = {
  name: 'score',
  usage: '[RECORDS|-] [--rule RULE] [OPTION...]',
  summary: 'records with predictions -> the same with scores and pass_count',
  options: optionsOf(GROUPS.SCORING, GROUPS.STREAMING, GROUPS.REJECTS),
  examples: [
    'pipe score predictions.jsonl --rule answer-is > scored.jsonl',
    'pipe score samples.jsonl.gz --rule loongrl --metric f1 | pipe filter - --max-correct 7',
  ],
  run: (args, reporter) => {
    const run = { file: oneInputOf(args, 'score', 'records'), scoring: scoringOf(args) };
    return toOutput(args, reporter, async (output, told) => ({
      ...(await scoreRecords(run, output, told)),
    }));
  },
};

/** The rule and metric asked for. */
export function scoringOf(args: Arguments): Scoring {
  const rule = oneOf(args, 'rule', namesOf(SCORING_RULES));
  const metric = args.given('metric') ? oneOf(args, 'metric', namesOf(METRICS)) : undefined;
  return { rule, metric: decidingMetric({ rule, metric }) };
}

/** What of the two is asked for, where the rule depends on the record. */
export const scoringAskedFor = (args: Arguments): Partial<Scoring> => ({
  rule: args.given('rule') ? oneOf(args, 'rule', namesOf(SCORING_RULES)) : undefined,
  metric: args.given('metric') ? oneOf(args, 'metric', namesOf(METRICS)) : undefined,
});

/** The file named, or standard input. */
export function oneInputOf(args: Arguments, command: string, what: string): string {
  const [file = '-', ...more] = args.positionals;
  if (more.length === 0) return file;
  throw new KeychainError('USAGE', `${command} reads one file of ${what}, not ${more.length + 1}`);
}

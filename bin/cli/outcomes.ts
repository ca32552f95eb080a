import type { DatasetSummary } from '../../lib/assemble/write.js';
import { jsonText } from '../../lib/json/json-text.js';
import type { StageCounts } from '../../lib/output/stage-output.js';
import type { Run } from '../../lib/run.js';
import { withoutSecrets } from '../../lib/values/without-secrets.js';
import type { Outcome } from './command.js';
import { describeDataset } from './describe-dataset.js';

/** The outcome of a dry run: the plan on standard output. */
export function printPlan(plan: object, { stdout }: Run): Outcome {
  stdout.write(`${withoutSecrets(jsonText(plan, 2))}\n`);
  return {};
}

/** What became of datasets. */
export const datasetsOutcome = (datasets: DatasetSummary[]): Outcome => ({
  summary: { text: datasets.map(describeDataset).join('\n'), data: { datasets } },
});

/** Are told although they are 0: that is when they matter. */
const ALWAYS: ReadonlySet<string> = new Set(['right', 'solved']);

/** What a stage has come to, in one line. */
export function stageOutcome({ figures, rejects }: StageCounts): Outcome {
  const hasAnswers = (figures.rollouts ?? 0) > 0;
  const parts = [
    ...Object.entries(figures)
      .filter(([name, count]) => count > 0 || (ALWAYS.has(name) && hasAnswers))
      .map(([name, count]) => `${count} ${name}`),
    ...Object.entries(rejects).map(([code, count]) => `${count} rejected (${code})`),
  ];
  if (parts.length === 0) return {};
  return { summary: { text: parts.join(', '), data: { ...figures, rejects } } };
}

import type { DatasetSummary } from '../../lib/assemble/write.js';
import { jsonText } from '../../lib/json/json-text.js';
import type { MixSummary } from '../../lib/mix/mix.js';
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

/** What was mixed: rows and their shares by part, and what each split has. */
export function mixOutcome({ folder, found, manifest }: MixSummary): Outcome {
  const { counts, parts, outputs } = manifest;
  const ofParts = parts.map(
    ({ name, rows, share }) => `${name} ${rows} (${Math.round(share * 1000) / 10} %)`,
  );
  const ofSplits = outputs.map(({ file, rows, questions }) => `${file} ${rows} of ${questions}`);
  const left = counts.left_over.questions;
  const rejected = parts.reduce(
    (sum, { rejects }) => sum + Object.values(rejects).reduce((all, count) => all + count, 0),
    0,
  );
  const text = [
    `${folder}: ${found ? 'found: ' : ''}${counts.rows} rows: ${ofParts.join(', ')}`,
    `rows of questions: ${ofSplits.join(', ')}${left > 0 ? `; ${left} questions left over` : ''}`,
    ...(rejected > 0 ? [`${rejected} rejected`] : []),
  ].join('\n  ');
  return { summary: { text, data: { folder, found, counts, parts, outputs } } };
}

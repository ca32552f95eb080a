import type { DatasetSummary } from '../../lib/assemble/write.js';

/** What became of a dataset, in lines. */
export function describeDataset({
  dataset,
  questions,
  unanswerable,
  unlabelled,
  excluded,
  contaminated,
  read_rejects,
  judged,
  outputs,
}: DatasetSummary): string {
  const lines = outputs.map(({ file, found, samples, marked, tokens, rejects }) => {
    const parts = [
      ...(found ? ['there already, made by the same plan (--fresh makes it anew)'] : []),
      `${samples} samples`,
      ...(tokens ? [`${tokens.mean} tokens on average, ${tokens.max} at most`] : []),
      ...(marked > 0 ? [`${marked} marked with warnings`] : []),
      ...Object.entries(rejects).map(([code, count]) => `${count} rejected (${code})`),
    ];
    return `  ${file}: ${parts.join('; ')}`;
  });
  const notes = [
    `${questions} questions`,
    ...(unanswerable > 0 ? [`${unanswerable} unanswerable ones left out`] : []),
    ...(unlabelled > 0 ? [`${unlabelled} unlabelled ones left out`] : []),
    ...(excluded === undefined ? [] : [`${excluded} excluded, asked before`]),
    ...(contaminated === undefined ? [] : [`${contaminated} contaminated ones left out`]),
    ...(read_rejects > 0 ? [`${read_rejects} bad records`] : []),
  ];
  const about = judged ? [describeJudged(judged)] : [];
  return [`${dataset}: ${notes.join(', ')}`, ...about, ...lines].join('\n');
}

function describeJudged(judged: NonNullable<DatasetSummary['judged']>): string {
  const { asked, kept, dropped, rejected, rollouts, right, requests, reused } = judged;
  const { cut_off, empty } = judged;
  const parts = [
    `${asked} questions judged, ${kept} kept`,
    ...Object.entries(dropped).map(([rule, count]) => `${count} dropped (${rule})`),
    ...Object.entries(rejected).map(([code, count]) => `${count} rejected (${code})`),
    ...(rollouts > 0 ? [`${right} of ${rollouts} answers right`] : []),
    ...(cut_off > 0 ? [`${cut_off} cut off by --max-tokens`] : []),
    ...(empty > 0 ? [`${empty} empty`] : []),
    `${requests} requests, ${judged.prompt_tokens} + ${judged.answer_tokens} tokens`,
    ...(reused > 0 ? [`${reused} answers from the journal`] : []),
    ...(judged.cost > 0 ? [`cost ${judged.cost}`] : []),
  ];
  return `  ${parts.join('; ')}`;
}

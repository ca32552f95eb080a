import { jsonText } from '../../lib/json/json-text.js';
import type { FileReport } from '../../lib/verify/report/tally.js';
import type { Command, Outcome } from '../cli/command.js';

export const verifyCommand: Command<'verify'> = {
  name: 'verify',
  usage: 'SAMPLES... [--dataset FILE | --corpus DIR] [OPTION...]',
  summary: 'samples -> a report on every invariant, by an independent solver',
  words: { setting: 'records', needed: 'name the sample files to verify, or folders of them' },
  examples: program => [
    `${program} verify out/hotpotqa --dataset hotpot_train_v1.1.json`,
    `${program} verify theirs.jsonl --max-seq-length 16k --tokenizer-type hf --tokenizer-path Qwen/Qwen2.5-7B-Instruct`,
  ],
  run: async (given, { run, json }) => {
    const { verify } = await import('../../pipelines/verify.js');
    const { renderReport } = await import('../../lib/verify/report/report.js');
    const reports = await verify(given, run);
    const ok = reports.every(report => report.ok);
    run.stdout.write(json ? `${jsonText({ ok, reports })}\n` : renderReport(reports));
    return { summary: await summaryOf(reports), ...(!ok && { exitCode: 1 }) };
  },
};

/** The same in one line. */
async function summaryOf(reports: readonly FileReport[]): Promise<Outcome['summary']> {
  const { countedIn, describeCounted } = await import('../../lib/verify/report/counted.js');
  const sum = (of: (report: FileReport) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  const samples = sum(report => report.samples);
  const failed = sum(report => report.failed);
  const files = reports.filter(({ ok }) => !ok).length;
  const wrong = files > 0 ? `, something is wrong in ${files} of ${reports.length} files` : '';
  return {
    text: [`${samples} samples, ${failed} failed${wrong}`, ...describeCounted(reports)].join('. '),
    data: { files: reports.length, samples, failed, counted: countedIn(reports) },
  };
}

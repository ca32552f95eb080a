import { basename } from 'node:path';
import { isCorpusFile } from '../lib/corpus/store/info.js';
import { KeychainError } from '../lib/errors.js';
import { checkInputs } from '../lib/input/check-inputs.js';
import { recordsOf } from '../lib/json/records-of.js';
import { sampleFiles } from '../lib/output/sample-files.js';
import type { Fields } from '../lib/records/fields.js';
import type { Reject } from '../lib/records/reject.js';
import { type AllCalls, addEvent, isEvent } from '../lib/report/calls.js';
import { labelsOf } from '../lib/report/labels.js';
import { renderPage } from '../lib/report/page/page.js';
import { rejectsBeside } from '../lib/report/rejects-beside.js';
import { addToRuns, type Runs, runOf } from '../lib/report/runs.js';
import { type Report, summarize } from '../lib/report/summary.js';
import { addRejects } from '../lib/report/tally.js';
import { writeReport } from '../lib/report/write.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';

/**
 * Figures of samples, questions, rollouts, rejects and calls, as a page and as JSON beside it; each file or
 * folder that is named is a run, and each model in it one more.
 *
 * @throws KeychainError
 */
export async function report(given: GivenTo<'report'>, run: Run = quietRun): Promise<Report> {
  const settings = resolve('report', given);
  const paths = settings.records ?? [];
  const labels = labelsOf(paths);
  const runs: Runs = new Map();
  const calls: AllCalls = new Map();
  let first: Reject | undefined;
  for (const [i, path] of paths.entries()) {
    const label = labels[i]!;
    const named = await sampleFiles([path]);
    // What a corpus has rejected, the manifests of its samples count, too.
    const files = named.filter(file => file === path || !isCorpusFile(basename(file)));
    await checkInputs(files);
    const unreadable = (reject: Reject): void => {
      first ??= reject;
      run.reporter.reject(reject);
      runOf(runs, label).unreadable++;
    };
    const addAll = async (file: string): Promise<void> => {
      const records = recordsOf(file, unreadable, settings, run.reporter.warn);
      for await (const record of records as AsyncIterable<Fields>) {
        if (isEvent(record)) addEvent(calls, label, record);
        else addToRuns(runs, label, record);
      }
    };
    for (const [done, file] of files.entries()) {
      await addAll(file);
      const beside = file === '-' ? undefined : await rejectsBeside(file);
      if (beside && 'file' in beside) await addAll(beside.file);
      else if (beside) {
        for (const [code, count] of Object.entries(beside.counts)) {
          addRejects(runOf(runs, label), code, count);
        }
      }
      const progress = { done: done + 1, total: files.length, unit: 'files' };
      run.reporter.progress(`report ${label}`, progress);
    }
  }
  const made = summarize(runs, calls);
  refuseNothing(made, paths, first);
  await writeReport(settings.out ?? 'report.html', made, await renderPage(made), run);
  return made;
}

/** A report of nothing helps nobody. */
function refuseNothing({ runs, calls }: Report, paths: readonly string[], first?: Reject): void {
  if (calls.length > 0) return;
  if (runs.some(({ records, rejects }) => records > 0 || Object.keys(rejects).length > 0)) return;
  const why = first ? ` (the first: ${first.code}: ${first.message})` : '';
  throw new KeychainError(
    'INPUT_FORMAT',
    `${paths.join(', ')}: no sample, question, scored record, reject or event of calls to report on${why}`,
  );
}

import { withPromptCounter } from '../lib/assemble/count-prompts.js';
import { type ExamplesOptions, examples, seeAll } from '../lib/export/examples.js';
import { exportExamples } from '../lib/export/export.js';
import { openTarget } from '../lib/export/open-target.js';
import { countAsMade } from '../lib/export/prompt-length.js';
import { trainBounds } from '../lib/export/split/deal.js';
import { withSplitter } from '../lib/export/split/split.js';
import { uniqueRecords } from '../lib/ids/unique-records.js';
import { checkInputs } from '../lib/input/check-inputs.js';
import { withSpooled } from '../lib/input/spooled-input.js';
import { recordsOf } from '../lib/json/records-of.js';
import { warnOfSplits } from '../lib/mix/warn-of-splits.js';
import { sampleFiles } from '../lib/output/sample-files.js';
import type { StageCounts } from '../lib/output/stage-output.js';
import { type Reporter, silentReporter } from '../lib/reporter.js';
import { quietRun, type Run } from '../lib/run.js';
import { publicForms } from '../lib/settings/public/forms.js';
import { refuseUnused } from '../lib/settings/refuse-unused.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';

/**
 * Samples or trajectories to what a trainer reads. Where questions are dealt out among files, or the columns
 * of files depend on what there is, all is read twice.
 *
 * @throws KeychainError
 */
export async function exportSamples(
  given: GivenTo<'export'>,
  run: Run = quietRun,
): Promise<StageCounts> {
  const settings = resolve('export', given);
  const { to, out = '-', rule = 'loongrl', metric, maxPromptLength } = settings;
  refuseUnused(settings);
  const files = await sampleFiles(settings.records);
  await checkInputs(files);
  await warnOfSplits(settings.records ?? [], run.reporter.warn);
  const bounds = trainBounds(settings);
  const place = {
    ...{ out, isDealt: bounds !== undefined, inputs: files, format: settings.format, run },
    publicly: publicForms(settings),
  };
  const writer = await openTarget(to, place, settings);
  const readTwice = bounds !== undefined || writer.learn !== undefined;
  return withPromptCounter(settings, count =>
    withSpooled(readTwice ? files : [], settings, async places => {
      const examplesOf = (reporter: Reporter, more: Partial<ExamplesOptions> = {}) =>
        flow(
          recordsOf(files, reporter.reject, settings, reporter.warn, places),
          uniqueRecords(reporter.reject),
          examples({
            scoring: { rule, metric },
            count,
            maxPromptLength,
            dropFlawed: settings.dropUnjudgeable,
            onReject: reporter.reject,
            ...more,
          }),
        );
      if (writer.learn && !bounds) {
        const uncounted = { count: countAsMade, maxPromptLength: undefined };
        await seeAll(examplesOf(silentReporter, uncounted), writer.learn);
      }
      return withSplitter(
        bounds,
        examplesOf,
        run.reporter,
        async splitter => {
          const counts = await exportExamples({ ...settings, out, inputs: files }, run, writer, {
            examples: (reporter, { leftOut }) => examplesOf(reporter, { onLeftOut: leftOut }),
            splitter,
            maxPromptLength,
            isHeld: count === countAsMade && maxPromptLength !== undefined,
          });
          await writer.publish?.();
          return counts;
        },
        writer.learn,
      );
    }),
  );
}

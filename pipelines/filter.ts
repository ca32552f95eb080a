import { filter as filterStage } from '../lib/filter/filter.js';
import { filterRules } from '../lib/filter/filter-rules.js';
import { uniqueRecords } from '../lib/ids/unique-records.js';
import { oneFile } from '../lib/input/one-file.js';
import { recordsOf } from '../lib/json/records-of.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';
import { watch } from '../lib/stream/watch.js';

/**
 * Records as JSON lines to those of them that meet all conditions.
 *
 * @throws KeychainError
 */
export async function filter(given: GivenTo<'filter'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('filter', given);
  const file = oneFile(settings.records, 'filter', 'records');
  const rules = await filterRules(settings);
  const dropped = Object.fromEntries(rules.map(({ name }) => [`dropped by ${name}`, 0]));
  let kept = 0;
  return writeStage(
    settings,
    run,
    reporter =>
      flow(
        recordsOf(file, reporter.reject, settings, reporter.warn),
        uniqueRecords(reporter.reject),
        filterStage(rules, {
          onDropped: (_record, { name }) => dropped[`dropped by ${name}`]!++,
          onReject: reporter.reject,
          onWarning: reporter.warn,
        }),
        watch(() => kept++),
      ),
    () => ({ kept, ...dropped }),
  );
}

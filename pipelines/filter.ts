import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { filter } from '../lib/filter/filter.js';
import { filterRules } from '../lib/filter/filter-rules.js';
import type { FilterValues } from '../lib/filter/rules/registry.js';
import { openInput } from '../lib/input/open.js';
import { readRecords } from '../lib/json/read-records.js';
import { toJsonLines } from '../lib/json/to-lines.js';
import type { Fields } from '../lib/records/fields.js';
import { flow } from '../lib/stream/flow.js';
import { stage } from '../lib/stream/stage.js';
import type { Reporter } from './reporter.js';

export interface FilterCounts {
  kept: number;
  /** By the name of the first rule that would not keep them. */
  dropped: Record<string, number>;
}

/** Records as JSON lines to those of them that all rules keep. */
export async function filterRecords(
  { file, ...values }: FilterValues & { file: string },
  output: Writable,
  reporter: Reporter,
): Promise<FilterCounts> {
  const rules = await filterRules(values);
  const dropped = Object.fromEntries(rules.map(({ name }) => [name, 0]));
  let passed = 0;
  const count = stage<Fields, Fields>((record, push) => {
    passed++;
    push(record);
  });
  const kept = flow(
    openInput(file),
    readRecords({ file, onReject: reporter.reject }),
    filter(rules, {
      onDropped: (_record, { name }) => {
        dropped[name] = (dropped[name] ?? 0) + 1;
      },
      onReject: reporter.reject,
    }),
    count,
    toJsonLines(),
  );
  await pipeline(kept, output, { end: false });
  return { kept: passed, dropped };
}

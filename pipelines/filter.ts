import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AnswerLengthBounds, answerLength } from '../lib/filter/answer-length.js';
import { answerable } from '../lib/filter/answerable.js';
import { filter } from '../lib/filter/filter.js';
import { idsIn } from '../lib/filter/ids.js';
import { judgeable } from '../lib/filter/judgeable.js';
import { level } from '../lib/filter/level.js';
import { type PassCountBounds, passCount } from '../lib/filter/pass-count.js';
import { questionHops } from '../lib/filter/question-hops.js';
import type { FilterRule } from '../lib/filter/rule.js';
import { type } from '../lib/filter/type.js';
import { openInput } from '../lib/input/open.js';
import { readRecords } from '../lib/json/read-records.js';
import { toJsonLines } from '../lib/json/to-lines.js';
import type { Fields } from '../lib/records/fields.js';
import type { Scoring } from '../lib/score/scoring.js';
import { flow } from '../lib/stream/flow.js';
import { stage } from '../lib/stream/stage.js';
import type { Reporter } from './reporter.js';

/** What a record must be to stay; what is missing does not matter. */
export interface FilterSettings {
  /** A file of the ids to keep. */
  idsFile?: string | undefined;
  answerable?: boolean | undefined;
  types?: readonly string[] | undefined;
  levels?: readonly string[] | undefined;
  questionHops?: readonly number[] | undefined;
  /** Characters of an answer. */
  answerLength?: AnswerLengthBounds | undefined;
  /** The rule that must be able to judge the answers. */
  judgeable?: Scoring | undefined;
  passCount?: PassCountBounds | undefined;
}

export interface FilterCounts {
  kept: number;
  /** By the name of the first rule that would not keep them. */
  dropped: Record<string, number>;
}

/** The rules in the order in which they are asked. */
export async function filterRules(settings: FilterSettings): Promise<FilterRule[]> {
  const { idsFile, types, levels, questionHops: hops, judgeable: scoring } = settings;
  return [
    ...(settings.answerable ? [answerable()] : []),
    ...(types ? [type(types)] : []),
    ...(levels ? [level(levels)] : []),
    ...(hops ? [questionHops(hops)] : []),
    ...(settings.answerLength ? [answerLength(settings.answerLength)] : []),
    ...(scoring ? [judgeable(scoring)] : []),
    ...(settings.passCount ? [passCount(settings.passCount)] : []),
    // Last: it holds a database from here on.
    ...(idsFile === undefined ? [] : [await idsIn(idsFile)]),
  ];
}

/** Records as JSON lines to those of them that all rules keep. */
export async function filterRecords(
  { file, ...settings }: FilterSettings & { file: string },
  output: Writable,
  reporter: Reporter,
): Promise<FilterCounts> {
  const rules = await filterRules(settings);
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

import type { Counted } from '../recount/recount.js';
import type { FileReport } from './tally.js';

/** By whom the tokens of some files were counted, one sentence, if anybody counted. */
export function describeCounted(reports: readonly Pick<FileReport, 'counted'>[]): string[] {
  const all = countedIn(reports);
  if (!all || all.byLibrary + all.byRulesAlone === 0) return [];
  const { library, byLibrary, byRulesAlone, ownRules } = all;
  const samples = byLibrary + byRulesAlone;
  if (!ownRules) return [`Tokens were counted by ${library} in all ${samples} samples.`];
  const rest = byRulesAlone > 0 ? `, in the other ${byRulesAlone} by these rules alone` : '';
  return [
    `Tokens were counted by ${library} and by rules of our own in ${byLibrary} of ${samples} samples${rest}.`,
  ];
}

/** The same of all files together; they are counted with one tokenizer. */
export function countedIn(reports: readonly Pick<FileReport, 'counted'>[]): Counted | null {
  const each = reports.flatMap(({ counted }) => counted ?? []);
  const [first] = each;
  if (!first) return null;
  const sum = (of: (counted: Counted) => number): number =>
    each.reduce((total, counted) => total + of(counted), 0);
  return {
    ...first,
    byLibrary: sum(({ byLibrary }) => byLibrary),
    byRulesAlone: sum(({ byRulesAlone }) => byRulesAlone),
  };
}

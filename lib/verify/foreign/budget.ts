import { basename, dirname } from 'node:path';
import type { ForeignRecord } from '../../records/foreign.js';
import type { Finding } from '../finding.js';
import type { ForeignTerms, TokenCounter } from '../sources.js';
import type { Breach } from './kinds.js';
import type { ForeignView } from './view.js';

/** As the reference names its files, and LoongRL its folders. */
const NAMED = /max_seq_(\d+)|(?:^|[_-])seq[_-]?(\d+)/;

/** The budget in the name of a file, or else in that of its folder. */
export function namedBudget(file: string): number | undefined {
  const [, ours, theirs] = NAMED.exec(basename(file)) ?? NAMED.exec(basename(dirname(file))) ?? [];
  return Number(ours ?? theirs) || undefined;
}

/** The budget of a sample: what is given, else the end of an id as ours have it. */
export function budgetOf({ id }: ForeignRecord, terms: ForeignTerms): number | undefined {
  return terms.maxSeqLength ?? (Number(/^.+\/.+\/(\d+)$/.exec(id ?? '')?.[1]) || undefined);
}

/**
 * Tokens of what stands in the record: the conversation of a row, the context of a sample, whatever is
 * said around it.
 */
export function tokensOf(view: ForeignView, counter: Pick<TokenCounter, 'count'>): number {
  const { conversation } = view.record;
  return (conversation ?? [{ content: view.context }]).reduce(
    (total, { content }) => total + counter.count(content),
    0,
  );
}

/** Whether a sample keeps its budget, and whether its `length` is what it has. */
export function judgeBudget(
  view: ForeignView,
  counter: TokenCounter,
  terms: ForeignTerms,
): { tokens: number; broken: Breach[]; differences: Finding[] } {
  const { record, context } = view;
  const { length, original } = record;
  const limit = budgetOf(record, terms);
  const tokens = tokensOf(view, counter) + terms.tokensToGenerate;
  const broken: Breach[] = [];
  const differences: Finding[] = [];
  const most = Math.max(tokens, length ?? 0);
  if (limit !== undefined && most > limit) {
    const what = record.conversation ? 'prompt' : 'context';
    const message =
      tokens > limit
        ? `${what} and room for the answer are ${tokens} tokens, more than the budget of ${limit}`
        : `length ${length} is more than the budget of ${limit}`;
    broken.push({ kind: 'over_budget', message });
  }
  if (length !== undefined && length < tokens) {
    const isOfOriginal =
      original !== undefined &&
      original !== context &&
      counter.count(original) + terms.tokensToGenerate === length;
    const message = isOfOriginal
      ? `length ${length} was counted before the pairs were put in; with them it is ${tokens}`
      : `length is ${length}, but its context and the room for the answer are ${tokens} tokens`;
    differences.push({ check: 'length', message });
  }
  return { tokens, broken, differences };
}

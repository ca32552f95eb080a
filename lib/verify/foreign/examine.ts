import { inShort } from '../../errors.js';
import type { Fields } from '../../records/fields.js';
import { foreignRecord } from '../../records/foreign.js';
import type { Finding } from '../finding.js';
import type { VerifySources } from '../sources.js';
import { budgetOf, judgeBudget } from './budget.js';
import { judgeChain } from './chain.js';
import type { Breach } from './kinds.js';
import { judgePairs } from './places.js';
import { judgeLeak, judgeSupport } from './support.js';
import { type ForeignView, viewForeign } from './view.js';

/** What is wrong with a sample of others, and what is only otherwise than ours. */
export interface Examined {
  view: ForeignView;
  broken: Breach[];
  differences: Finding[];
  /** Of the prompt as far as it is there, with the room for the answer; undefined without a tokenizer. */
  tokens: number | undefined;
  /** What could not be looked at. */
  open: { budget: boolean; support: boolean; passages: boolean };
}

/**
 * Holds a sample of others, or one of ours without its `meta`, against what can be known of it: it is
 * broken if nobody could learn from it what it is meant to teach, and differs where we promise more.
 *
 * @throws RecordError RECORD_INVALID
 */
export function examineForeign(record: Fields, sources: VerifySources): Examined {
  const { tokenizer, corpus, foreign } = sources;
  const terms = foreign ?? { maxSeqLength: undefined, tokensToGenerate: 128 };
  const view = viewForeign(foreignRecord(record));
  const budget = tokenizer && judgeBudget(view, tokenizer, terms);
  const support = corpus && judgeSupport(view, corpus);
  const parts = [judgeChain(view), judgePairs(view), ...[budget, support].filter(isThere)];
  return {
    view,
    broken: parts.flatMap(({ broken }) => broken).map(inShortBreach),
    differences: [...parts.flatMap(({ differences }) => differences), ...judgeLeak(view)].map(
      ({ check, message }) => ({ check, message: inShort(message) }),
    ),
    tokens: budget?.tokens,
    open: {
      budget: budgetOf(view.record, terms) === undefined,
      support: corpus !== undefined && support === undefined,
      passages: view.found === undefined,
    },
  };
}

const inShortBreach = ({ kind, message }: Breach): Breach => ({ kind, message: inShort(message) });
const isThere = <T>(value: T | undefined): value is T => value !== undefined;

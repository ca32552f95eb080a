import { KeychainError } from '../errors.js';
import { namedBudget } from '../verify/foreign/budget.js';
import type { ForeignTerms } from '../verify/sources.js';

/** Settings that say what samples of others do not. */
export interface TermSettings {
  maxSeqLength?: readonly number[] | undefined;
  tokensToGenerate: number;
}

/**
 * The terms of a file's samples: the budget that is given, or that its name or its folder's has.
 *
 * @throws KeychainError USAGE where several budgets are given
 */
export function foreignTerms(settings: TermSettings, file: string): ForeignTerms {
  const [given, ...more] = settings.maxSeqLength ?? [];
  if (more.length > 0) {
    throw new KeychainError(
      'USAGE',
      '--max-seq-length is the budget that the samples were made for: name one; files whose names say ' +
        'it (max_seq_4096) need none',
    );
  }
  return {
    maxSeqLength: given ?? namedBudget(file),
    tokensToGenerate: settings.tokensToGenerate,
  };
}

import { RecordError } from '../errors.js';

/** Tokens that two seams at the template's edges may add to the sum of their parts. */
export const FRAME_SLACK = 2;
/** Share of the budget by which the sum may exceed the exact count without another choice. */
const INEXACT = 1 / 256;
/** Times that passages are chosen, since the exact count may differ from the sum. */
const ATTEMPTS = 5;

/** A choice of passages, as it would stand in the prompt. Everything but `chosen` is in tokens. */
export interface Draft {
  /** In the order of choosing. */
  readonly chosen: readonly { readonly supporting: boolean }[];
  /** The whole prompt, counted exactly. */
  readonly tokens: number;
  /** Left by the sum of the parts. */
  readonly left: number;
  /** Left by the exact count; below 0 if it exceeds the budget. */
  readonly unused: number;
}

/**
 * The best of some choices. What the sum of the parts is off by hardly differs between two choices
 * for nearly the same room, so it is put right with the next one, in either direction.
 *
 * @param room - tokens that the passages may take by the sum of the parts
 * @param budget - tokens that the prompt may take
 */
export function fitted<D extends Draft>(
  room: number,
  budget: number,
  choose: (room: number) => D,
): D {
  let best = choose(room);
  let last = best;
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    const { unused, left, chosen } = last;
    const isExact = unused - left <= Math.max(FRAME_SLACK, budget * INEXACT);
    if (unused < 0 ? chosen.every(passage => passage.supporting) : isExact) break;
    room += unused - left;
    last = choose(room);
    // The same again: there are no other passages to choose.
    if (last.unused === unused) break;
    if (isBetter(last.unused, best.unused)) best = last;
  }
  return best;
}

/** Whether a draft that leaves `a` tokens unused is better than one that leaves `b`. */
const isBetter = (a: number, b: number): boolean => (a < 0 || b < 0 ? a > b : a < b);

/**
 * Gives passages up, last chosen first, as long as the prompt exceeds the budget.
 *
 * @param without - the draft of all that a draft has chosen but the last one
 * @throws RecordError BUDGET_TOO_SMALL
 */
export function cutToFit<D extends Draft>(draft: D, budget: number, without: (draft: D) => D): D {
  let fits = draft;
  while (fits.unused < 0) {
    if (fits.chosen.at(-1)?.supporting !== false) {
      throw new RecordError(
        'BUDGET_TOO_SMALL',
        `the prompt with ${fits.chosen.length} supporting passages takes ${fits.tokens} tokens, ${Math.max(0, budget)} are left for it`,
      );
    }
    fits = without(fits);
  }
  return fits;
}

import type { ChatAnswer } from '../client/chat-types.js';
import type { Recorded } from './recorded.js';

/** Recorded answers that may be asked for again: those without text, those cut by the limit. */
export type AskAgain = 'empty' | 'cut';

/** Which of the recorded answers to a question are used. */
export interface Wanted {
  /** Answers are wanted for the rollout numbers below this. */
  rollouts: number;
  /** Tokens that an answer may have; Infinity where the server decides. */
  limit: number;
  askAgain: readonly AskAgain[];
}

/** What is recorded, and whether it is there only since this run began. */
export interface Entry extends Recorded {
  isNew: boolean;
}

/** An answer that is used, and of which generation it is. */
export interface Chosen {
  answer: ChatAnswer;
  limit: number;
  generation: number;
  /** Whether it is one that is asked for again. */
  isStale: boolean;
}

const isBlank = (text = ''): boolean => text.trim() === '';

const IS: Record<AskAgain, (answer: ChatAnswer) => boolean> = {
  empty: ({ text, reasoning_content }) => isBlank(text) && isBlank(reasoning_content),
  cut: ({ finish_reason }) => finish_reason === 'length',
};

/**
 * For each rollout number, the recorded answer that stands for it.
 *
 * An answer that was asked with the same limit is used as it is. One that was asked with a smaller
 * limit is what would have come, if it ended by itself; one with a larger limit may be longer than
 * is asked for now. Of several the same limit comes first, else the largest below it, then the
 * latest generation, then what was recorded first.
 *
 * @param entries in the order in which they were recorded
 */
export function choose(entries: readonly Entry[], wanted: Wanted): Map<number, Chosen> {
  const chosen = new Map<number, Chosen>();
  for (const { limit, generation, rollouts, answers, isNew } of entries) {
    if (limit > wanted.limit) continue;
    for (const [at, rollout] of rollouts.entries()) {
      const answer = answers[at];
      if (!answer || rollout >= wanted.rollouts) continue;
      if (limit < wanted.limit && IS.cut(answer)) continue;
      const before = chosen.get(rollout);
      if (before && !isBetter({ limit, generation }, before)) continue;
      // What this run has asked again is what there is, however it came out.
      const isStale = !isNew && wanted.askAgain.some(kind => IS[kind](answer));
      chosen.set(rollout, { answer, limit, generation, isStale });
    }
  }
  return chosen;
}

const isBetter = (
  one: Pick<Chosen, 'limit' | 'generation'>,
  other: Pick<Chosen, 'limit' | 'generation'>,
): boolean =>
  one.limit === other.limit ? one.generation > other.generation : one.limit > other.limit;

import type { SamplePassage } from '../records/sample.js';

/** A passage of the corpus that may become a filler. */
export interface PossibleFiller {
  number: number;
  /** See `SamplePassage.drawn`. */
  drawn: number;
  tokens: number;
}

export interface Exchange {
  /** Place among the chosen passages of the filler to give up. */
  slot: number;
  /** One or two that take its place. */
  candidates: PossibleFiller[];
  /** Tokens that the exchange takes of what is left. */
  gain: number;
}

/**
 * The exchange of a filler, siblings excepted, for one or two candidates (longest first) that
 * fills the most of what is left.
 */
export function bestExchange(
  passages: readonly Pick<SamplePassage, 'drawn' | 'tokens'>[],
  candidates: readonly PossibleFiller[],
  left: number,
  overhead: number,
): Exchange | undefined {
  let best: Exchange | undefined;
  for (const [slot, { drawn, tokens }] of passages.entries()) {
    if (drawn === undefined || drawn < 0) continue;
    const room = left + tokens;
    const one = candidates.find(each => each.tokens <= room);
    const two = bestPair(candidates, room - overhead);
    const offers = [
      { slot, candidates: one ? [one] : [], gain: (one?.tokens ?? 0) - tokens },
      { slot, candidates: two ?? [], gain: sum(two) + overhead - tokens },
    ];
    for (const offer of offers) {
      if (offer.candidates.length > 0 && offer.gain > (best?.gain ?? 0)) best = offer;
    }
  }
  return best;
}

const sum = (candidates: readonly PossibleFiller[] = []): number =>
  candidates.reduce((total, { tokens }) => total + tokens, 0);

/** The two candidates (longest first) that together come closest to `room` from below. */
function bestPair(
  candidates: readonly PossibleFiller[],
  room: number,
): PossibleFiller[] | undefined {
  let best: PossibleFiller[] | undefined;
  for (let i = 0, j = candidates.length - 1; i < j; ) {
    const pair = [candidates[i]!, candidates[j]!];
    if (sum(pair) > room) {
      i++;
    } else {
      if (sum(pair) > sum(best)) best = pair;
      j--;
    }
  }
  return best;
}

import { drawnAt, isOfArticles } from '../corpus/draw-order.js';
import type { StoredPassage } from '../corpus/store/codec.js';
import { RecordError } from '../errors.js';
import type { Permutation } from '../random.js';
import { type Admission, admission } from './admission.js';
import type { ChooseParts } from './choose-parts.js';
import { bestExchange, type PossibleFiller } from './exchange.js';

/** Draws that do not fit, one after the other, after which the room counts as nearly full. */
const MISSES = 4;
/** Further draws, among which those that fill the rest of the room best are taken. */
const BATCH = 64;
/** Share of the room that may stay unused before more are drawn, and how often at most. */
const NEARLY_FULL = { unused: 1 / 256, batches: 6 };
/** The same where the room would otherwise count as badly used. */
const BADLY_USED = { unused: 0.02, batches: 64 };

export interface Choice {
  /** Supporting passages, the question's others, fillers. */
  passages: StoredPassage[];
  /** Tokens left in the room; below 0 if the supporting passages alone exceed it. */
  left: number;
}

/**
 * Chooses the passages of one sample: every supporting one, then the question's others as far as
 * they fit, then fillers. Fillers are drawn without repeats until the room is nearly full; then
 * the largest that fits among a number of draws is taken, and fillers are exchanged for longer
 * ones or for two, which leaves little room unused even where all passages are about as long.
 *
 * @throws RecordError QUESTION_LEAKED
 */
export function choosePassages(parts: ChooseParts): Choice {
  const { own, pool, leaks, dataset } = parts;
  const choice: Choice = { passages: [], left: parts.room };
  const fits = (tokens: number): boolean =>
    tokens + parts.overhead(choice.passages.length) <= choice.left;
  const take = (passage: StoredPassage): void => {
    choice.left -= passage.tokens + parts.overhead(choice.passages.length);
    choice.passages.push(passage);
  };
  for (const passage of own) if (passage.supporting) take(notLeaking(passage, leaks));
  for (const passage of own) {
    if (!passage.supporting && fits(passage.tokens) && !leaks(passage)) take(passage);
  }
  const admit = admission(parts);
  const takeFiller = (number: number, drawn: number): boolean => {
    const passage = pool.passage(number);
    if (!fits(passage.tokens)) return false;
    passage.drawn = drawn;
    if (admit(passage)) take(passage);
    return true;
  };
  if (isOfArticles(dataset)) {
    for (const passage of own) {
      for (const number of pool.siblings(passage)) {
        takeFiller(number, drawnAt(pool.draws, number, true));
      }
    }
  }
  const drawn = drawUntilFull(pool.draws, takeFiller);
  const takeCandidate = ({ number, drawn, tokens }: PossibleFiller): boolean =>
    fits(tokens) && takeFiller(number, drawn);
  fillRest(choice, parts, drawn, takeCandidate, admit);
  return choice;
}

/** Takes fillers in the order of drawing until some do not fit; returns how many were drawn. */
function drawUntilFull(
  draws: Permutation,
  takeFiller: (number: number, drawn: number) => boolean,
): number {
  let next = 0;
  for (let misses = 0; misses < MISSES && next < draws.size; ) {
    if (takeFiller(draws.at(next), next)) misses = 0;
    else misses++;
    next++;
  }
  return next;
}

/** Draws batches of candidates for the rest of the room, as long as too much is left of it. */
function fillRest(
  choice: Choice,
  { pool, room, overhead }: ChooseParts,
  drawn: number,
  takeCandidate: (candidate: PossibleFiller) => boolean,
  admit: Admission,
): void {
  const { draws } = pool;
  const isLeft = (share: number): boolean => choice.left > room * share;
  const wantsMore = (batch: number): boolean =>
    [NEARLY_FULL, BADLY_USED].some(({ unused, batches }) => isLeft(unused) && batch < batches);
  for (let batch = 0; drawn < draws.size && wantsMore(batch); batch++) {
    const size = Math.min(BATCH, draws.size - drawn);
    const first = drawn;
    drawn += size;
    let longestFirst = Array.from({ length: size }, (_, i): PossibleFiller => {
      const number = draws.at(first + i);
      return { number, drawn: first + i, tokens: pool.tokens(number) };
    }).sort((a, b) => b.tokens - a.tokens);
    for (const candidate of longestFirst) takeCandidate(candidate);
    while (isLeft(NEARLY_FULL.unused)) {
      const { passages, left } = choice;
      const exchange = bestExchange(passages, longestFirst, left, overhead(passages.length));
      if (!exchange) break;
      const { slot, candidates, gain } = exchange;
      longestFirst = longestFirst.filter(each => !candidates.includes(each));
      const fillers = candidates
        .map(({ number, drawn }) => Object.assign(pool.passage(number), { drawn }))
        .filter(admit);
      if (fillers.length < candidates.length) continue;
      passages.splice(slot, 1, ...fillers);
      choice.left -= gain;
    }
  }
}

function notLeaking(passage: StoredPassage, leaks: ChooseParts['leaks']): StoredPassage {
  if (!leaks(passage)) return passage;
  throw new RecordError(
    'QUESTION_LEAKED',
    `the question stands in its supporting passage "${passage.title}"`,
  );
}

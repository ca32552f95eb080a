import { drawnAt, isOfArticles } from '../corpus/draw-order.js';
import { foldTitle } from '../corpus/fold.js';
import type { StoredPassage } from '../corpus/store/codec.js';
import { leaking } from '../prompt/leak.js';
import { misleading } from '../prompt/look-alikes.js';
import type { Permutation } from '../random.js';
import { type Admission, admission } from './admission.js';
import type { ChooseParts, Pool } from './choose-parts.js';
import { cutFiller } from './cut-filler.js';
import { bestExchange, type PossibleFiller } from './exchange.js';

/** Draws that do not fit, one after the other, after which the room counts as nearly full. */
const MISSES = 4;
/** Siblings that do not fit, one after the other, after which no more of their article are tried. */
const SIBLING_MISSES = 1024;
/** Draws in a row that may not become fillers, after which no more are looked for. */
const VAIN_DRAWS = 4096;
/** Further draws, among which those that fill the rest of the room best are taken. */
const BATCH = 64;
/** Share of the room that may stay unused before more are drawn, and how often at most. */
const NEARLY_FULL = { unused: 1 / 256, batches: 6 };
/** The same where the room would otherwise count as badly used. */
const BADLY_USED = { unused: 0.02, batches: 64 };

/** What has become of a passage that was drawn. */
type Taking = 'taken' | 'refused' | 'too long';

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
 * ones or for two, which leaves little room unused even where all passages are about as long. What is
 * left then is filled with the first sentences of a passage of a text.
 *
 * @throws RecordError QUESTION_LEAKED, PASSAGE_MISLEADS
 */
export function choosePassages(parts: ChooseParts): Choice {
  const { own, pool, leaks, misleads, dataset } = parts;
  const choice: Choice = { passages: [], left: parts.room };
  const fits = (tokens: number): boolean =>
    tokens + parts.overhead(choice.passages.length) <= choice.left;
  const take = (passage: StoredPassage): void => {
    choice.left -= passage.tokens + parts.overhead(choice.passages.length);
    choice.passages.push(passage);
  };
  for (const passage of own) {
    if (passage.supporting) take(needed(passage, parts));
  }
  for (const passage of own) {
    if (passage.supporting || !fits(passage.tokens)) continue;
    if (!leaks(passage) && !misleads(passage)) take(passage);
  }
  const admit = admission(parts);
  const takeFiller = (number: number, drawn: number): Taking => {
    const passage = pool.passage(number);
    if (!fits(passage.tokens)) return 'too long';
    passage.drawn = drawn;
    if (!admit(passage)) return 'refused';
    take(passage);
    return 'taken';
  };
  if (isOfArticles(dataset) && !parts.fillersOnly) {
    let misses = 0;
    for (const number of siblings(pool, own)) {
      const taking = takeFiller(number, drawnAt(pool.draws, number, true));
      misses = taking === 'too long' ? misses + 1 : 0;
      if (misses === SIBLING_MISSES) break;
    }
  }
  const drawn = drawUntilFull(pool.draws, takeFiller);
  const takeCandidate = ({ number, drawn, tokens }: PossibleFiller): void => {
    if (fits(tokens)) takeFiller(number, drawn);
  };
  const next = fillRest(choice, parts, drawn, takeCandidate, admit);
  if (choice.left > parts.room * NEARLY_FULL.unused) {
    const cut = cutFiller(parts, next, choice.left - parts.overhead(choice.passages.length), admit);
    if (cut) take(cut);
  }
  return choice;
}

/** Takes fillers in the order of drawing until some do not fit; returns how many were drawn. */
function drawUntilFull(
  draws: Permutation,
  takeFiller: (number: number, drawn: number) => Taking,
): number {
  let next = 0;
  for (let misses = 0, vain = 0; misses < MISSES && vain < VAIN_DRAWS && next < draws.size; ) {
    const taking = takeFiller(draws.at(next), next);
    misses = taking === 'too long' ? misses + 1 : 0;
    vain = taking === 'taken' ? 0 : vain + 1;
    next++;
  }
  return next;
}

/**
 * Draws batches of candidates for the rest of the room, as long as too much is left of it; returns how
 * many were drawn in all.
 */
function fillRest(
  choice: Choice,
  { pool, room, overhead }: ChooseParts,
  drawn: number,
  takeCandidate: (candidate: PossibleFiller) => void,
  admit: Admission,
): number {
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
  return drawn;
}

/**
 * A supporting passage that may stand in a context.
 *
 * @throws RecordError QUESTION_LEAKED, PASSAGE_MISLEADS
 */
export function needed(
  passage: StoredPassage,
  { leaks, misleads }: Pick<ChooseParts, 'leaks' | 'misleads'>,
): StoredPassage {
  if (leaks(passage)) throw leaking(passage);
  if (misleads(passage)) throw misleading(passage);
  return passage;
}

/** The other paragraphs of the articles that the own passages come from, which have a title. */
function* siblings(pool: Pool, own: readonly StoredPassage[]): Generator<number> {
  for (const passage of own) {
    if (foldTitle(passage.title) !== '') yield* pool.siblings(passage);
  }
}

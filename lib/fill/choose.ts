import type { Corpus } from '../corpus/open.js';
import { RecordError } from '../errors.js';
import type { Permutation } from '../random.js';
import type { SamplePassage } from '../records.js';

/** The datasets whose passages are paragraphs of articles, under one title. */
const ARTICLE_DATASETS = new Set(['squad']);

/** Draws that do not fit, one after the other, after which the room counts as nearly full. */
const MISSES = 4;
/** Further draws, among which those that fill the rest of the room best are taken. */
const CANDIDATES = 64;
/** Times that so many are drawn at most. */
const ROUNDS = 6;
/** Share of the room that may stay unused before more are drawn. */
const ENOUGH = 1 / 256;

export type Pool = Pick<Corpus, 'tokens' | 'passage' | 'passageNumber'> & {
  /** All passages of the corpus, in the order in which this sample draws them. */
  draws: Permutation;
};

export interface ChooseParts {
  dataset: string;
  /** The question's own passages. */
  own: readonly SamplePassage[];
  pool: Pool;
  /** Tokens that the passages may take. */
  room: number;
  /** Tokens that passage number `position` takes beside its own. */
  overhead: (position: number) => number;
  leaks: (passage: { title: string; text: string }) => boolean;
}

export interface Choice {
  /** Supporting passages, the question's others, fillers in the order of drawing. */
  passages: SamplePassage[];
  /** Tokens left in the room. */
  left: number;
  /** True if every passage of the corpus was drawn. */
  exhausted: boolean;
}

/**
 * Chooses the passages of one sample: every supporting one, then the question's others as far as
 * they fit, then fillers. Fillers are drawn without repeats until the room is nearly full; then
 * the largest that fits among a number of draws is taken, which leaves little room unused.
 *
 * @throws RecordError QUESTION_LEAKED, BUDGET_TOO_SMALL
 */
export function choosePassages(parts: ChooseParts): Choice {
  const { dataset, own, pool, leaks } = parts;
  const chosen: SamplePassage[] = [];
  let left = parts.room;
  const cost = (tokens: number): number => tokens + parts.overhead(chosen.length);
  const take = (passage: SamplePassage): void => {
    left -= cost(passage.tokens);
    chosen.push(passage);
  };

  const supporting = own.filter(passage => passage.supporting);
  for (const passage of supporting) {
    if (leaks(passage)) {
      throw new RecordError(
        'QUESTION_LEAKED',
        `the question stands in its supporting passage "${passage.title}"`,
      );
    }
    take(passage);
  }
  if (left < 0) {
    throw new RecordError(
      'BUDGET_TOO_SMALL',
      `${supporting.length} supporting passages take ${parts.room - left} tokens, ${Math.max(0, parts.room)} are left for them`,
    );
  }
  for (const passage of own) {
    if (!passage.supporting && cost(passage.tokens) <= left && !leaks(passage)) take(passage);
  }

  const used = new Set(own.map(({ title, text }) => pool.passageNumber(title, text)));
  const isArticles = ARTICLE_DATASETS.has(dataset);
  const titles = new Set(isArticles ? [] : supporting.map(passage => passage.title));
  let drawn = 0;
  /** Takes passage `number` as a filler, if it may stand in this context. */
  const fill = (number: number): void => {
    used.add(number);
    const passage = pool.passage(number);
    if (titles.has(passage.title) || leaks(passage)) return;
    take({ ...passage, supporting: false, drawn: drawn++ });
  };
  const fits = (number: number): boolean => !used.has(number) && cost(pool.tokens(number)) <= left;

  if (isArticles) {
    for (const number of siblings(pool, own)) if (fits(number)) fill(number);
  }

  let next = 0;
  const { draws } = pool;
  for (let misses = 0; misses < MISSES && next < draws.size; ) {
    const number = draws.at(next++);
    if (used.has(number)) continue;
    if (fits(number)) {
      misses = 0;
      fill(number);
    } else misses++;
  }
  const candidates: number[] = [];
  for (let round = 0; round < ROUNDS && left > parts.room * ENOUGH && next < draws.size; round++) {
    for (let i = 0; i < CANDIDATES && next < draws.size; i++) candidates.push(draws.at(next++));
    for (let fitting = candidates.filter(fits); fitting.length > 0; ) {
      fill(fitting.reduce((a, b) => (pool.tokens(b) > pool.tokens(a) ? b : a)));
      fitting = fitting.filter(fits);
    }
  }
  return { passages: chosen, left, exhausted: next >= draws.size };
}

/**
 * The other paragraphs of the articles that the own passages come from. A corpus numbers the
 * passages in the order of the dataset, so an article's stand next to each other.
 */
function* siblings(pool: Pool, own: readonly SamplePassage[]): Generator<number> {
  for (const { title, text } of own) {
    const number = pool.passageNumber(title, text);
    if (number === undefined) continue;
    const isSibling = (n: number): boolean =>
      n >= 0 && n < pool.draws.size && pool.passage(n).title === title;
    for (let n = number - 1; isSibling(n); n--) yield n;
    for (let n = number + 1; isSibling(n); n++) yield n;
  }
}

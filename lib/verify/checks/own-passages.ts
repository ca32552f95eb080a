import type { CorpusPassage, CorpusQuestion, TokenCounter } from '../sources.js';
import { fold } from '../view/squeeze.js';
import type { View } from '../view/view.js';

/** Tokens by which a passage may seem longer on its own than it is among others. */
const SLACK = 16;

/**
 * The question's own passages come before any filler, as far as the budget allows: where a filler
 * stands that is longer than an own passage left out, the own one would have fitted. One in which
 * the question stands is rightly left out.
 */
export function neglectedPassages(view: View, question: CorpusQuestion): string[] {
  const { corpus, tokenizer } = view.sources;
  if (!corpus || !tokenizer) return [];
  const { input, meta } = view.sample;
  const present = new Set(meta.passages.map(({ id }) => id));
  const own = new Set(question.passages.map(({ id }) => id));
  const fillers = meta.passages.filter(({ id }) => !own.has(id));
  const left = question.passages.filter(({ id, supporting }) => !supporting && !present.has(id));
  if (left.length === 0 || fillers.length === 0) return [];
  const longest = Math.max(...fillers.map(({ id }) => tokens(tokenizer, corpus.passage(id))));
  return left
    .filter(({ id }) => {
      const passage = corpus.passage(id);
      if (!passage || fold(`${passage.title}\n${passage.text}`).includes(fold(input))) return false;
      return tokens(tokenizer, passage) + SLACK < longest;
    })
    .map(({ id }) => `the question's own passage ${id} is left out, but a longer filler is there`);
}

function tokens(tokenizer: TokenCounter, passage: CorpusPassage | undefined): number {
  return passage ? tokenizer.count(`${passage.title}\n${passage.text}`) : 0;
}

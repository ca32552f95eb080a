import { findText } from '../../find-text.js';
import type { CorpusPassage, CorpusQuestion, TokenCounter } from '../sources.js';
import { scanHeaders } from '../view/headers.js';
import { opensPair } from '../view/scan.js';
import { fold } from '../view/squeeze.js';
import type { View } from '../view/view.js';

/** Tokens by which a passage may seem longer on its own than it is among others. */
const SLACK = 16;

/**
 * The question's own passages come before any filler, as far as the budget allows: where a filler
 * stands that is longer than an own passage left out, the own one would have fitted. One in which
 * the question stands, or what could be taken for a pair or a header, is rightly left out.
 */
export function neglectedPassages(view: View, { passages }: CorpusQuestion): string[] {
  const { corpus, tokenizer } = view.sources;
  if (!corpus || !tokenizer) return [];
  const { meta } = view.sample;
  const present = new Set(meta.passages.map(({ id }) => id));
  const own = new Set(passages.map(({ id }) => id));
  const fillers = meta.passages.filter(({ id }) => !own.has(id));
  const left = passages.filter(({ id, supporting }) => !supporting && !present.has(id));
  if (left.length === 0 || fillers.length === 0) return [];
  const longest = fillers.reduce(
    (most, { id }) => Math.max(most, tokens(tokenizer, corpus.passage(id))),
    0,
  );
  const question = fold(view.sample.input.toWellFormed());
  const mayStand = ({ title, text }: CorpusPassage): boolean => {
    const body = `${title}\n${text}`;
    if (view.claims && opensPair(body)) return false;
    return findText(fold(body), question) < 0 && !scanHeaders(body, meta)?.length;
  };
  return left
    .filter(({ id }) => {
      const passage = corpus.passage(id);
      return passage && tokens(tokenizer, passage) + SLACK < longest && mayStand(passage);
    })
    .map(({ id }) => `the question's own passage ${id} is left out, but a longer filler is there`);
}

function tokens(tokenizer: TokenCounter, passage: CorpusPassage | undefined): number {
  return passage ? tokenizer.count(`${passage.title}\n${passage.text}`) : 0;
}

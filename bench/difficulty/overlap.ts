import type { SeenPassage } from './seen-context.js';

/** Shorter words are in every passage. */
const WORD = /[\p{L}\p{N}]{4,}/gu;

/** The different words of a text that are looked at: at least four letters or digits, without case. */
export const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(WORD));

/** A passage with its words, which are many questions' to look at. */
export interface WordedPassage extends SeenPassage {
  words: Set<string>;
}

export const withWords = (passages: readonly SeenPassage[]): WordedPassage[] =>
  passages.map(passage => ({ ...passage, words: wordsOf(passage.text) }));

/** What the reader has picked, and the share of the question's words that stand there. */
export interface Pick<P extends WordedPassage> {
  question: string;
  passage: P;
  share: number;
}

/** The passage with the most words in common with the question; the first of several. */
export function pickPassage<P extends WordedPassage>(
  question: string,
  passages: readonly P[],
): Pick<P> | undefined {
  const words = [...wordsOf(question)];
  let best: Pick<P> | undefined;
  for (const passage of passages) {
    const share = words.filter(word => passage.words.has(word)).length / Math.max(1, words.length);
    if (share > (best?.share ?? -1)) best = { question, passage, share };
  }
  return best;
}

/**
 * What a reader by word overlap makes of a context with several questions. It follows no chain: it
 * takes the question of whose words the largest share stands in one passage, and that passage; the
 * first of several, in the order given.
 */
export function pickQuestion<P extends WordedPassage>(
  questions: readonly string[],
  passages: readonly P[],
): Pick<P> | undefined {
  let best: Pick<P> | undefined;
  for (const question of questions) {
    const pick = pickPassage(question, passages);
    if (pick && pick.share > (best?.share ?? -1)) best = pick;
  }
  return best;
}

/** Whether a passage has one of the answers in it, without case. */
export function holdsAnswer({ text }: SeenPassage, answers: readonly string[]): boolean {
  const known = text.toLowerCase();
  return answers.some(answer => known.includes(answer.toLowerCase()));
}

import { findText } from '../../find-text.js';
import type { Finding } from '../finding.js';
import type { CorpusQuestion, CorpusTexts } from '../sources.js';
import { fold, foldQuestion } from '../view/squeeze.js';
import type { Breach } from './kinds.js';
import type { ForeignView } from './view.js';

/** All that is no white space: pairs leave blanks behind, and datasets are joined with and without. */
const ink = (text: string): string => text.replace(/\s+/g, '').normalize();

/**
 * Whether all that the answer needs is there, by the dataset's question of the same text.
 *
 * @returns undefined where there is no dataset that has the question
 */
export function judgeSupport(
  { bare, question, record }: ForeignView,
  corpus: CorpusTexts,
): { broken: Breach[]; differences: Finding[] } | undefined {
  const twins = question === undefined ? [] : (corpus.questionsByText?.(question) ?? []);
  if (twins.length === 0) return undefined;
  const context = ink(bare);
  const best = twins
    .map(twin => ({ twin, missing: missingIn(context, twin, corpus) }))
    .sort((a, b) => a.missing.length - b.missing.length)[0]!;
  const broken = best.missing.map(title => ({
    kind: 'missing_passages' as const,
    message: `the supporting passage ${JSON.stringify(title)} is missing`,
  }));
  const { answers } = best.twin;
  const isRight = record.answers.every(answer => answers.includes(answer));
  const message = "answers are not those of the dataset's question";
  return { broken, differences: isRight ? [] : [{ check: 'question', message }] };
}

/** Whether the question stands in a passage. */
export function judgeLeak({ bare, question }: ForeignView): Finding[] {
  if (question === undefined || foldQuestion(question) === '') return [];
  if (findText(fold(bare), fold(question.toWellFormed())) < 0) return [];
  return [{ check: 'leak', message: 'the question stands in a passage of the context' }];
}

// --- internal ---

function missingIn(context: string, { passages }: CorpusQuestion, corpus: CorpusTexts): string[] {
  return passages
    .filter(({ supporting }) => supporting)
    .map(({ id }) => corpus.passage(id))
    .filter(passage => passage !== undefined)
    .filter(({ title, text }) => findText(context, ink(`${title}${text}`)) < 0)
    .map(({ title }) => title);
}

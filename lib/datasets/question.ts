import { RecordError } from '../errors.js';
import type { Question, QuestionPassage } from '../records/question.js';

/** What a dataset's reader knows about a question; the rest is the same for all datasets. */
export interface QuestionParts {
  id: string;
  dataset: string;
  question: string;
  answers: string[];
  passages: QuestionPassage[];
  answerable: boolean;
  /** Kept if it is a string. */
  type?: unknown;
  /** Kept if it is a string. */
  level?: unknown;
  question_hops?: number | undefined;
}

/**
 * Makes a question of its parts: answers without repeats and blanks, identical passages collapsed
 * to one.
 *
 * @throws RecordError NO_PASSAGES; NO_ANSWER or NO_SUPPORT if it is answerable
 */
export function makeQuestion(parts: QuestionParts): Question {
  const { id, dataset, question, answerable, type, level, question_hops } = parts;
  const answers = [...new Set(parts.answers)].filter(answer => answer.trim() !== '');
  const passages = collapse(parts.passages.map(wellFormed));
  if (passages.length === 0) {
    throw new RecordError('NO_PASSAGES', 'the question has no passages; expected at least one');
  }
  if (answerable && answers.length === 0) {
    throw new RecordError('NO_ANSWER', 'the question has no answer; expected at least one');
  }
  if (answerable && !passages.some(passage => passage.supporting)) {
    const message = 'the question has no supporting passage; expected at least one';
    throw new RecordError('NO_SUPPORT', message);
  }
  const made: Question = { id, dataset, question, answers, passages, answerable };
  if (typeof type === 'string') made.type = type;
  if (typeof level === 'string') made.level = level;
  if (question_hops !== undefined) made.question_hops = question_hops;
  return made;
}

/**
 * The passage without lone surrogates, which stand for no character: it is stored, counted and put
 * into contexts in UTF-8, which has none, so each becomes U+FFFD before anything looks at it. The
 * very passage, where there is nothing to replace.
 */
function wellFormed(passage: QuestionPassage): QuestionPassage {
  const { title, text, sentences } = passage;
  const isWell = [title, text, ...(sentences ?? [])].every(part => part.isWellFormed());
  if (isWell) return passage;
  return {
    ...passage,
    title: title.toWellFormed(),
    text: text.toWellFormed(),
    ...(sentences && { sentences: sentences.map(sentence => sentence.toWellFormed()) }),
  };
}

/** Keeps the first of passages that have the same title and text; it supports if any of them does. */
function collapse(passages: QuestionPassage[]): QuestionPassage[] {
  if (passages.length < 2) return passages;
  const kept: QuestionPassage[] = [];
  /** By title, and by text where a title has several. */
  const first = new Map<string, QuestionPassage>();
  const more = new Map<string, Map<string, QuestionPassage>>();
  for (const passage of passages) {
    const { title, text, supporting } = passage;
    const alike = first.get(title);
    const twin = alike?.text === text ? alike : more.get(title)?.get(text);
    if (twin) {
      twin.supporting ||= supporting;
      continue;
    }
    kept.push(passage);
    if (!alike) first.set(title, passage);
    else if (!more.get(title)?.set(text, passage)) more.set(title, new Map([[text, passage]]));
  }
  return kept;
}

import { RecordError } from '../errors.js';
import type { Question, QuestionPassage } from '../records/question.js';
import { markUnlabelled } from '../records/unlabelled.js';

/** What a dataset's reader knows about a question; the rest is the same for all datasets. */
export interface QuestionParts {
  id: string;
  dataset: string;
  question: string;
  answers: string[];
  passages: QuestionPassage[];
  /** Where the dataset does not say, a question that has neither answer nor support is unlabelled. */
  answerable?: boolean | undefined;
  /** Kept if it is a string. */
  type?: unknown;
  /** Kept if it is a string. */
  level?: unknown;
  question_hops?: number | undefined;
}

/**
 * Makes a question of its parts: answers without repeats and blanks, identical passages collapsed
 * to one. One of a test split, which has no labels, is marked as such.
 *
 * @throws RecordError NO_PASSAGES; NO_ANSWER, NO_SUPPORT or SUPPORT_EMPTY if it is answerable
 */
export function makeQuestion(parts: QuestionParts): Question {
  const { id, dataset, question, type, level, question_hops } = parts;
  const answers = [...new Set(parts.answers)].filter(answer => answer.trim() !== '');
  const passages = collapse(parts.passages.map(wellFormed));
  if (passages.length === 0) {
    throw new RecordError('NO_PASSAGES', 'the question has no passages; expected at least one');
  }
  const support = passages.filter(passage => passage.supporting);
  const hasLabels = answers.length > 0 || support.length > 0;
  const answerable = parts.answerable ?? hasLabels;
  if (answerable) checkLabels(answers, support);
  const made: Question = { id, dataset, question, answers, passages, answerable };
  if (typeof type === 'string') made.type = type;
  if (typeof level === 'string') made.level = level;
  if (question_hops !== undefined) made.question_hops = question_hops;
  if (parts.answerable === undefined && !hasLabels) markUnlabelled(made);
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

function checkLabels(answers: readonly string[], support: readonly QuestionPassage[]): void {
  if (answers.length === 0) {
    throw new RecordError('NO_ANSWER', 'the question has no answer; expected at least one');
  }
  if (support.length === 0) {
    const message = 'the question has no supporting passage; expected at least one';
    throw new RecordError('NO_SUPPORT', message);
  }
  const empty = support.find(({ text }) => text.trim() === '');
  if (empty) {
    const message = `the supporting passage ${JSON.stringify(empty.title)} has no text; expected some`;
    throw new RecordError('SUPPORT_EMPTY', message);
  }
}

/** Keeps the first of passages that have the same title and text; it supports if any of them does. */
export function collapse(passages: QuestionPassage[]): QuestionPassage[] {
  if (passages.length < 2) return passages;
  const kept: QuestionPassage[] = [];
  /** By title, then by text: mostly there is one of a title, and no text has to be hashed. */
  const known = new Map<string, QuestionPassage | Map<string, QuestionPassage>>();
  for (const passage of passages) {
    const { title, text, supporting } = passage;
    const there = known.get(title);
    if (there === undefined) known.set(title, passage);
    else {
      const texts = there instanceof Map ? there : new Map([[there.text, there]]);
      if (texts !== there) known.set(title, texts);
      const twin = texts.get(text);
      if (twin) {
        twin.supporting ||= supporting;
        continue;
      }
      texts.set(text, passage);
    }
    kept.push(passage);
  }
  return kept;
}

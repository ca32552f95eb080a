import { RELATIONS } from '../entities/entity.js';
import type { Step } from '../questions/chains.js';
import { PHRASES } from '../questions/phrases.js';
import type { Posed, Style } from '../questions/pose.js';
import { recordEach } from './record-each.js';
import { LINES, type Shape } from './shape.js';

const STYLE: Style = {
  passages: 20,
  fresh: 5.6,
  words: 79,
  mix: [
    [2, 72],
    [3, 22],
    [4, 6],
  ],
};

export interface MusiqueRecord {
  id: string;
  paragraphs: { idx: number; title: string; paragraph_text: string; is_supporting: boolean }[];
  question: string;
  question_decomposition: {
    id: number;
    question: string;
    answer: string;
    paragraph_support_idx: number;
  }[];
  answer: string;
  answer_aliases: string[];
  answerable: boolean;
}

export const musique: Shape<MusiqueRecord> = {
  frame: LINES,
  records: recordEach(STYLE, toMusique),
};

/** Only walks, each hop a sub-question that refers to the one before as `#1`, `#2`, `#3`. */
function toMusique({ text, answer, aliases, steps, passages }: Posed): MusiqueRecord {
  const supporting = steps.map(({ entity }) => passages.indexOf(entity));
  const ids = steps.map(subQuestionId);
  return {
    id: `${steps.length === 2 ? '2hop' : `${steps.length}hop1`}__${ids.join('_')}`,
    paragraphs: passages.map(({ title, sentences }, idx) => ({
      idx,
      title,
      paragraph_text: sentences.join(' '),
      is_supporting: supporting.includes(idx),
    })),
    question: text,
    question_decomposition: steps.map((step, at) => ({
      id: ids[at]!,
      question: subQuestion(step, at),
      answer: step.fact.answer,
      paragraph_support_idx: supporting[at]!,
    })),
    answer,
    answer_aliases: aliases,
    answerable: true,
  };
}

/** The same sub-question has the same number wherever it comes up. */
function subQuestionId({ entity, fact }: Step): number {
  return entity.number * RELATIONS.length + RELATIONS.indexOf(fact.relation);
}

/** Half of them are in words, half in the short form `subject >> relation`. */
function subQuestion(step: Step, at: number): string {
  const { tag, asks } = PHRASES[step.fact.relation];
  const subject = at === 0 ? step.entity.mention : `#${at}`;
  return subQuestionId(step) % 2 === 0 ? asks[0]!(subject) : `${subject} >> ${tag}`;
}

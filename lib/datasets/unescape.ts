import { decodeHTMLStrict } from 'entities/decode';
import type { Question, QuestionPassage } from '../records/question.js';
import { isUnlabelled, markUnlabelled } from '../records/unlabelled.js';
import { collapse } from './question.js';
import { inOrder } from './sentences.js';

/**
 * A question with the HTML entities decoded (`&amp;`, `&#39;`; those that end in a semicolon) in its
 * passages' titles and texts, and in its own text and answers, which are to be found there. Sentence
 * bounds stay where they are. Passages that have become the same are collapsed to one.
 */
export function unescapeEntities(question: Question): Question {
  const texts = [question.question, ...question.answers];
  const escaped = [...texts, ...question.passages.flatMap(({ title, text }) => [title, text])];
  if (!escaped.some(text => text.includes('&'))) return question;
  const decoded: Question = {
    ...question,
    question: decodeHTMLStrict(question.question),
    answers: [...new Set(question.answers.map(decodeHTMLStrict))],
    passages: collapse(question.passages.map(unescapePassage)),
  };
  if (isUnlabelled(question)) markUnlabelled(decoded);
  return decoded;
}

function unescapePassage({ sentences, ...passage }: QuestionPassage): QuestionPassage {
  const title = decodeHTMLStrict(passage.title);
  const text = decodeHTMLStrict(passage.text);
  const decoded = sentences?.map(decodeHTMLStrict).filter(sentence => sentence !== '');
  // An entity that a bound cuts in two is one in the text, and none in the sentences.
  const areBounds = decoded !== undefined && inOrder(decoded, text);
  return { ...passage, title, text, ...(areBounds && { sentences: decoded }) };
}

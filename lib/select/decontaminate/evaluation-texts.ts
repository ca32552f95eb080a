import { type Fields, isFields } from '../../records/fields.js';

/** What a record of an evaluation set asks. */
export interface EvaluationText {
  text: string;
  /** As the set names it; missing where it does not. */
  id?: string | undefined;
}

/** Where a record has its question, the plainest first: a prompt may be a long context with it. */
const QUESTION_FIELDS = ['question', 'input', 'problem', 'query', 'prompt', 'messages'];

/**
 * What a record asks: a question, a sample, an article of SQuAD with all its questions, a row of a
 * trainer, or any that has one of those fields. None where a record asks nothing.
 */
export function textsIn(record: unknown): EvaluationText[] {
  if (typeof record === 'string') return some({ text: record });
  if (!isFields(record)) return [];
  const { paragraphs, extra_info: more } = record;
  if (Array.isArray(paragraphs)) {
    const inside = paragraphs
      .filter(isFields)
      .flatMap(({ qas }) => (Array.isArray(qas) ? qas : []));
    if (inside.length > 0) return inside.flatMap(textsIn);
  }
  const id = idIn(record.id ?? record._id) ?? (isFields(more) ? idIn(more.id) : undefined);
  const places = isFields(more) ? [more, record] : [record];
  for (const place of places) {
    const text = questionIn(place);
    if (text !== '') return some({ id, text });
  }
  return [];
}

function questionIn(record: Fields): string {
  for (const field of QUESTION_FIELDS) {
    const text = textOf(record[field]);
    if (text !== '') return text;
  }
  return '';
}

/** A text, or those of a conversation that are not the model's own. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  const asked = value.filter(isFields).filter(({ role }) => role === 'user');
  return asked.map(({ content }) => (typeof content === 'string' ? content : '')).join('\n');
}

const some = (text: EvaluationText): EvaluationText[] => (text.text.trim() === '' ? [] : [text]);

const idIn = (value: unknown): string | undefined =>
  Number.isSafeInteger(value) || (typeof value === 'string' && value !== '')
    ? String(value)
    : undefined;

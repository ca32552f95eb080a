import { type Fields, isFields } from '../../records/fields.js';
import { isList, unpacked } from '../forms/packed.js';

/** The fields that hold a passage's sentences, by the datasets' publishers. */
export const SENTENCES = ['sentences', 'content', 'text'] as const;

/** The sentences of a passage, or of all passages, under whichever name they stand. */
export const sentencesIn = (holder: Fields): [name: string, sentences: unknown] => {
  const name = SENTENCES.find(each => holder[each] !== undefined) ?? SENTENCES[0];
  return [name, holder[name]];
};

/** Whether a record is of HotpotQA's shape: supporting facts, or passages as lists of sentences. */
export function hasContext(record: Fields): boolean {
  if ((record.supporting_facts ?? undefined) !== undefined) return true;
  return 'question' in record && isContext(unpacked(record.context));
}

function isContext(context: unknown): boolean {
  if (isFields(context)) return isList(context.title) && isList(sentencesIn(context)[1]);
  if (!Array.isArray(context)) return false;
  // Whole texts are how others write passages.
  return context.every((passage: unknown) => {
    if (Array.isArray(passage)) return isList(passage[1]);
    return isFields(passage) && 'title' in passage && isList(sentencesIn(passage)[1]);
  });
}

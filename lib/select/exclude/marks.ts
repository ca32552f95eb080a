import { isRow, rowExample } from '../../export/examples/row.js';
import { type Fields, isFields } from '../../records/fields.js';

/** What a question is known by that was asked before; at least one of id and text. */
export interface Asked {
  /** Missing where a record does not say: then an id is meant whatever the dataset. */
  dataset?: string | undefined;
  id?: string | undefined;
  text?: string | undefined;
}

/** Of a sample, as `records/sample-id.ts` makes it: the dataset's name ends at the first `/`. */
const SAMPLE_ID = /^([^/]+)\/(.+)\/(?:\d+|relevant)$/;
const SLASH = /%(2F|25)/g;
const NEEDLE = 'needle';

/**
 * The questions that a value tells of: a sample, a trajectory, a row of verl, a question, a reject, a
 * record with an id, or an id alone. A reject of reading is of no question that was asked, and
 * what is asked of needles is none of a dataset.
 */
export function askedIn(value: unknown): Asked[] {
  const bare = idIn(value);
  if (bare !== undefined) return [{ id: bare }, ...sampleAsked(bare)];
  if (!isFields(value)) return [];
  if (isReject(value)) return rejectAsked(value);
  if (isRow(value)) return rowAsked(value);
  const { meta } = value;
  const id = idIn(value.id ?? value._id);
  const text = textIn(value.input) ?? textIn(value.question);
  if (isFields(meta)) {
    const dataset = textIn(meta.dataset);
    return dataset === NEEDLE ? [] : some({ dataset, id: idIn(meta.question_id), text });
  }
  if (value.input !== undefined) {
    const [named] = id === undefined ? [] : sampleAsked(id);
    return named ? [{ ...named, text }] : some({ id, text });
  }
  return some({ dataset: textIn(value.dataset), id, text });
}

const some = (asked: Asked): Asked[] =>
  asked.id === undefined && asked.text === undefined ? [] : [asked];

/** Whether a record is a line of a file of rejects. */
const isReject = ({ code, message, input, question }: Fields): boolean =>
  typeof code === 'string' &&
  typeof message === 'string' &&
  input === undefined &&
  question === undefined;

/** What could not be read was never asked; what `fill` rejects has a place, too, and its length. */
function rejectAsked({ file, id, max_seq_length: length }: Fields): Asked[] {
  if (file !== undefined && length === undefined) return [];
  const known = idIn(id);
  return known === undefined ? [] : [{ id: known }];
}

/** The question of a sample, by the sample's id. */
function sampleAsked(id: string): Asked[] {
  const [, dataset, questionId] = SAMPLE_ID.exec(id) ?? [];
  if (dataset === undefined || dataset === NEEDLE) return [];
  return [{ dataset: dataset.replace(SLASH, decodeURIComponent), id: questionId }];
}

function rowAsked(row: Fields): Asked[] {
  const { extra_info: more } = row;
  const known = isFields(more) ? textIn(more.id) : undefined;
  const [named] = known === undefined ? [] : sampleAsked(known);
  const text = textIn(rowQuestion(row));
  return named ? [{ ...named, text }] : some({ text });
}

function rowQuestion(row: Fields): string {
  try {
    return rowExample(row).question;
  } catch {
    return '';
  }
}

function idIn(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : textIn(value);
}

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

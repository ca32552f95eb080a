import { isFields } from '../records/fields.js';
import type { Question } from '../records/question.js';
import { wiki2 } from './2wikimqa.js';
import { hotpotqa } from './hotpotqa.js';
import { musique } from './musique.js';
import { questions } from './questions.js';
import { type SquadEntry, squad, squadEntries } from './squad.js';

/** The shapes of record that are known. */
export const DATASET_FORMATS = ['hotpotqa', '2wikimqa', 'musique', 'squad', 'questions'] as const;
export type DatasetFormat = (typeof DATASET_FORMATS)[number];

/** Turns one value of an input into questions. */
export interface RecordFormat {
  /** Lists the records in a value, if it is not one itself. */
  unfold?: (value: unknown) => unknown[];
  /** Makes a question of a record; `dataset` stands in for the format's own name. */
  read: (record: unknown, dataset?: string) => Question;
  /** Where a record holds its id. */
  idOf: (record: unknown) => unknown;
}

const idOf = (record: unknown): unknown =>
  isFields(record) ? (record._id ?? record.id) : undefined;

export const FORMATS: Record<DatasetFormat, RecordFormat> = {
  hotpotqa: { read: hotpotqa, idOf },
  '2wikimqa': { read: wiki2, idOf },
  musique: { read: musique, idOf },
  squad: {
    unfold: squadEntries,
    read: (entry, dataset) => squad(entry as SquadEntry, dataset),
    idOf: entry => (isFields(entry) ? idOf(entry.qa) : undefined),
  },
  questions: { read: questions, idOf },
};

/** Tells the format from a record's fields; undefined if it looks like none. */
export function formatOf(record: unknown): DatasetFormat | undefined {
  if (!isFields(record)) return undefined;
  if ('passages' in record) return 'questions';
  if ('paragraphs' in record) return 'question' in record ? 'musique' : 'squad';
  if (!('context' in record || 'supporting_facts' in record)) return undefined;
  const is2wiki = 'evidences' in record || 'evidences_id' in record || 'entity_ids' in record;
  return is2wiki ? '2wikimqa' : 'hotpotqa';
}

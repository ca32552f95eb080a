import { type Fields, isFields } from '../records/fields.js';
import { foreignRecord, isForeignRow, isForeignSample } from '../records/foreign.js';
import type { Row } from './api.js';

/** Characters of a question that a list shows. */
const SHOWN = 200;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : 0;

/** Whether a record is a sample of ours, which says of itself how it was made. */
export const isOwnSample = (record: Fields): boolean =>
  isFields(record.meta) &&
  (typeof record.context === 'string' || typeof record.distractor_context === 'string');

/** Whether a record is a sample or a row of others that can be read. */
export const isForeign = (record: Fields): boolean =>
  isForeignRow(record) || isForeignSample(record);

/** What a list shows of a record; of one that is no sample, what it has under the usual names. */
export function rowOf(record: unknown, place: { file: number; row: number }): Row {
  if (!isFields(record)) return { ...place, ...NOTHING, kind: 'no record' };
  const meta = isFields(record.meta) ? record.meta : {};
  const foreign = isOwnSample(record) || !isForeign(record) ? undefined : foreignOf(record);
  const { rollouts, pass_count: passes } = record;
  const question = foreign?.question ?? (text(record.input) || text(record.question));
  return {
    ...place,
    id: foreign?.id ?? (typeof record.id === 'number' ? `${record.id}` : text(record.id)),
    dataset: text(meta.dataset) || foreign?.source || text(record.dataset),
    kind: kindOf(record, meta),
    question: [...question.slice(0, 2 * SHOWN)].slice(0, SHOWN).join(''),
    maxSeqLength: count(meta.max_seq_length),
    tokens: count(record.length),
    hops: count(meta.hops),
    chains: Array.isArray(meta.chains) ? meta.chains.length : 0,
    ...(Array.isArray(rollouts) && { rollouts: rollouts.length }),
    ...(typeof passes === 'number' && { passes }),
  };
}

const NOTHING = {
  id: '',
  dataset: '',
  question: '',
  maxSeqLength: 0,
  tokens: 0,
  hops: 0,
  chains: 0,
} satisfies Partial<Row>;

/** A row that cannot be read as JSON. */
export const brokenRow = (place: { file: number; row: number }): Row => ({
  ...place,
  ...NOTHING,
  kind: 'no JSON',
});

/** What a record of others says; undefined where its fields are not what their names promise. */
export function foreignOf(record: Fields): ReturnType<typeof foreignRecord> | undefined {
  try {
    return foreignRecord(record);
  } catch {
    return undefined;
  }
}

function kindOf(record: Fields, meta: Fields): string {
  if (isOwnSample(record)) {
    if (typeof record.distractor_context === 'string') return 'keychain';
    return Array.isArray(meta.needles) ? 'needle' : 'synth';
  }
  if (isForeign(record)) return 'foreign';
  return Array.isArray(record.passages) ? 'question' : 'record';
}

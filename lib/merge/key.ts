import { type Fields, isFields, textField } from '../records/fields.js';

/** The keys under which a record of the list looks for its predictions, the likeliest first. */
export type Keys = readonly [own: string, bare: string];

/**
 * A record is known by its id, within its dataset; MuSiQue gives an unanswerable question the id of
 * its answerable twin. A part that holds nothing but ids is found by those alone.
 *
 * @throws RecordError RECORD_INVALID
 */
export function keysOf(record: Fields): Keys {
  const id = textField(record, 'id');
  const { meta } = record;
  const dataset = record.dataset ?? (isFields(meta) ? meta.dataset : undefined);
  const twin = record.answerable === false ? 'unanswerable' : '';
  const own = typeof dataset === 'string' ? JSON.stringify([id, dataset, twin]) : bareKey(id);
  return [own, bareKey(id)];
}

// Written so that no two lists of parts read alike, whatever stands in them.
const bareKey = (id: string): string => JSON.stringify([id]);

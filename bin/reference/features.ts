import { ADDED_COLUMNS, COLUMNS, type Column, type Columns } from '../../lib/records/columns.js';
import { DTYPES } from '../../lib/records/dtypes.js';

/** A column as `Features.from_dict` of Hugging Face's datasets takes it. */
function feature(column: Column): unknown {
  if (typeof column === 'string') return { dtype: DTYPES[column], _type: 'Value' };
  return Array.isArray(column) ? column.map(feature) : features(column as Columns);
}

export const features = (columns: Columns): object =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, feature(column)]));

/** The columns of every kind of record, for readers that are told them. */
export function featuresText(): string {
  const added = Object.entries(ADDED_COLUMNS).map(([name, columns]) => [
    `added_by_${name}`,
    columns,
  ]);
  const kinds = [...Object.entries(COLUMNS), ...added] as [string, Columns][];
  const byKind = kinds.map(([kind, columns]) => [kind, features(columns)]);
  return `${JSON.stringify(Object.fromEntries(byKind), null, 2)}\n`;
}

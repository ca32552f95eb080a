import type { Column, Columns } from '../../../records/columns.js';
import { DTYPES } from '../../../records/dtypes.js';

/** A feature as a card's YAML has it, without its name. */
type Feature = { dtype: string } | { list: unknown } | { struct: NamedFeature[] };
type NamedFeature = { name: string } & Feature;

/**
 * Columns as `dataset_info.features` of a card has them: the form of `Features._to_yaml_list` of
 * Hugging Face's `datasets` (`features/features.py`), which is not that of its JSON.
 */
export const yamlFeatures = (columns: Columns): NamedFeature[] =>
  Object.entries(columns).map(([name, column]) => ({ name, ...feature(column) }));

function feature(column: Column): Feature {
  if (typeof column === 'string') return { dtype: DTYPES[column] };
  if (isList(column)) return { list: itemOf(feature(column[0])) };
  return { struct: yamlFeatures(column) };
}

/** What a list is of: a plain type by its name, a struct by its fields, a list as it is. */
function itemOf(item: Feature): unknown {
  if ('dtype' in item) return item.dtype;
  return 'struct' in item ? item.struct : item;
}

const isList = (column: Exclude<Column, string>): column is readonly [Column] =>
  Array.isArray(column);

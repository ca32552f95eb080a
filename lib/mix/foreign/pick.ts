import type { Fields } from '../../records/fields.js';

/**
 * What stands in a field of a record: its very name, or names with a point between them for a field in
 * another (`reward_model.ground_truth`), numbers for items of lists (`messages.0.content`).
 */
export function pick(record: Fields, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  let value: unknown = record;
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Fields)[step];
  }
  return value;
}

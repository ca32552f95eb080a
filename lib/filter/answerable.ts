import { flagField } from '../records/fields.js';
import type { FilterRule } from './rule.js';

/** Keeps answerable questions; a record that does not say is answerable. */
export function answerable(): FilterRule {
  return { name: 'answerable', keeps: record => flagField(record, 'answerable', true) };
}

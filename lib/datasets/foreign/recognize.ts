import { isFields } from '../../records/fields.js';
import type { ForeignKind } from './kind.js';
import { FOREIGN_KINDS } from './kinds.js';

/** The known kind of record that a value is which no dataset has recognized, if it is any. */
export const recognizeForeign = (value: unknown): ForeignKind | undefined =>
  isFields(value) ? FOREIGN_KINDS.find(kind => kind.recognizes(value)) : undefined;

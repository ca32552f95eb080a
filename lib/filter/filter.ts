import type { Transform } from 'node:stream';
import { RecordError } from '../errors.js';
import { rejectOf } from '../json/read-records.js';
import type { Fields } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import { stage } from '../stream/stage.js';
import type { FilterRule } from './rule.js';

export interface FilterOptions {
  /** Takes each dropped record and the first rule that would not keep it. */
  onDropped?: ((record: Fields, rule: FilterRule) => void) | undefined;
  /** Takes each record that a rule cannot look at; without it they are passed over. */
  onReject?: ((reject: Reject) => void) | undefined;
  /** Takes what a rule has to say in the end. */
  onWarning?: ((message: string) => void) | undefined;
}

/** Makes a Transform that lets records pass which all rules keep, and closes the rules at its end. */
export function filter(
  rules: readonly FilterRule[],
  { onDropped, onReject, onWarning = () => undefined }: FilterOptions = {},
): Transform {
  return stage<Fields, Fields>(
    (record, push) => {
      try {
        const against = rules.find(rule => !rule.keeps(record));
        if (against) onDropped?.(record, against);
        else push(record);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        onReject?.(rejectOf(record, error));
      }
    },
    {
      flush: () => {
        for (const rule of rules) rule.end?.(onWarning);
      },
      close: async () => {
        for (const rule of rules) await rule.close?.();
      },
    },
  );
}

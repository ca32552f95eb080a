import type { Transform } from 'node:stream';
import type { Fields } from '../records/fields.js';
import { stage } from '../stream/stage.js';
import type { Parts } from './parts.js';
import { doubleReject, foreignReject, missingReject, type OnReject, rejecting } from './rejects.js';
import { openSeen } from './seen.js';

export interface MergeOptions {
  /** Takes what is missing, double, foreign or no record; without it they are passed over. */
  onReject?: OnReject;
}

/** Adds the records of one part; of those with the same id the first is kept. */
export async function collect(
  part: AsyncIterable<Fields>,
  parts: Parts,
  { onReject }: MergeOptions = {},
): Promise<void> {
  for await (const record of part) {
    rejecting(record, onReject, () => {
      const earlier = parts.add(record);
      if (earlier) onReject?.(doubleReject(record, earlier));
    });
  }
}

/**
 * Makes a Transform of the list that the parts were made from: each record with the fields of its
 * part's record, in the order of the list. What no part has is left out. At its end it names what
 * the list does not have, and closes the parts.
 */
export function merge(parts: Parts, { onReject }: MergeOptions = {}): Transform {
  const listed = openSeen();
  return stage<Fields, Fields>(
    (record, push) =>
      rejecting(record, onReject, () => {
        const earlier = listed.note(record);
        if (earlier) {
          onReject?.(doubleReject(record, earlier));
          return;
        }
        const found = parts.take(record);
        if (found) push({ ...record, ...found.record });
        else onReject?.(missingReject(record));
      }),
    {
      flush: () => {
        for (const foreign of parts.rest()) onReject?.(foreignReject(foreign));
      },
      close: async () => {
        await listed.close();
        await parts.close();
      },
    },
  );
}

/** Makes a Transform that lets only the first record with an id pass: parts without their list. */
export function distinct({ onReject }: MergeOptions = {}): Transform {
  const seen = openSeen();
  return stage<Fields, Fields>(
    (record, push) =>
      rejecting(record, onReject, () => {
        const earlier = seen.note(record);
        if (earlier) onReject?.(doubleReject(record, earlier));
        else push(record);
      }),
    { close: () => seen.close() },
  );
}

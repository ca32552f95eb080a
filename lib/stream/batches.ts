import type { Transform } from 'node:stream';
import { stage } from './stage.js';

/** A Transform of records to rows of so many of them; the last may be shorter. */
export function batches<T>(size: number): Transform {
  let batch: T[] = [];
  const close = (push: (batch: T[]) => void): void => {
    if (batch.length > 0) push(batch);
    batch = [];
  };
  return stage<T, T[]>(
    (record, push) => {
      batch.push(record);
      if (batch.length === size) close(push);
    },
    { flush: close, highWaterMark: 2 * size },
  );
}

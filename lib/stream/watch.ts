import type { Transform } from 'node:stream';
import { stage } from './stage.js';

/** A Transform that shows each record to somebody and hands it on as it is. */
export const watch = <T>(look: (record: T) => void): Transform =>
  stage<T, T>((record, push) => {
    look(record);
    push(record);
  });

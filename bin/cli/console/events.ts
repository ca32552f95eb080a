import { jsonText } from '../../../lib/json/json-text.js';
import type { Progress } from '../../../lib/reporter.js';
import { isDone, rowsByName } from './row.js';
import { openThrottle } from './throttle.js';
import type { View } from './view.js';

/** Milliseconds between two events of one name. */
const INTERVAL_MS = 1000;

/** JSON lines for a program that reads them. */
export function eventView(write: (text: string) => void, now: () => number): View {
  const emit = (event: string, data: object): void => write(`${jsonText({ event, ...data })}\n`);
  const throttle = openThrottle(now, INTERVAL_MS);
  const rows = rowsByName(now);
  const tell = (name: string, { done, total, unit, note }: Progress): void =>
    emit('progress', { name, done, total, unit, note });
  /** What was held back is said before something else begins. */
  const tellOpen = (): void => {
    for (const { name, progress } of rows.all()) {
      if (throttle.isOpen(name)) tell(name, progress);
      throttle.close(name);
    }
  };
  return {
    warn: message => emit('warning', { message }),
    step(message) {
      tellOpen();
      emit('step', { message });
    },
    progress(name, progress) {
      const { isNew } = rows.tell(name, progress);
      if (throttle.isDue(name, isNew || isDone(progress))) tell(name, progress);
    },
    reject: reject => emit('reject', { ...reject }),
    close(rejects) {
      tellOpen();
      for (const { count, first } of rejects) {
        emit('rejects', { code: first.code, count, first });
      }
    },
  };
}

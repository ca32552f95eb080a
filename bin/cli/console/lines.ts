import { describeRow, isDone, rowsByName } from './row.js';
import { openThrottle } from './throttle.js';
import { describeTally, type View } from './view.js';

/** Milliseconds between two lines of one name. */
const INTERVAL_MS = 10_000;

/** Plain lines, where nothing can be drawn over: one a phase, more where it takes long. */
export function lineView(write: (text: string) => void, now: () => number): View {
  const line = (text: string): void => write(`${text}\n`);
  const throttle = openThrottle(now, INTERVAL_MS);
  const rows = rowsByName(now);
  /** What was held back is said before something else begins. */
  const tellOpen = (): void => {
    for (const row of rows.all()) {
      if (throttle.isOpen(row.name)) line(`${row.name}: ${describeRow(row, true)}`);
      throttle.close(row.name);
    }
  };
  return {
    warn: message => line(`warning: ${message}`),
    step(message) {
      tellOpen();
      line(message);
    },
    progress(name, progress) {
      const { row } = rows.tell(name, progress);
      if (throttle.isDue(name, isDone(progress))) line(`${name}: ${describeRow(row)}`);
    },
    reject: () => undefined,
    close(rejects) {
      tellOpen();
      for (const tally of rejects) line(describeTally(tally));
    },
  };
}

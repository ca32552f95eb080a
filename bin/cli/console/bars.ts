import cliProgress from 'cli-progress';
import { atInterrupt } from '../ending.js';
import type { Screen } from '../io.js';
import { describeRow, hasTotal, isDone, type Row, rowsByName } from './row.js';
import { describeTally, type View } from './view.js';

const { BarFormat } = cliProgress.Format;

/** Bars on a terminal, where a total is known, and counters where none is. */
export function barView(stderr: Screen, now: () => number): View {
  const rows = rowsByName(now);
  const format: cliProgress.GenericFormatter = (options, _, payload) =>
    drawRow(options, payload, stderr.columns || undefined);
  const panel = new cliProgress.MultiBar(
    { stream: stderr, format, hideCursor: true, gracefulExit: false, forceRedraw: true },
    cliProgress.Presets.rect,
  );
  // The panel writes what is logged between two drawings, so not before there is something to draw.
  const log = (text: string): void => {
    if (panel.isActive) panel.log(`${text}\n`);
    else stderr.write(`${text}\n`);
  };
  const stop = (): void => {
    if (!panel.isActive) return;
    panel.update();
    panel.stop();
  };
  let isOver = false;
  // A process that ends before its time gives the cursor back, before it says why.
  atInterrupt.add(stop);
  process.once('exit', stop);
  return {
    warn: message => log(`warning: ${message}`),
    step: log,
    progress(name, progress) {
      const { row, isNew } = rows.tell(name, progress);
      // The panel draws what stands in the row several times a second.
      if (isNew) panel.create(0, 0, { row, isOver: () => isOver });
    },
    reject: () => undefined,
    close(rejects) {
      isOver = true;
      stop();
      atInterrupt.delete(stop);
      process.off('exit', stop);
      for (const tally of rejects) stderr.write(`${describeTally(tally)}\n`);
    },
  };
}

/** What stands around a bar: a blank, its two ends and a blank; and the fewest signs of one. */
const AROUND_BAR = 4;
const LEAST_BAR = 5;
const CUT = '\u2026';

/**
 * A row that fits into a terminal, which cuts off what does not: first the bar gets shorter and
 * goes, then the name; how far it is stays.
 *
 * @param columns of the terminal, if it says so
 */
function drawRow(
  options: cliProgress.Options,
  { row, isOver }: { row: Row; isOver: () => boolean },
  columns = Number.POSITIVE_INFINITY,
): string {
  const { name, progress } = row;
  const text = describeRow(row, isOver() || isDone(progress));
  const room = columns - 1 - name.length - text.length;
  const barsize = Math.min(options.barsize ?? 40, room - AROUND_BAR);
  if (hasTotal(progress) && barsize >= LEAST_BAR) {
    const share = Math.min(1, progress.done / progress.total);
    return `${name} |${BarFormat(share, { ...options, barsize })}| ${text}`;
  }
  return `${fitting(name, columns - 1 - text.length - 2)}: ${text}`;
}

/** A name in so many columns, if there are any to speak of. */
const fitting = (name: string, room: number): string =>
  name.length <= room ? name : `${name.slice(0, Math.max(0, room - 1))}${CUT}`;

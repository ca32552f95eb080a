import cliProgress from 'cli-progress';
import type { Screen } from '../io.js';
import { describeRow, hasTotal, isDone, type Row, rowsByName } from './row.js';
import { describeTally, type View } from './view.js';

const { BarFormat } = cliProgress.Format;

/** Bars on a terminal, where a total is known, and counters where none is. */
export function barView(stderr: Screen, now: () => number): View {
  const rows = rowsByName(now);
  const panel = new cliProgress.MultiBar(
    { stream: stderr, format: drawRow, hideCursor: true, gracefulExit: false, forceRedraw: true },
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
  // An interrupted process gives the cursor back.
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
      process.off('exit', stop);
      for (const tally of rejects) stderr.write(`${describeTally(tally)}\n`);
    },
  };
}

function drawRow(
  options: cliProgress.Options,
  _: cliProgress.Params,
  { row, isOver }: { row: Row; isOver: () => boolean },
): string {
  const { name, progress } = row;
  const text = describeRow(row, isOver() || isDone(progress));
  if (!hasTotal(progress)) return `${name}: ${text}`;
  const share = Math.min(1, progress.done / progress.total);
  return `${name} |${BarFormat(share, options)}| ${text}`;
}

import { inShort } from '../../../lib/errors.js';
import type { Reject } from '../../../lib/records/reject.js';
import { type Reporter, silentReporter } from '../../../lib/reporter.js';
import type { Io } from '../io.js';
import { eventView } from './events.js';
import { lineView } from './lines.js';
import type { RejectTally, View } from './view.js';

/** A reporter that a run's end closes. */
export interface Console extends Reporter {
  /** Records rejected so far. */
  rejected(): number;
  /** Shows the last state of everything, and one message a kind of reject. */
  close(): void;
}

export interface ConsoleOptions {
  json: boolean;
  quiet: boolean;
}

/** Shows progress on stderr: bars on a terminal, plain lines elsewhere, JSON lines on demand. */
export async function openConsole(
  io: Pick<Io, 'stderr' | 'now'>,
  options: ConsoleOptions,
): Promise<Console> {
  const view = await viewOf(io, options);
  const tallies = new Map<string, RejectTally>();
  let isClosed = false;
  return {
    warn: message => view.warn(inShort(message)),
    step: view.step,
    progress: view.progress,
    reject(reject: Reject) {
      const tally = tallies.get(reject.code) ?? { count: 0, first: reject };
      tally.count++;
      tallies.set(reject.code, tally);
      view.reject(reject);
    },
    rejected: () => [...tallies.values()].reduce((sum, { count }) => sum + count, 0),
    close() {
      if (!isClosed) view.close([...tallies.values()]);
      isClosed = true;
    },
  };
}

async function viewOf(
  { stderr, now }: Pick<Io, 'stderr' | 'now'>,
  { json, quiet }: ConsoleOptions,
): Promise<View> {
  const write = (text: string): void => {
    stderr.write(text);
  };
  if (quiet) return { ...silentReporter, close: () => undefined };
  if (json) return eventView(write, now);
  if (!stderr.isTTY) return lineView(write, now);
  const { barView } = await import('./bars.js');
  return barView(stderr, now);
}

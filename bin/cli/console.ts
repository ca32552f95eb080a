import cliProgress from 'cli-progress';
import type { Reject } from '../../lib/records/reject.js';
import type { Reporter } from '../../pipelines/reporter.js';

/** A reporter that a run's end closes. */
export interface Console extends Reporter {
  /** Records rejected so far. */
  rejected(): number;
  close(): void;
}

export interface ConsoleOptions {
  json: boolean;
  quiet: boolean;
}

/** Milliseconds between two plain progress lines of the same name. */
const INTERVAL_MS = 10_000;

/** Shows progress on stderr: bars on a terminal, plain lines elsewhere, JSON lines on demand. */
export function openConsole({ json, quiet }: ConsoleOptions): Console {
  const { stderr } = process;
  let rejects = 0;
  const show = quiet
    ? silentView
    : json
      ? jsonView(stderr)
      : stderr.isTTY
        ? barView(stderr)
        : lineView(stderr);
  return {
    ...show,
    reject: (reject: Reject) => {
      rejects++;
      show.reject(reject);
    },
    rejected: () => rejects,
  };
}

type View = Reporter & { close(): void };

const nothing = (): void => undefined;

const silentView: View = {
  warn: nothing,
  step: nothing,
  progress: nothing,
  reject: nothing,
  close: nothing,
};

function jsonView(stderr: NodeJS.WriteStream): View {
  const emit = (event: string, data: object): void => {
    stderr.write(`${JSON.stringify({ event, ...data })}\n`);
  };
  const due = throttle();
  return {
    warn: message => emit('warning', { message }),
    step: message => emit('step', { message }),
    progress: (name, done, total, note) => {
      if (due(name, done === total)) emit('progress', { name, done, total, note });
    },
    reject: reject => emit('reject', { ...reject }),
    close: nothing,
  };
}

function lineView(stderr: NodeJS.WriteStream): View {
  const line = (text: string): void => {
    stderr.write(`${text}\n`);
  };
  const due = throttle();
  return {
    warn: message => line(`warning: ${message}`),
    step: line,
    progress: (name, done, total, note) => {
      if (!due(name, false)) return;
      const of = total === undefined ? '' : ` of ${total}`;
      line(`${name}: ${done}${of}${note === undefined ? '' : `, ${note}`}`);
    },
    reject: nothing,
    close: nothing,
  };
}

function barView(stderr: NodeJS.WriteStream): View {
  const bars = new Map<string, cliProgress.SingleBar>();
  const panel = new cliProgress.MultiBar(
    {
      stream: stderr,
      format: '{name} |{bar}| {value}/{total} {rate}/s, {eta_formatted} left{note}',
      hideCursor: true,
      emptyOnZero: true,
    },
    cliProgress.Presets.rect,
  );
  const started = performance.now();
  return {
    warn: message => panel.log(`warning: ${message}\n`),
    step: message => panel.log(`${message}\n`),
    progress: (name, done, total, note) => {
      let bar = bars.get(name);
      if (!bar) {
        bar = panel.create(total ?? done, 0, { name, rate: 0, note: '' });
        bars.set(name, bar);
      }
      if (total === undefined) bar.setTotal(done);
      const seconds = (performance.now() - started) / 1000;
      bar.update(done, {
        name,
        rate: (done / Math.max(seconds, 0.001)).toFixed(1),
        note: note === undefined ? '' : `, ${note}`,
      });
    },
    reject: nothing,
    close: () => panel.stop(),
  };
}

/** Lets a name pass once an interval. */
function throttle(): (name: string, always: boolean) => boolean {
  const last = new Map<string, number>();
  return (name, always) => {
    const now = performance.now();
    const before = last.get(name);
    if (before === undefined) last.set(name, now);
    else if (always || now - before >= INTERVAL_MS) last.set(name, now);
    else return false;
    return before !== undefined || always;
  };
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/*
 * A test file, run by AVA's own runner in this process. The command of AVA starts a process and a
 * thread for each file, which takes longer than most tests and is needed thousands of times here. What
 * is used of AVA is not its public face; it is pinned by the lock file, and a run that finds no tests
 * fails.
 */

/** How a test ended. */
export interface TestEnd {
  readonly title: string;
  readonly ms: number;
  /** What went wrong, if anything did. */
  readonly failure?: string;
}

/** What AVA tells of a run, as far as it is looked at. */
interface State {
  readonly type: string;
  readonly title: string;
  readonly duration: number;
  readonly err?: {
    readonly message?: string;
    readonly formattedError?: string;
    readonly formattedDetails?: readonly { readonly formatted: string }[];
  };
}

type Declare = (...args: readonly unknown[]) => unknown;

interface Chain extends Declare {
  readonly beforeEach: (hook: (t: { readonly title: string }) => void) => void;
}

interface Runner {
  readonly chain: Chain;
  on(event: 'stateChange', listener: (state: State) => void): void;
  on(event: 'finish' | 'error', listener: (error?: unknown) => void): void;
  /** Fails the tests that wait for what will never come. */
  beforeExitHandler(): void;
}

interface RunnerOptions {
  readonly file: string;
  readonly match: readonly string[];
  readonly projectDir: string;
  readonly serial: true;
  readonly failFast: boolean;
}

const ava = dirname(createRequire(import.meta.url).resolve('ava'));
const internal = (path: string): string => pathToFileURL(join(ava, '../lib', path)).href;
const { default: AvaRunner }: { default: new (options: RunnerOptions) => Runner } = await import(
  internal('runner.js')
);
const { refs }: { refs: { runnerChain: unknown } } = await import(internal('worker/state.cjs'));

/** The chain of the run that is under way: `ava` is loaded once, and test files many times. */
let current: (() => Chain) | undefined;

function chain(): Chain {
  if (!current) throw new Error('a test was declared outside of a run');
  return current();
}

refs.runnerChain = new Proxy(() => undefined, {
  apply: (_, self, args) => Reflect.apply(chain(), self, args),
  get: (_, key) => Reflect.get(chain(), key),
});

const HOOK = 'beforeEach hook for ';

/** How long a run may wait for what does not come, in ms. */
const PATIENCE = 15_000;
const STEP = 250;
/** A process that waits takes less of the processor, in microseconds, however busy the machine is. */
const NEXT_TO_NOTHING = 50_000;

/**
 * Returns when this process has done nothing for `PATIENCE`, but look: it has come round to that, so
 * there is nothing else that it could do.
 */
async function idle(signal: AbortSignal): Promise<void> {
  let before = process.cpuUsage();
  for (let looks = 0; looks < PATIENCE / STEP && !signal.aborted; looks++) {
    await wait(STEP, undefined, { ref: false });
    const { user, system } = process.cpuUsage(before);
    if (user + system < NEXT_TO_NOTHING) continue;
    before = process.cpuUsage();
    looks = -1;
  }
}

let loads = 0;

/**
 * Runs tests of a file, one after the other, until one fails.
 *
 * @param file - the compiled test file
 * @param titles - those to run; all if undefined
 * @param onTest - told the title of each test before it begins
 * @param bail - whether to end with the first that fails
 */
export async function runFile(
  file: string,
  {
    titles,
    onTest,
    bail,
  }: {
    readonly titles?: readonly string[];
    readonly onTest: (title: string) => void;
    readonly bail: boolean;
  },
): Promise<TestEnd[]> {
  const ends: TestEnd[] = [];
  const match = (titles ?? []).map(title => title.replace(/[*!\\]/g, '\\$&'));
  const runner = new AvaRunner({ file, match, projectDir: '.', serial: true, failFast: bail });
  runner.on('stateChange', ({ type, title, duration, err }) => {
    if (type === 'test-passed') ends.push({ title, ms: duration });
    if (type === 'test-failed' || type === 'hook-failed') {
      const { message, formattedError, formattedDetails = [] } = err ?? {};
      const details = formattedDetails.map(({ formatted }) => formatted);
      const failure = [message ?? formattedError ?? type, ...details].join('\n');
      ends.push({ title, ms: duration, failure });
    }
  });

  const finished = new AbortController();
  const done = new Promise<void>(resolve => {
    const fail = (error: unknown): void => {
      ends.push({ title: 'the process', ms: 0, failure: String(error) });
      resolve();
    };
    runner.on('finish', () => resolve());
    runner.on('error', fail);
    process.once('uncaughtException', fail);
    finished.signal.addEventListener('abort', () => process.off('uncaughtException', fail));

    let hooked = false;
    current = () => {
      // Once the first test is declared AVA begins as soon as it may.
      if (!hooked) {
        hooked = true;
        runner.chain.beforeEach(t => onTest(t.title.replace(HOOK, '')));
      }
      return runner.chain;
    };
    import(`${pathToFileURL(file).href}?load=${++loads}`).catch(fail);
    void idle(finished.signal).then(() => {
      if (!finished.signal.aborted) runner.beforeExitHandler();
    });
  });
  await done;
  finished.abort();
  return ends;
}

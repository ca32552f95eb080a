import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Duplex, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as later } from 'node:timers/promises';
import type { ExecutionContext, TestFn } from 'ava';
import { flow } from '../../lib/stream/flow.js';
import { slice } from '../../lib/stream/slice.js';
import { all, closed, failureOf, idle } from './streams.js';

/** A stage that gives an output for each input. */
export interface StageUnderTest<In, Out> {
  make: () => Duplex;
  /** Input number `n`; with a stage of bytes a chunk, large enough to fill a buffer in a few. */
  input: (n: number) => In;
  /** What comes after the last input, if it ends with something. */
  ending?: In;
  /** What output number `n` is known by. */
  output: (n: number) => unknown;
  /** What outputs are known by; bytes may come in other pieces than they were pushed in. */
  known: (outputs: Out[]) => unknown[];
  /** A stage that fails at the third input, by itself or for what the input is. */
  failing?: {
    make?: () => Duplex;
    input?: (n: number) => In;
    error: { message?: string; code?: string };
  };
  /** What it ends with where there is no input, if that is an error. */
  withoutInput?: { code: string };
  /** Gives nothing before its input is over, and keeps what it has got on disk. */
  holdsAll?: boolean;
  /** Inputs that it may take for a reader that has taken one output. Default 60. */
  ahead?: number;
}

/** A readable that reads something itself, such as a file. */
export interface SourceUnderTest {
  make: () => Readable;
  /** How many outputs it gives; more than it may hold. */
  count: number;
  /** Makes one that fails after some outputs. */
  failing: { make: () => Readable; error: { message?: string; code?: string } };
}

/** More than any stage holds at a time. */
const MANY = 500;

const usual = process.env.TMPDIR;
/** Temporary files of the test file that imports this one: it runs in a thread with an own `env`. */
const temporary = mkdtempSync(join(tmpdir(), 'keychain-life-'));
process.env.TMPDIR = temporary;

/** Milliseconds in which what a closed stream has still under way comes to its end. */
const PATIENCE_MS = 10_000;

/** What is there of temporary files once nothing changes any more, if not `before`. */
async function leftAtLast(before: string[]): Promise<string[]> {
  const deadline = Date.now() + PATIENCE_MS;
  const same = () => left().join() === before.join();
  while (!same() && Date.now() < deadline) await later(5);
  return left();
}

/** What is there of temporary files, with or without a name. */
function left(): string[] {
  const open = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').map(targetOf) : [];
  return [...readdirSync(temporary), ...open.filter(path => path.startsWith(`${temporary}/`))];
}

function targetOf(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    // Closed since the folder was read.
    return '';
  }
}

/** A test of a stage's life: one at a time, for they all look at the temporary folder. */
function lifeTest(test: TestFn, name: string) {
  // Where test files follow each other in one process (`test/mutants`) an earlier one has removed it.
  mkdirSync(temporary, { recursive: true });
  process.env.TMPDIR = temporary;
  test.after.always(() => {
    rmSync(temporary, { recursive: true, force: true });
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
  });
  return (what: string, run: (t: ExecutionContext<unknown>) => Promise<void>): void => {
    test.serial(`${name} ${what}`, async t => {
      const before = left();
      await run(t);
      t.deepEqual(await leftAtLast(before), before, 'temporary files are left, or open');
    });
  };
}

/** Holds a stage to what every stage owes the streams around it. */
export function testLifeCycle<In, Out>(
  test: TestFn,
  name: string,
  stageUnderTest: StageUnderTest<In, Out>,
): void {
  const { make, input, ending, output, known, failing } = stageUnderTest;
  const { withoutInput, holdsAll, ahead } = stageUnderTest;
  const life = lifeTest(test, name);

  /** Inputs without end, or for a stage that waits for the end as many as no stage holds. */
  const inputs = (inputOf = input, count = holdsAll ? MANY : Number.POSITIVE_INFINITY) => {
    let taken = 0;
    const source = new Readable({
      objectMode: true,
      highWaterMark: 2,
      read() {
        this.push(taken < count ? inputOf(taken++) : null);
      },
    });
    return { source, taken: () => taken };
  };
  const first = (count: number) => {
    const some = Array.from({ length: count }, (_, n) => input(n));
    return Readable.from(ending === undefined ? some : [...some, ending]);
  };
  const expected = (count: number) => Array.from({ length: count }, (_, n) => output(n));

  life('gives an output for each input, in order, and ends', async t => {
    const stage = make();
    const outputs = await all<Out>(first(4).pipe(stage));
    await closed(stage);
    t.deepEqual(known(outputs), expected(4));
  });

  life('ends at once where there is no input', async t => {
    const stage = make();
    Readable.from([]).pipe(stage);
    if (withoutInput) t.like(await failureOf(stage), withoutInput);
    else t.deepEqual(known(await all(stage)), known([]));
    await closed(stage);
  });

  life('waits for a slow reader instead of filling the memory', async t => {
    const { source, taken } = inputs();
    const stage = make();
    source.pipe(stage);
    if (stage.read() === null) await once(stage, 'readable');
    stage.read();
    await idle();
    const before = { taken: taken(), waiting: stage.readableLength };
    if (!holdsAll) t.true(before.taken <= (ahead ?? 60), `${before.taken} taken for one output`);
    else t.true(before.waiting <= 32, `${before.waiting} wait to be read`);
    await idle();
    t.deepEqual({ taken: taken(), waiting: stage.readableLength }, before);
    source.destroy();
    stage.destroy();
    await Promise.all([closed(source), closed(stage)]);
  });

  life('is destroyed while it waits for its reader', async t => {
    const { source } = inputs();
    const stage = make();
    source.pipe(stage);
    await once(stage, 'readable');
    await idle();
    source.destroy();
    stage.destroy();
    await Promise.all([closed(source), closed(stage)]);
    t.is(stage.errored, null);
  });

  life('closes when it is destroyed under way, and its source with it', async t => {
    const { source } = inputs();
    const stage = make();
    const running = pipeline(source, stage, async outputs => {
      for await (const _ of outputs as AsyncIterable<unknown>) stage.destroy();
    });
    await t.throwsAsync(running, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    await closed(stage);
    t.true(source.destroyed);
  });

  life('closes when it is destroyed while inputs come', async t => {
    const stage = make();
    const errors: Error[] = [];
    stage.on('error', error => errors.push(error));
    for (let n = 0; n < 3; n++) stage.write(input(n));
    stage.destroy();
    await closed(stage);
    t.deepEqual(errors, []);
  });

  life('is destroyed with its source when its reader has had enough', async t => {
    const { source, taken } = inputs();
    const stage = make();
    t.is((await all(flow(source, stage, slice(0, 3)))).length, 3);
    await Promise.all([closed(source), closed(stage)]);
    const before = taken();
    await idle();
    t.is(taken(), before);
  });

  life('hands on at most what was done before its source fails', async t => {
    const source = Readable.from(
      (function* () {
        yield input(0);
        yield input(1);
        throw new Error('no more');
      })(),
    );
    const stage = make();
    const outputs: Out[] = [];
    const running = pipeline(source, stage, async each => {
      for await (const one of each as AsyncIterable<Out>) outputs.push(one);
    });
    await t.throwsAsync(running, { message: 'no more' });
    await closed(stage);
    const before = known(outputs);
    t.true(before.length <= 2);
    t.deepEqual(before, expected(before.length));
  });

  if (failing) {
    life('is destroyed with the error of its own work', async t => {
      const { source } = inputs(failing.input ?? input);
      const stage = (failing.make ?? make)();
      const running = pipeline(source, stage, async each => {
        for await (const _ of each as AsyncIterable<unknown>);
      });
      t.like(await t.throwsAsync(running), failing.error);
      await closed(stage);
      t.true(source.destroyed);
    });
  }

  life('destroyed before any input closes without an error', async t => {
    const stage = make();
    stage.destroy();
    await closed(stage);
    t.is(stage.errored, null);
  });

  life('destroyed with an error ends with that very error', async t => {
    const stage = make();
    const error = new Error('enough');
    const failure = failureOf(stage);
    stage.destroy(error);
    t.is(await failure, error);
    await closed(stage);
  });

  life('may be destroyed twice', async t => {
    const stage = make();
    first(3).pipe(stage);
    stage.destroy();
    stage.destroy();
    await closed(stage);
    t.is(stage.errored, null);
  });
}

/** Holds a readable that opens something itself to what it owes its reader. */
export function testSourceLife(
  test: TestFn,
  name: string,
  { make, count, failing }: SourceUnderTest,
): void {
  const life = lifeTest(test, name);

  life('gives all it has, and ends', async t => {
    const source = make();
    t.is((await all(source)).length, count);
    await closed(source);
  });

  life('destroyed at once closes without an error', async t => {
    const source = make();
    source.destroy();
    await closed(source);
    t.is(source.errored, null);
  });

  life('is destroyed under way', async t => {
    const source = make();
    await once(source, 'data');
    source.destroy();
    await closed(source);
    t.is(source.errored, null);
  });

  life('is destroyed while it waits for its reader', async t => {
    const source = make();
    await once(source, 'readable');
    await idle();
    t.true(source.readableLength < count, `${source.readableLength} wait to be read`);
    source.destroy();
    await closed(source);
  });

  life('closes when its reader has had enough', async t => {
    const source = make();
    for await (const _ of source) break;
    await closed(source);
    t.true(source.destroyed);
  });

  life('ends with the error of what it reads', async t => {
    const source = failing.make();
    t.like(await failureOf(source), failing.error);
    await closed(source);
  });
}

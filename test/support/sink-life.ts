import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ExecutionContext, TestFn } from 'ava';
import { idle, ready } from './streams.js';

/** A writable that keeps what it takes somewhere. */
export interface SinkUnderTest {
  make: () => Writable;
  /** Chunk number `n`, large enough to fill a buffer in a few. */
  input: (n: number) => Buffer;
  /** What is kept at last; undefined if nothing is. */
  kept: () => Promise<Buffer | undefined>;
  /** Names of all that is there, work in progress too. */
  names: () => Promise<string[]>;
  /** Makes one that fails. */
  failing: { make: () => Writable; error: { message?: string; code?: string } };
}

/** Holds a writable to what it owes the streams that write to it. */
export function testSinkLife(
  test: TestFn,
  name: string,
  { make, input, kept, names, failing }: SinkUnderTest,
): void {
  /** One at a time: they all write to the same place. */
  const life = (what: string, run: (t: ExecutionContext<unknown>) => Promise<void>): void =>
    test.serial(`${name} ${what}`, run);

  const first = (count: number): Buffer[] => Array.from({ length: count }, (_, n) => input(n));
  const endless = () => {
    let taken = 0;
    const source = new Readable({
      highWaterMark: 1,
      read() {
        this.push(input(taken++));
      },
    });
    return { source, taken: () => taken };
  };
  const ended = async (sink: Writable): Promise<void> => {
    if (!sink.closed) await new Promise(resolve => sink.once('close', resolve));
  };

  life('keeps all that it takes', async t => {
    const sink = make();
    await pipeline(Readable.from(first(20)), sink);
    t.deepEqual(await kept(), Buffer.concat(first(20)));
    await ended(sink);
  });

  life('makes its writer wait', async t => {
    const { source, taken } = endless();
    const sink = make();
    sink.cork();
    source.pipe(sink);
    await idle();
    const before = taken();
    t.true(before < 100, `${before} taken`);
    await idle();
    t.is(taken(), before);
    source.destroy();
    sink.destroy();
    await ended(sink);
  });

  life('goes on when its writer has waited', async t => {
    const sink = make();
    for (const chunk of first(50)) if (!sink.write(chunk)) await ready(sink);
    sink.end();
    await ended(sink);
    t.deepEqual(await kept(), Buffer.concat(first(50)));
  });

  life('destroyed before any input closes without an error, and leaves nothing', async t => {
    const before = await names();
    const sink = make();
    sink.destroy();
    await ended(sink);
    t.is(sink.errored, null);
    t.deepEqual(await names(), before);
  });

  life('destroyed under way closes, and leaves what was there before', async t => {
    const before = [await kept(), await names()];
    for (const error of [undefined, new Error('enough')]) {
      const sink = make();
      const errors: Error[] = [];
      sink.on('error', each => errors.push(each));
      for (const chunk of first(50)) if (!sink.write(chunk)) await ready(sink);
      sink.destroy(error);
      sink.destroy();
      await ended(sink);
      t.deepEqual(errors, error ? [error] : []);
      t.deepEqual([await kept(), await names()], before);
    }
  });

  life('is destroyed with its source, and leaves what was there before', async t => {
    const before = [await kept(), await names()];
    const sink = make();
    const source = Readable.from(
      (function* () {
        yield* first(10);
        throw new Error('no more');
      })(),
    );
    await t.throwsAsync(pipeline(source, sink), { message: 'no more' });
    await ended(sink);
    t.deepEqual([await kept(), await names()], before);
  });

  life('ends its source with the error of its own work', async t => {
    const { source } = endless();
    const sink = failing.make();
    t.like(await t.throwsAsync(pipeline(source, sink)), failing.error);
    t.true(source.destroyed);
    await ended(sink);
  });
}

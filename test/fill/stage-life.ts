import { once } from 'node:events';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { TestFn } from 'ava';
import { flow } from '../../lib/stream/flow.js';
import { slice } from '../../lib/stream/slice.js';
import { all, closed, idle } from '../support/streams.js';

export interface StageUnderTest<In> {
  /** Makes the stage; `fail` makes its work throw this error from the third input on. */
  make: (fail?: Error) => Transform;
  /** Input number `n`, good for one output. */
  input: (n: number) => In;
}

/** Holds a stage to what every stage owes the streams around it. */
export function testLifeCycle<In>(
  test: TestFn,
  name: string,
  { make, input }: StageUnderTest<In>,
): void {
  const endless = () => {
    let taken = 0;
    const source = new Readable({
      objectMode: true,
      highWaterMark: 2,
      read() {
        this.push(input(taken++));
      },
    });
    return { source, taken: () => taken };
  };

  test(`${name} gives an output for each input, in order, and ends`, async t => {
    const outputs = await all<{ id: string }>(Readable.from([0, 1, 2, 3].map(input)).pipe(make()));
    t.is(outputs.length, 4);
    t.deepEqual(
      outputs.map(({ id }) => id.split('/')[1]),
      ['q0', 'q1', 'q2', 'q3'],
    );
  });

  test(`${name} ends at once where there is no input`, async t => {
    t.deepEqual(await all(Readable.from([]).pipe(make())), []);
  });

  test(`${name} waits for a slow reader instead of filling the memory`, async t => {
    const { source, taken } = endless();
    const stage = make();
    source.pipe(stage);
    stage.read();
    await idle();
    const before = taken();
    t.true(before <= 60, `${before} inputs taken for one output`);
    await idle();
    t.is(taken(), before);
    source.destroy();
    stage.destroy();
    await Promise.all([closed(source), closed(stage)]);
  });

  test(`${name} closes when it is destroyed, and its source with it`, async t => {
    const { source } = endless();
    const stage = make();
    const running = pipeline(source, stage, async outputs => {
      for await (const _ of outputs as AsyncIterable<unknown>) stage.destroy();
    });
    await t.throwsAsync(running, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    t.true(stage.destroyed && source.destroyed);
  });

  test(`${name} is destroyed with its source when its reader has had enough`, async t => {
    const { source, taken } = endless();
    const stage = make();
    t.is((await all(flow(source, stage, slice(0, 3)))).length, 3);
    await Promise.all([closed(source), closed(stage)]);
    t.true(source.destroyed && stage.destroyed);
    const before = taken();
    await idle();
    t.is(taken(), before);
  });

  test(`${name} hands on what was done before its source fails`, async t => {
    const failing = Readable.from(
      (function* () {
        yield input(0);
        yield input(1);
        throw new Error('no more');
      })(),
    );
    const stage = make();
    const outputs: unknown[] = [];
    const running = pipeline(failing, stage, async each => {
      for await (const output of each as AsyncIterable<unknown>) outputs.push(output);
    });
    await t.throwsAsync(running, { message: 'no more' });
    t.true(outputs.length <= 2);
    t.true(stage.destroyed);
  });

  test(`${name} is destroyed with the error of its own work`, async t => {
    const { source } = endless();
    const stage = make(new Error('lost disk'));
    const outputs: unknown[] = [];
    const running = pipeline(source, stage, async each => {
      for await (const output of each as AsyncIterable<unknown>) outputs.push(output);
    });
    await t.throwsAsync(running, { message: 'lost disk' });
    t.true(source.destroyed && stage.destroyed);
  });

  test(`${name} destroyed before any input closes without an error`, async t => {
    const stage = make();
    stage.destroy();
    await once(stage, 'close');
    t.is(stage.errored, null);
  });
}

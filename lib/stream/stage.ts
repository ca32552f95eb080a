import { Transform } from 'node:stream';
import { settle } from './settle.js';

/** Receives one input and pushes any number of outputs, at once or before its promise settles. */
export type Step<In, Out> = (input: In, push: (output: Out) => void) => void | Promise<void>;

export interface StageOptions<Out> {
  /** Called after the last input; may push what is left. */
  flush?: (push: (output: Out) => void) => void | Promise<void>;
  /** Called exactly once, however the stage ends, be it while a step is under way. */
  close?: () => void | Promise<void>;
  /** Objects held on either side before the writer is told to wait. Default 16. */
  highWaterMark?: number;
}

/**
 * Makes a Transform of objects from a plain function. Inputs are taken one at a time, in order;
 * whatever the step throws, or rejects with, destroys the stream with that error.
 */
export function stage<In, Out>(step: Step<In, Out>, options: StageOptions<Out> = {}): Transform {
  const { flush, close, highWaterMark = 16 } = options;
  return new Transform({
    objectMode: true,
    highWaterMark,
    transform(input: In, _encoding, done) {
      settle(() => step(input, output => this.push(output)), done);
    },
    flush(done) {
      settle(() => flush?.(output => this.push(output)), done);
    },
    destroy(error, done) {
      settle(
        () => close?.(),
        closeError => done(error ?? closeError ?? null),
      );
    },
  });
}

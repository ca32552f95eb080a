import type { MessagePort } from 'node:worker_threads';
import type { TokenizerIdentity } from '../../records/sample.js';

/**
 * How a thread that counts and its helper speak: the text goes over a port, the count comes back in
 * shared memory, so that the one can sleep until the other wakes it. Several texts go as one message,
 * and their counts come back over the port. The helper says what has failed over the port before it
 * says that something has.
 */
export interface HelperData {
  /** URL of the module that exports `open`. */
  module: string;
  path: string;
  shared: Int32Array;
  /** Texts come in; failures, and counts of several texts, go out. */
  port: MessagePort;
}

/** What is to be counted. */
export type Asked = string | readonly string[];

/** Places in the shared memory. */
export const STATE = 0;
export const COUNT = 1;

/** Values of the state. The last is for good. */
export const IDLE = 0;
export const ASKED = 1;
export const COUNTED = 2;
export const FAILED = 3;
export const ENDED = 4;

/** Where nothing else is known. */
export const OVER = 'it is closed, or its thread has ended';

/** An error as plain data: of its own fields a clone would keep the message alone. */
export interface Failure {
  message: string;
  stack: string | undefined;
  code: unknown;
}

/** What a helper says once it has opened its tokenizer, or cannot. */
export type Opened = { identity: TokenizerIdentity } | { failure: Failure };

/** What was thrown, as plain data that another thread can be given. */
export function failureOf(thrown: unknown): Failure {
  if (!(thrown instanceof Error)) {
    return { message: String(thrown), stack: undefined, code: undefined };
  }
  const { message, stack } = thrown;
  return { message, stack, code: (thrown as { code?: unknown }).code };
}

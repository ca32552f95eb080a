import { once } from 'node:events';
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from 'node:worker_threads';
import { ERROR_CODES, type ErrorCode, KeychainError } from '../../errors.js';
import type { Tokenizer } from '../tokenizer.js';
import {
  ASKED,
  COUNT,
  COUNTED,
  ENDED,
  FAILED,
  type Failure,
  failureOf,
  type HelperData,
  IDLE,
  type Opened,
  OVER,
  STATE,
} from './protocol.js';

/** What is certain of a tokenizer without asking its library; see {@link Tokenizer}. */
export type Proof = Pick<Tokenizer, 'additive' | 'reach'>;

const UNKNOWN: Proof = { additive: () => false, reach: 0 };

/**
 * Loads a tokenizer whose library counts asynchronously, in a helper thread of its own beside this
 * one, which sleeps while the helper counts. Beside the counting itself a call costs 10 to 70
 * microseconds, and up to 1 ms where the text has a million characters. Without a proof every prompt
 * is counted whole, which is exact and slower.
 *
 * @param module - URL of the module that exports `open` (`import.meta.url`, in the kind's own file)
 * @param path - what `open` is called with
 * @param proof - where counts may be added up; by default nowhere
 * @throws KeychainError what `open` throws; TOKENIZER_UNUSABLE for any other error of it
 */
export async function loadBeside(
  module: string,
  path: string,
  proof: Proof = UNKNOWN,
): Promise<Tokenizer> {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const { port1: port, port2 } = new MessageChannel();
  const worker = new Worker(new URL('./helper.js', import.meta.url), {
    workerData: { module, path, shared, port: port2 } satisfies HelperData,
    transferList: [port2],
  });
  // Whatever ends the helper is said by the call under way, or by the next.
  worker.on('error', () => undefined);
  const opened = await firstMessage(worker);
  if ('failure' in opened) {
    await worker.terminate();
    throw errorOf(opened.failure, path);
  }
  worker.unref();
  const count = (text: string): number => ask(text, shared, port, path);
  return {
    identity: opened.identity,
    ...proof,
    count,
    libraryCount: count,
    close: () => {
      Atomics.store(shared, STATE, ENDED);
      void worker.terminate();
    },
  };
}

async function firstMessage(worker: Worker): Promise<Opened> {
  const over = new AbortController();
  const { signal } = over;
  try {
    return await Promise.race([
      once(worker, 'message', { signal }).then(([opened]) => opened as Opened),
      once(worker, 'exit', { signal }).then(() => ({
        failure: failureOf(new Error(OVER)),
      })),
    ]);
  } catch (error) {
    return { failure: failureOf(error) };
  } finally {
    over.abort();
  }
}

function ask(text: string, shared: Int32Array, port: MessagePort, path: string): number {
  // Not overwritten: a helper that has ended answers no more.
  if (Atomics.compareExchange(shared, STATE, IDLE, ASKED) === IDLE) {
    port.postMessage(text.toWellFormed());
    Atomics.wait(shared, STATE, ASKED);
  }
  const count = Atomics.load(shared, COUNT);
  if (Atomics.compareExchange(shared, STATE, COUNTED, IDLE) === COUNTED) return count;
  Atomics.compareExchange(shared, STATE, FAILED, IDLE);
  const said = receiveMessageOnPort(port) as { message: Failure } | undefined;
  throw errorOf(said?.message ?? failureOf(new Error(OVER)), path);
}

function errorOf({ message, stack, code }: Failure, path: string): KeychainError {
  if (typeof code === 'string' && Object.hasOwn(ERROR_CODES, code)) {
    return new KeychainError(code as ErrorCode, message);
  }
  const cause = Object.assign(new Error(message), stack !== undefined && { stack });
  return new KeychainError('TOKENIZER_UNUSABLE', `the tokenizer ${path} fails: ${message}`, {
    cause,
  });
}

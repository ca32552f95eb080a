import { once } from 'node:events';
import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from 'node:worker_threads';
import { ERROR_CODES, type ErrorCode, KeychainError } from '../../errors.js';
import { threadsStart } from '../../loading-threads.js';
import { foreignMessage } from '../foreign-message.js';
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

/** A helper thread that has a tokenizer, or is about to. */
export interface Beside {
  /** What it has opened. Need not be waited for: a count waits by itself. */
  readonly opened: Promise<Opened>;
  /**
   * @throws KeychainError what `open` throws; TOKENIZER_UNUSABLE for any other error of it, or if the
   *   text cannot be counted
   */
  count(text: string): number;
  close(): void;
}

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
  const beside = openBeside(module, path);
  const opened = await beside.opened;
  if ('failure' in opened) {
    beside.close();
    throw errorOf(opened.failure, path);
  }
  return {
    identity: opened.identity,
    ...proof,
    count: beside.count,
    libraryCount: beside.count,
    library: 'its own library',
    ownRules: false,
    close: beside.close,
  };
}

/**
 * Starts the helper thread for {@link loadBeside}, and does not wait for it.
 *
 * @param module - as there
 * @param path - as there
 */
export function openBeside(module: string, path: string): Beside {
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const { port1: port, port2 } = new MessageChannel();
  threadsStart(1);
  const worker = new Worker(new URL('./helper.js', import.meta.url), {
    workerData: { module, path, shared, port: port2 } satisfies HelperData,
    transferList: [port2],
  });
  // Whatever ends the helper is said by the call under way, or by the next.
  worker.on('error', () => undefined);
  const opened = firstMessage(worker).finally(() => worker.unref());
  return {
    opened,
    count: text => ask(text, shared, port, path),
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
    // A wake that was meant for the call before can come this late.
    while (Atomics.load(shared, STATE) === ASKED) Atomics.wait(shared, STATE, ASKED);
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
  const said = foreignMessage(message);
  return new KeychainError('TOKENIZER_UNUSABLE', `the tokenizer ${path} fails: ${said}`, { cause });
}

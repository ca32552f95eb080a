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
  type Asked,
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
  /**
   * The counts of several texts.
   *
   * @throws KeychainError as `count`
   */
  countAll(texts: readonly string[]): number[];
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
    countAll: beside.countAll,
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
  const help: Helper = { shared, port, path };
  return {
    opened,
    count: text => countOne(help, text),
    countAll: texts => countSeveral(help, texts),
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

/** What is known here of a helper. */
interface Helper {
  shared: Int32Array;
  port: MessagePort;
  /** What its tokenizer was opened with. */
  path: string;
}

function countOne(helper: Helper, text: string): number {
  const { shared } = helper;
  ask(helper, text.toWellFormed());
  const count = Atomics.load(shared, COUNT);
  if (Atomics.compareExchange(shared, STATE, COUNTED, IDLE) === COUNTED) return count;
  throw failed(helper);
}

/** UTF-16 units of the texts in a call: the library keeps some 100 bytes a token until it answers. */
const MOST_ASKED = 2 ** 18;

function countSeveral(helper: Helper, texts: readonly string[]): number[] {
  const { shared, port } = helper;
  const counts: number[] = [];
  for (let from = 0; from < texts.length; ) {
    let to = from;
    for (let units = 0; to < texts.length && units < MOST_ASKED; to++) units += texts[to]!.length;
    ask(
      helper,
      texts.slice(from, to).map(text => text.toWellFormed()),
    );
    if (Atomics.compareExchange(shared, STATE, COUNTED, IDLE) !== COUNTED) throw failed(helper);
    counts.push(...(receiveMessageOnPort(port) as { message: number[] }).message);
    from = to;
  }
  return counts;
}

/** Sleeps until the helper has answered, or has ended. */
function ask({ shared, port }: Helper, asked: Asked): void {
  // Not overwritten: a helper that has ended answers no more.
  if (Atomics.compareExchange(shared, STATE, IDLE, ASKED) !== IDLE) return;
  port.postMessage(asked);
  // A wake that was meant for the call before can come this late.
  while (Atomics.load(shared, STATE) === ASKED) Atomics.wait(shared, STATE, ASKED);
}

function failed({ shared, port, path }: Helper): KeychainError {
  Atomics.compareExchange(shared, STATE, FAILED, IDLE);
  const said = receiveMessageOnPort(port) as { message: Failure } | undefined;
  return errorOf(said?.message ?? failureOf(new Error(OVER)), path);
}

function errorOf({ message, stack, code }: Failure, path: string): KeychainError {
  if (typeof code === 'string' && Object.hasOwn(ERROR_CODES, code)) {
    return new KeychainError(code as ErrorCode, message);
  }
  const cause = Object.assign(new Error(message), stack !== undefined && { stack });
  const said = foreignMessage(message);
  return new KeychainError('TOKENIZER_UNUSABLE', `the tokenizer ${path} fails: ${said}`, { cause });
}

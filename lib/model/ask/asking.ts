import { setMaxListeners } from 'node:events';
import type { Transform } from 'node:stream';
import { RecordError } from '../../errors.js';
import { rejectOf as rejectOfRecord } from '../../json/read-records.js';
import type { Fields } from '../../records/fields.js';
import type { Reject } from '../../records/reject.js';
import { ordered } from '../../stream/ordered.js';

/** How a stage that asks a model treats what comes of a record. */
export interface AskingOptions<Out, In = Fields> {
  /** Calls that are to be under way at once. */
  concurrency: number;
  /** Called in the order of the records, pushes what is handed on; by default what is done. */
  onDone?: ((done: Out, push: (output: unknown) => void) => void) | undefined;
  /** Called in the same order for each record that got no answers. */
  onReject?: ((reject: Reject, record: In, push: (output: unknown) => void) => void) | undefined;
  /** What the rejects file says of a record; by default its place, and its `id`. */
  rejectOf?: ((record: In, error: RecordError) => Reject) | undefined;
  /** Aborted when nothing more is wanted: no call starts, and what is under way is taken back. */
  signal?: AbortSignal | undefined;
}

/**
 * Records under way for each call under way. The first of them may take long, and those behind it
 * are done and wait; twice as many keep the calls going.
 */
const RECORDS_A_CALL = 2;

type Settled<Out, In> = { done: Out | undefined } | { record: In; reject: Reject };

/**
 * Makes a Transform that works on several records at once, each work being mostly the wait for a
 * model, and hands on what is done in the order of the records. It takes a further record only
 * when the first of those under way is done: a slow model makes the reader wait.
 *
 * @param work resolves to undefined for a record that is left out; what it throws as RecordError is
 *   a reject, anything else ends the stream
 */
export function asking<Out, In = Fields>(
  work: (record: In, signal: AbortSignal) => Promise<Out | undefined>,
  { concurrency, onDone, onReject, rejectOf, signal }: AskingOptions<Out, In>,
): Transform {
  const life = new AbortController();
  const either = signal ? AbortSignal.any([signal, life.signal]) : life.signal;
  // One for each record under way; Node would warn from the eleventh on.
  setMaxListeners(0, either);
  return ordered<In, Settled<Out, In>>(
    concurrency * RECORDS_A_CALL,
    async record => {
      if (either.aborted) return { done: undefined };
      try {
        return { done: await work(record, either) };
      } catch (error) {
        // Nobody waits for it any more.
        if (either.aborted) return { done: undefined };
        if (error instanceof RecordError) {
          const reject = rejectOf?.(record, error) ?? rejectOfRecord(record as Fields, error);
          return { record, reject };
        }
        throw error;
      }
    },
    () => life.abort(),
    (settled, push) => {
      if ('reject' in settled) onReject?.(settled.reject, settled.record, push);
      else if (settled.done !== undefined) {
        if (onDone) onDone(settled.done, push);
        else push(settled.done);
      }
    },
  );
}

import { workerData } from 'node:worker_threads';
import { type ErrorCode, KeychainError } from '../errors.js';
import { sayLoaded } from '../threads.js';
import { type Due, type Looked, look } from '../verify/look.js';
import { openSources, type SourceParts } from './open-sources.js';

/** What comes back from a thread: an error loses its class, and with it its code, on the way. */
export type LookAnswer = { looked: Looked[] } | { failed: { code: ErrorCode; message: string } };

/** Runs in a thread: opens sources of its own once, then looks at samples. */
const sources = openSources(workerData as SourceParts);
// Reported by the first samples.
sources.catch(() => undefined);
sayLoaded();

export async function lookAtEach(samples: readonly Due[]): Promise<LookAnswer> {
  try {
    const opened = await sources;
    return { looked: samples.map(due => look(due, opened)) };
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    const { code, message } = error;
    return { failed: { code, message } };
  }
}

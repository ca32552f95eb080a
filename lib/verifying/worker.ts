import { workerData } from 'node:worker_threads';
import { answering, sayLoaded } from '../threads.js';
import { type Due, type Looked, look } from '../verify/look.js';
import { openSources, type SourceParts } from './open-sources.js';

/** Runs in a thread: opens sources of its own once, then looks at samples. */
const sources = openSources(workerData as SourceParts);
// Reported by the first samples.
sources.catch(() => undefined);
sayLoaded();

export const lookAtEach = answering(async (samples: readonly Due[]): Promise<Looked[]> => {
  const opened = await sources;
  return samples.map(due => look(due, opened));
});

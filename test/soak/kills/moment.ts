import type { ChildProcess } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';

export type Signal = 'SIGKILL' | 'SIGINT' | 'SIGTERM';

/** When a run is killed: so far through what an unbroken run takes or does. */
export interface Moment {
  /**
   * Milliseconds; changes in its folders, most of which are blocks that are written; names that come
   * and go there, most of which do at its beginning and its end; or steps by which it changes the disk,
   * as `stepper.ts` counts them.
   */
  after: 'time' | 'change' | 'name' | 'step';
  /** In [0, 1). */
  share: number;
}

/** What an unbroken run has taken and done. */
export interface Life {
  ms: number;
  changes: number;
  names: number;
  steps: number;
}

/** Counts what happens in some folders, which are there already. */
export interface Watching {
  counts: Pick<Life, 'changes' | 'names'>;
  onEvent: () => void;
  close(): void;
}

export function watchFolders(folders: readonly string[]): Watching {
  const watching: Watching = {
    counts: { changes: 0, names: 0 },
    onEvent: () => undefined,
    close: () => {
      for (const watcher of watchers) watcher.close();
    },
  };
  const watchers = folders.map(
    (folder): FSWatcher =>
      watch(folder, event => {
        if (event === 'rename') watching.counts.names++;
        else watching.counts.changes++;
        watching.onEvent();
      }),
  );
  return watching;
}

/** The step at which a process ends itself; undefined where it is sent a signal. */
export const stepOf = ({ after, share }: Moment, { steps }: Life): number | undefined =>
  after === 'step' ? Math.max(1, Math.ceil(share * steps)) : undefined;

/** Sends a signal at a moment, if the process is there by then and does not end itself. */
export function killAt(
  child: ChildProcess,
  { after, share }: Moment,
  signal: Signal,
  { life, watching }: { life: Life; watching: Watching },
): void {
  if (after === 'step') return;
  if (after === 'time') {
    const timer = setTimeout(() => child.kill(signal), share * life.ms);
    child.once('exit', () => clearTimeout(timer));
    return;
  }
  const count = after === 'change' ? 'changes' : 'names';
  const last = Math.max(1, Math.ceil(share * life[count]));
  watching.onEvent = () => {
    if (watching.counts[count] < last) return;
    watching.onEvent = () => undefined;
    child.kill(signal);
  };
}

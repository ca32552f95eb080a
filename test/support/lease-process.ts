import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ExecutionContext } from 'ava';
import type { LeaseOrder } from './lease-child.js';

/** A process of its own that takes leases. */
export interface LeaseProcess {
  child: ChildProcess;
  /** `done`, or the code of the error. */
  tell(order: LeaseOrder): Promise<string>;
}

export async function forkLeaseProcess(t: ExecutionContext<unknown>): Promise<LeaseProcess> {
  const child = fork(new URL('lease-child.js', import.meta.url));
  t.teardown(() => child.kill('SIGKILL'));
  const answer = async (): Promise<string> => String((await once(child, 'message'))[0]);
  await answer();
  return {
    child,
    tell: order => {
      const told = answer();
      child.send(order);
      return told;
    },
  };
}

import { type ChildProcess, fork } from 'node:child_process';
import type { ChatTotals } from '../../../lib/model/client/chat-types.js';
import type { ChildTask } from './ask-child.js';

export interface ChildReport {
  totals: ChatTotals;
  /** MB of anonymous memory: before the first call, and at most. */
  memory: { idle: number; peak: number };
}

/** Runs a task in a process of its own; undefined if that was killed. */
export async function runChild(
  task: ChildTask,
  started: (child: ChildProcess) => void = () => undefined,
): Promise<ChildReport | undefined> {
  const child = fork(new URL('ask-child.js', import.meta.url), [JSON.stringify(task)]);
  started(child);
  return new Promise((resolve, reject) => {
    let report: ChildReport | undefined;
    child.on('message', message => {
      report = message as ChildReport;
    });
    child.on('error', reject);
    child.on('exit', code => {
      if (code === 0 || code === null) resolve(report);
      else reject(new Error(`the child ended with ${code}`));
    });
  });
}

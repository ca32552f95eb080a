import { fork } from 'node:child_process';
import { once } from 'node:events';
import { watchProcess } from './watch.js';

/** What a module exports for its children to run: arguments and results are plain data. */
export type Tasks = Record<string, (...args: never[]) => Promise<unknown>>;

export interface Ran<T> {
  result: T;
  /** Peak of the child's anonymous memory (MB), where /proc tells. */
  memory: number | undefined;
}

/** Runs the tasks of a module, each in a process of its own, so that its memory is its own. */
export const childrenOf =
  <T extends Tasks>(url: string) =>
  async <N extends keyof T & string>(
    name: N,
    ...args: Parameters<T[N]>
  ): Promise<Ran<Awaited<ReturnType<T[N]>>>> => {
    const child = fork(new URL('./child.js', import.meta.url), [url, name, JSON.stringify(args)]);
    const stop = watchProcess(child.pid ?? 0);
    let result: unknown;
    child.once('message', message => {
      result = message;
    });
    const [code] = (await once(child, 'exit')) as [number];
    const { memory } = stop();
    if (code !== 0) throw new Error(`the task ${name} of ${url} ended with ${code}`);
    return { result: result as Awaited<ReturnType<T[N]>>, memory };
  };

import { fork } from 'node:child_process';
import type { MockOptions } from './mock-server.js';

/** A mock server in a process of its own, so that it does not share a core's time with a test. */
export interface MockProcess {
  url: string;
  mostInFlight(): Promise<number>;
  close(): void;
}

export async function forkMock(options: MockOptions): Promise<MockProcess> {
  const child = fork(new URL('mock-child.js', import.meta.url), [JSON.stringify(options)]);
  const message = <T>() => new Promise<T>(resolve => child.once('message', m => resolve(m as T)));
  const url = await message<string>();
  return {
    url,
    mostInFlight: () => {
      const answer = message<number>();
      child.send('most in flight');
      return answer;
    },
    close: () => child.kill(),
  };
}

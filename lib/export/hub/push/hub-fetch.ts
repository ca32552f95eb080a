import { type Dispatcher, fetch as fetchOver, type RequestInfo, type RequestInit } from 'undici';
import { openTransport } from '../../../network/transport.js';

/** `fetch` as the library of the Hub takes it, through the proxies of the environment. */
export interface HubFetch {
  fetch: typeof fetch;
  close(): Promise<void>;
}

const CONNECTIONS = 8;
const CONNECT_MS = 10_000;
/** Milliseconds until an answer begins: behind a large file that a slow line takes, it is long. */
const IDLE_MS = 30 * 60_000;

export function hubFetch(): HubFetch {
  const transports = new Map<string, Dispatcher>();
  const transportTo = (origin: string): Dispatcher => {
    const options = { connections: CONNECTIONS, connectMs: CONNECT_MS, idleMs: IDLE_MS };
    const made = transports.get(origin) ?? openTransport(new URL(origin), options);
    transports.set(origin, made);
    return made;
  };
  const over = (input: string | URL, init: RequestInit = {}) =>
    // Where it is redirected to, its host decides on the connection; tokens stay (fetch's own rule).
    fetchOver(input as RequestInfo, { ...init, dispatcher: transportTo(new URL(input).origin) });
  return {
    fetch: over as unknown as typeof fetch,
    async close() {
      await Promise.all([...transports.values()].map(each => each.destroy()));
    },
  };
}

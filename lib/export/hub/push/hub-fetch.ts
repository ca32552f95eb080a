import {
  type Dispatcher,
  fetch as fetchOver,
  Headers,
  type RequestInfo,
  type RequestInit,
} from 'undici';
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

/**
 * @param endpoint URL of the Hub: the token goes to its origin alone, whatever address the Hub itself
 *   has named, such as that of a list's next page
 */
export function hubFetch(endpoint: string, token: string): HubFetch {
  const home = new URL(endpoint).origin;
  const transports = new Map<string, Dispatcher>();
  const transportTo = (origin: string): Dispatcher => {
    const options = { connections: CONNECTIONS, connectMs: CONNECT_MS, idleMs: IDLE_MS };
    const made = transports.get(origin) ?? openTransport(new URL(origin), options);
    transports.set(origin, made);
    return made;
  };
  const over = (input: string | URL, init: RequestInit = {}) => {
    const { origin } = new URL(input);
    const headers = new Headers(init.headers);
    // What a place of storage is to be shown by itself is another secret, and goes along.
    const isOurs = headers.get('authorization') === `Bearer ${token}`;
    if (isOurs && origin !== home) headers.delete('authorization');
    // Where it is redirected to, its host decides on the connection; tokens stay (fetch's own rule).
    const sent = { ...init, headers: [...headers], dispatcher: transportTo(origin) };
    return fetchOver(input as RequestInfo, sent);
  };
  return {
    fetch: over as unknown as typeof fetch,
    async close() {
      await Promise.all([...transports.values()].map(each => each.destroy()));
    },
  };
}

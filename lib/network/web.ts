import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { KeychainError } from '../errors.js';
import { VERSION } from '../version.js';
import { isLoopback } from './proxies.js';
import { openTransport } from './transport.js';
import { unreachable } from './unreachable.js';

/** What a server has answered; its body is to be read, within limits, or dumped. */
export interface Reply {
  status: number;
  header(name: string): string | undefined;
  body: Readable & { dump(): Promise<void> };
  /** Where redirects have led. */
  url: URL;
}

export interface RequestParts {
  method?: 'GET' | 'HEAD';
  headers?: Readonly<Record<string, string>>;
  /** Redirects to another host are not followed, but returned. */
  staysOnHost?: boolean;
}

/** Servers of any number of hosts, asked by one user. */
export interface Web {
  /**
   * Asks a server, following redirects.
   *
   * @throws TransientError if it does not answer; KeychainError DOWNLOAD_FAILED for a redirect that is
   *   not to be followed
   */
  ask(url: URL, parts?: RequestParts): Promise<Reply>;
  close(): Promise<void>;
}

/** What is told to one host, and to no other that it redirects to. */
export interface Credentials {
  /** The host's origin, such as `https://huggingface.co`. */
  origin: string;
  authorization: string;
}

const CONNECT_MS = 10_000;
/** Milliseconds in which nothing comes of a transfer that is under way. */
const IDLE_MS = 60_000;
const MOST_CONNECTIONS = 4;
const MOST_REDIRECTS = 10;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Opens connections as they are needed; `close` ends them.
 *
 * @param idleMs time in which nothing comes, in ms, of an answer or of what follows it, after which the
 *   server is given up
 */
export function openWeb(credentials?: Credentials, { idleMs = IDLE_MS } = {}): Web {
  const transports = new Map<string, Dispatcher>();
  const transportTo = ({ origin }: URL): Dispatcher => {
    const known = transports.get(origin);
    if (known) return known;
    const transport = openTransport(new URL(origin), {
      connections: MOST_CONNECTIONS,
      connectMs: CONNECT_MS,
      idleMs,
      longestBody: -1,
    });
    transports.set(origin, transport);
    return transport;
  };

  const once = async (url: URL, { method = 'GET', headers }: RequestParts): Promise<Reply> => {
    try {
      const {
        statusCode,
        headers: said,
        body,
      } = await transportTo(url).request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers: {
          // A file is to be what it is, and its parts are counted in its own bytes.
          'accept-encoding': 'identity',
          'user-agent': `keychain-pipeline/${VERSION}`,
          ...headers,
          ...authorizationFor(url, credentials),
        },
      });
      const header = (name: string): string | undefined => {
        const value = said[name];
        return Array.isArray(value) ? value[0] : value;
      };
      return { status: statusCode, header, body, url };
    } catch (error) {
      throw unreachable(url, error as Error, secretsOf(credentials));
    }
  };

  return {
    async ask(url, parts = {}) {
      let at = url;
      for (let redirects = 0; ; redirects++) {
        const reply = await once(at, parts);
        const location = reply.header('location');
        if (!REDIRECTS.has(reply.status) || location === undefined) return reply;
        const next = redirected(at, location);
        if (parts.staysOnHost && next.origin !== at.origin) return reply;
        await reply.body.dump();
        if (redirects === MOST_REDIRECTS) throw lost(url, 'redirects without end');
        at = next;
      }
    },
    async close() {
      await Promise.all([...transports.values()].map(each => each.destroy()));
    },
  };
}

/** Nobody else is told who asks, and nobody can listen: a CDN gets addresses that are signed. */
function authorizationFor(url: URL, credentials: Credentials | undefined): Record<string, string> {
  if (!credentials || url.origin !== credentials.origin || !isPrivate(url)) return {};
  return { authorization: credentials.authorization };
}

/** The token, whatever kind of it stands before. */
const secretsOf = (credentials: Credentials | undefined): string[] =>
  credentials ? credentials.authorization.split(' ').slice(-1) : [];

/** Whether nobody on the way can read what is sent. */
export const isPrivate = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || isLoopback(hostname);

/** @throws KeychainError DOWNLOAD_FAILED */
function redirected(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw lost(from, 'redirects to what is no address');
  const to = new URL(location, from);
  if (!/^https?:$/.test(to.protocol)) throw lost(from, `redirects to ${to.protocol}`);
  if (from.protocol === 'https:' && !isPrivate(to)) {
    throw lost(from, `redirects to plain http (${to.host}), where anybody could change the file`);
  }
  return to;
}

const lost = ({ host }: URL, why: string): KeychainError =>
  new KeychainError(
    'DOWNLOAD_FAILED',
    `${host} ${why}; fetch the file otherwise and name its path`,
  );

import type { Dispatcher } from 'undici';
import { isProxied } from '../../network/proxies.js';
import { LONGEST_BODY, openTransport, type TransportOptions } from '../../network/transport.js';
import { VERSION } from '../../version.js';
import { decoded, textOf } from './decode.js';
import { readEvents } from './event-stream.js';
import type { Reply } from './reply.js';
import { completionsUrl } from './url.js';

/** One server, with its pool of kept-alive connections. */
export interface Endpoint {
  /** Its URL without query and credentials, for messages. */
  name: string;
  /** Whether it is asked through a proxy that the environment names. */
  isProxied: boolean;
  /**
   * Sends a request body, and follows redirects that keep the method on the same host.
   *
   * @throws what undici throws, or the signal's reason
   */
  send(body: string, headers: Record<string, string>, signal: AbortSignal): Promise<Reply>;
  close(): Promise<void>;
}

interface EndpointParts extends TransportOptions {
  azureApiVersion?: string | undefined;
  /** Further headers of each request. */
  headers: Record<string, string>;
}

const MOST_REDIRECTS = 3;
const SAME_METHOD = new Set([307, 308]);

/** @throws KeychainError USAGE */
export function openEndpoint(base: string, parts: EndpointParts): Endpoint {
  let url = completionsUrl(base);
  if (parts.azureApiVersion) url.searchParams.set('api-version', parts.azureApiVersion);
  let transport = openTransport(url, parts);
  const opened = new Set([transport]);
  const name = url.origin + url.pathname.replace(/\/chat\/completions$/, '');
  const own = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'accept-encoding': 'gzip, br',
    'user-agent': `keychain-pipeline/${VERSION}`,
    ...parts.headers,
  };

  const post = (
    to: URL,
    through: Dispatcher,
    {
      body,
      headers,
      signal,
    }: { body: string; headers: Record<string, string>; signal: AbortSignal },
  ) =>
    through.request({
      origin: to.origin,
      method: 'POST',
      path: to.pathname + to.search,
      headers: { ...own, ...headers },
      body,
      signal,
    });

  /** Later requests go there at once: each would be sent there again. */
  const moved = (to: URL): void => {
    if (to.origin !== url.origin) {
      transport = openTransport(to, parts);
      opened.add(transport);
    }
    url = to;
  };

  return {
    name,
    isProxied: isProxied(url, process.env),
    async send(body, headers, signal) {
      for (let redirects = 0; ; redirects++) {
        const at = url;
        const reply = await post(at, transport, { body, headers, signal });
        const to = redirects < MOST_REDIRECTS ? redirectOf(reply, at) : undefined;
        if (to === undefined) return readReply(reply);
        await reply.body.dump();
        if (url === at) moved(to);
      }
    },
    async close() {
      await Promise.all([...opened].map(each => each.destroy()));
    },
  };
}

/** Where a request is to be made again; a key goes to no other host. */
function redirectOf({ statusCode, headers }: Dispatcher.ResponseData, from: URL): URL | undefined {
  const location = headers.location;
  if (!SAME_METHOD.has(statusCode) || typeof location !== 'string') return undefined;
  if (!URL.canParse(location, from.href)) return undefined;
  const to = new URL(location, from);
  const isSafer = to.protocol === from.protocol || to.protocol === 'https:';
  return to.hostname === from.hostname && isSafer ? to : undefined;
}

async function readReply({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Reply> {
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const plain = decoded(body, header('content-encoding'));
  const isStream = header('content-type')?.includes('text/event-stream') && statusCode < 300;
  const text = isStream ? await readEvents(plain) : await textOf(plain, LONGEST_BODY);
  return { status: statusCode, header, body: text };
}

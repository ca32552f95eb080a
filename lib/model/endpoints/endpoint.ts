import { Pool } from 'undici';
import type { ApiKey } from '../client/api-key.js';
import { stopError } from '../client/errors.js';

/** What came back over HTTP, whatever its status. */
export interface Reply {
  status: number;
  /** Value of a header, by its lower-case name. */
  header(name: string): string | undefined;
  body: string;
}

/** One server, with its pool of kept-alive connections. */
export interface Endpoint {
  /** Its URL without query and credentials, for messages. */
  name: string;
  /** @throws what undici throws, or the signal's reason */
  send(body: string, signal: AbortSignal): Promise<Reply>;
  close(): Promise<void>;
}

interface EndpointParts {
  key: ApiKey;
  azureApiVersion?: string | undefined;
  /** Connections at most. */
  connections: number;
  /** Time for a connection to be made, in ms. */
  connectMs: number;
}

/** Bytes; no set of answers is as long, but a broken server might never stop sending. */
const LONGEST_BODY = 256 * 1024 * 1024;

/** @throws KeychainError USAGE */
export function openEndpoint(base: string, parts: EndpointParts): Endpoint {
  const url = completionsUrl(base);
  if (parts.azureApiVersion) url.searchParams.set('api-version', parts.azureApiVersion);
  const pool = new Pool(url.origin, {
    connections: parts.connections,
    pipelining: 1,
    connect: { timeout: parts.connectMs },
    // Each attempt has its own timer; undici's would cut long generations at five minutes.
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: LONGEST_BODY,
  });
  const path = url.pathname + url.search;
  return {
    name: url.origin + url.pathname.replace(/\/chat\/completions$/, ''),
    async send(body, signal) {
      const reply = await pool.request({
        method: 'POST',
        path,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          ...parts.key.headers(),
        },
        body,
        signal,
      });
      return {
        status: reply.statusCode,
        header: name => {
          const value = reply.headers[name];
          return Array.isArray(value) ? value[0] : value;
        },
        body: await reply.body.text(),
      };
    },
    close: () => pool.destroy(),
  };
}

function completionsUrl(base: string): URL {
  if (!URL.canParse(base)) {
    throw stopError('USAGE', `${base.replace(/\/\/[^/]*@/, '//')} is not a URL`);
  }
  const url = new URL(base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw stopError('USAGE', `a model URL begins with http:// or https://, not ${url.protocol}`);
  }
  if (url.username !== '' || url.password !== '') {
    throw stopError('USAGE', `the URL for ${url.host} must not hold a password; name a variable`);
  }
  url.hash = '';
  url.pathname = `${url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')}/chat/completions`;
  return url;
}

import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { KeychainError } from '../errors.js';
import { proxiesFor } from './proxies.js';

export interface TransportOptions {
  /** Connections at most. */
  connections: number;
  /** Time for a connection to be made, in ms. */
  connectMs: number;
  /** Time in which nothing comes, in ms, after which it is given up. Default: no limit. */
  idleMs?: number;
  /** Bytes of a reply at most. Default: {@link LONGEST_BODY}. */
  longestBody?: number;
}

/** Bytes; no set of answers is as long, but a broken server might never stop sending. */
export const LONGEST_BODY = 256 * 1024 * 1024;

/**
 * How the servers of one origin are reached: through the proxies that the environment names
 * (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, less `NO_PROXY`; never for this machine itself), with
 * the authorities of `SSL_CERT_FILE` beside Node's own, which is where other clients look.
 *
 * @throws KeychainError USAGE for a SSL_CERT_FILE that cannot be read, and for what is no proxy
 */
export function openTransport(origin: URL, options: TransportOptions): Dispatcher {
  const { connections, connectMs, idleMs = 0, longestBody = LONGEST_BODY } = options;
  const ca = authorities();
  const tls = ca === undefined ? {} : { ca };
  const shared = {
    connections,
    pipelining: 1,
    connect: { timeout: connectMs, ...tls },
    // undici's own limits would cut long generations at five minutes.
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    maxResponseSize: longestBody,
  };
  const proxies = proxiesFor(origin.hostname, process.env);
  return proxies
    ? new EnvHttpProxyAgent({
        ...shared,
        ...proxies,
        requestTls: tls,
        proxyTls: tls,
        // As curl and Python do it: a plain request goes to the proxy as one.
        proxyTunnel: false,
      })
    : new Pool(origin.origin, shared);
}

function authorities(): string[] | undefined {
  const file = process.env.SSL_CERT_FILE;
  if (!file) return undefined;
  try {
    return [...rootCertificates, readFileSync(file, 'utf8')];
  } catch (error) {
    const { message } = error as Error;
    throw new KeychainError(
      'USAGE',
      `SSL_CERT_FILE: ${message}; name a file of certificates, or unset it`,
    );
  }
}

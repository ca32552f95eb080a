import { isIP } from 'node:net';
import { KeychainError } from '../errors.js';

export interface Proxies {
  httpProxy?: string;
  httpsProxy?: string;
}

/**
 * The proxies of the environment for that server, in both spellings; undefined if there are none,
 * and never for this machine itself.
 *
 * @throws KeychainError USAGE for what is no proxy
 */
export function proxiesFor(host: string, env: NodeJS.ProcessEnv): Proxies | undefined {
  if (isLoopback(host)) return undefined;
  const named = (...names: string[]): string | undefined => {
    const name = names.find(each => env[each]);
    return name === undefined ? undefined : proxyUrl(name, env[name]!.trim());
  };
  const httpProxy = named('http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY');
  const httpsProxy = named('https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY');
  if (!httpProxy && !httpsProxy) return undefined;
  return { ...(httpProxy && { httpProxy }), ...(httpsProxy && { httpsProxy }) };
}

/** Whether a request to that server goes through a proxy, for advice. */
export function isProxied({ protocol, hostname }: URL, env: NodeJS.ProcessEnv): boolean {
  const proxies = proxiesFor(hostname, env);
  const direct = (env.no_proxy || env.NO_PROXY || '').split(/[\s,]+/).filter(Boolean);
  const isDirect = direct.some(entry => {
    const name = entry.replace(/:\d+$/, '').replace(/^\*?\./, '');
    return entry === '*' || hostname === name || hostname.endsWith(`.${name}`);
  });
  return !isDirect && Boolean(protocol === 'http:' ? proxies?.httpProxy : proxies?.httpsProxy);
}

/** As curl takes it: also without `http://`, and whatever path it has. */
function proxyUrl(name: string, value: string): string {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (URL.canParse(text) && /^(https?|socks5?):/i.test(text)) {
    const url = new URL(text);
    return url.href.slice(0, url.href.length - (url.pathname + url.search + url.hash).length);
  }
  const shown = value.replace(/[^/@]*@/, '');
  throw new KeychainError(
    'USAGE',
    `${name}: ${shown} is no proxy; write http://HOST:PORT, or unset it`,
  );
}

/** Whether a host is this machine itself. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

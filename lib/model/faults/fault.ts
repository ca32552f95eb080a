import type { ReportedUsage } from '../client/usage.js';

/** Trouble of the endpoint that passes: the same request may well succeed later. */
export type Passing =
  /** Too much is asked of it (429, 503, "overloaded"): costs time, and is no try. */
  | 'busy'
  | 'server-error'
  | 'timeout'
  | 'reset'
  | 'broken-body'
  | 'unreachable'
  /** An ingress without a back end, a model that is swapped out, by an endpoint that has answered. */
  | 'not-there';

/** Trouble of the endpoint that stays: it is asked no more. */
export type Lasting =
  | 'key-refused'
  /** No money left at the provider. */
  | 'quota-spent'
  /** Another model, path, address or certificate than was named. */
  | 'not-served';

/** What the record causes, as far as this endpoint goes: another one may take it. */
export type OfRecord =
  | 'prompt-too-long'
  /** Refused for what it says, by a filter. */
  | 'content-refused'
  /** Another 4xx. */
  | 'refused';

/** What a server has not, and is to be asked without. */
export type Lack =
  /** So many choices in one call; `atMost` is what it gives. */
  | { of: 'choices'; atMost: number; surely: boolean }
  /** The name `max_tokens`: it wants `max_completion_tokens`. */
  | { of: 'max_tokens' }
  | { of: 'temperature' }
  | { of: 'top_p' }
  /** Usage at the end of a stream. */
  | { of: 'stream_options' }
  /** Answers in one piece. */
  | { of: 'whole-answers' };

/** Why an attempt gave no answer. A value: what follows from it is decided by `retrying`. */
export interface Fault {
  fault: Passing | Lasting | OfRecord | 'cannot';
  /** One line, without the key. */
  message: string;
  /** How long the server asks to wait, in ms. */
  retryAfterMs?: number;
  /** What it is that the server cannot do. */
  lack?: Lack;
  /** What a reply without an answer is billed all the same, as the server says. */
  reported?: ReportedUsage;
  /** True if the request may have been worked on for nothing, such as one that timed out. */
  mayBeBilled?: boolean;
  /** True if the endpoint is to blame, not the request: it does not count as one of its tries. */
  excused?: boolean;
  /** The endpoint that said so. */
  by?: string;
}

const LASTING: ReadonlySet<string> = new Set<Lasting>(['key-refused', 'quota-spent', 'not-served']);
const OF_RECORD: ReadonlySet<string> = new Set<OfRecord>([
  'prompt-too-long',
  'content-refused',
  'refused',
]);

export const isLasting = (fault: Fault['fault']): fault is Lasting => LASTING.has(fault);
export const isOfRecord = (fault: Fault['fault']): fault is OfRecord => OF_RECORD.has(fault);

/** The longest part of a foreign message that is passed on, in characters. */
const LONGEST = 300;

/** What moves a terminal's cursor, colours it, or turns a line round. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;

/** The first line of a text, capped, as it may stand on a terminal and in a reject. */
export function firstLine(text: string): string {
  const line = text.trim().split(/[\r\n]/, 1)[0]!;
  const short = line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line;
  return short.replace(UNSEEN, ' ').toWellFormed();
}

/** Errors that say that there is nobody at the other end; others happen to a connection. */
const NOBODY =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|UND_ERR_CONNECT_TIMEOUT)$/;
/** Certificates that this machine does not trust: waiting mends none of them. */
const CERTIFICATE = /CERT|_SIGNATURE$|^ERR_TLS_CERT/;
/** Another protocol than the URL says: TLS, or HTTP/2, whose first bytes are no HTTP to undici. */
const PROTOCOL = /^(EPROTO|ERR_SSL_.*|ERR_TLS_.*)$/;
const NO_HTTP = /\(Expected HTTP\//;

/** What undici threw, without the request that it may hold. */
export function networkFault(error: unknown, endpoint: string): Fault {
  const { code = '', message = '' } = rootOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return { fault: 'broken-body', message: `${endpoint} does not stop sending` };
  }
  const said = [code, message].filter(part => part !== '').join(': ');
  const told = (what: string): string => firstLine(`${what} (${said})`);
  if (CERTIFICATE.test(code)) {
    return {
      fault: 'not-served',
      message: `${told(`the certificate of ${endpoint} is not trusted here`)}; name the file of its authority in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE`,
    };
  }
  if (PROTOCOL.test(code) || NO_HTTP.test(message)) {
    const other = endpoint.startsWith('https:') ? 'http://' : 'https://';
    return {
      fault: 'not-served',
      message: `${told(`${endpoint} speaks another protocol`)}; does the URL begin with ${other}?`,
    };
  }
  return {
    fault: NOBODY.test(code) ? 'unreachable' : 'reset',
    message: told(`no connection with ${endpoint}`),
  };
}

/** The error at the bottom: proxies and happy eyeballs wrap what went wrong. */
function rootOf(error: unknown): { code?: string; message?: string } {
  let at = error as { code?: string; message?: string; cause?: unknown; errors?: unknown[] };
  for (let depth = 0; depth < 4; depth++) {
    const inner = (at.cause ?? at.errors?.[0]) as typeof at | undefined;
    if (typeof inner !== 'object' || inner === null || inner.code === undefined) return at;
    at = inner;
  }
  return at;
}

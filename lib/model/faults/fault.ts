/** Worth another try: the same request may well succeed later. */
export type Passing =
  | 'throttled'
  | 'server-error'
  | 'timeout'
  | 'reset'
  | 'broken-body'
  | 'unreachable';

/** Why an attempt gave no answer. A value: what follows from it is decided by `retrying`. */
export interface Fault {
  fault:
    | Passing
    /** The prompt does not fit into the model's context: the record is rejected. */
    | 'prompt-too-long'
    /** Another 4xx: the record is rejected. */
    | 'refused'
    /** 401 or 403: the run stops. */
    | 'key-refused'
    /** No money left at the provider: the run stops. */
    | 'quota-spent'
    /** The server gives one choice a call only: the call is made again with fewer. */
    | 'one-choice-only';
  /** One line, without the key. */
  message: string;
  /** How long the server asks to wait, in ms. */
  retryAfterMs?: number;
  /** True if the endpoint is to blame, not the request: it does not count as one of its tries. */
  excused?: boolean;
}

/** The longest part of a foreign message that is passed on, in characters. */
const LONGEST = 300;

/** The first line of a text, capped. */
export function firstLine(text: string): string {
  const line = text.trim().split(/[\r\n]/, 1)[0]!;
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 3)}...` : line;
}

/** Errors that say that there is nobody at the other end; others happen to a connection. */
const NOBODY =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EHOSTDOWN|UND_ERR_CONNECT_TIMEOUT|CERT_.*|.*_CERT.*|.*_SIGNATURE|ERR_TLS_.*|ERR_SSL_.*|EPROTO)$/;

/** What undici threw, without the request that it may hold. */
export function networkFault(error: unknown, endpoint: string): Fault {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return { fault: 'broken-body', message: `${endpoint} does not stop sending` };
  }
  const said = [code, message].filter(part => part !== '').join(': ');
  return {
    fault: NOBODY.test(code) ? 'unreachable' : 'reset',
    message: firstLine(`no connection with ${endpoint} (${said})`),
  };
}

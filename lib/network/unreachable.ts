import { TransientError } from './attempts.js';
import { told } from './told.js';

/** Why no connection came about, in words, by the system's code or undici's. */
export const NO_CONNECTION: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host, or no network',
  EAI_AGAIN: 'its address cannot be found out just now',
  ECONNREFUSED: 'it refuses connections',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
};
const CUT: Readonly<Record<string, string>> = {
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  UND_ERR_HEADERS_TIMEOUT: 'nothing comes any more',
  UND_ERR_BODY_TIMEOUT: 'nothing comes any more',
};

/**
 * What a request came to that got no answer, or not all of it.
 *
 * @param secrets that went with the request
 */
export function unreachable(
  { host }: URL,
  error: Error,
  secrets: readonly string[] = [],
): TransientError {
  const code = codeOf(error);
  const reason = NO_CONNECTION[code];
  if (reason !== undefined) {
    return new TransientError(`${host}: ${reason}`, { cause: error, most: 2 });
  }
  const why = CUT[code] ?? told(error.message, secrets);
  return new TransientError(`${host}: ${why}`, { cause: error });
}

/** The code of an error, '' for none: several addresses of a host were tried, or the reason is a cause. */
export function codeOf(error: Error): string {
  const { code, errors, cause } = error as NodeJS.ErrnoException & AggregateError;
  if (typeof code === 'string') return code;
  const inner = errors?.[0] ?? cause;
  return inner instanceof Error ? codeOf(inner) : '';
}

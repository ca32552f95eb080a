import { KeychainError } from '../../../errors.js';
import { blotted, told } from '../../../network/told.js';
import { codeOf, NO_CONNECTION } from '../../../network/unreachable.js';
import type { PushAccount } from './account.js';

/** What is pushed, for messages. */
export interface PushPlace extends PushAccount {
  repo: string;
  /** What a user has meanwhile, and what to do. */
  way: string;
}

/**
 * What a push has failed of, in one line, with what to do; what is no fault of the Hub or of the way
 * there stays as it is, but for the token.
 *
 * @param error of the library of the Hub, or of `fetch`
 */
export function pushError(error: unknown, place: PushPlace): unknown {
  const { statusCode: status } = error as { statusCode?: number };
  if (status === 401 || status === 403) return refused(status, place);
  const why =
    status === undefined ? faultOf(error, place) : answerOf(error as Error, status, place);
  if (why === undefined) return withoutToken(error, place);
  return new KeychainError('PUSH_FAILED', `--push ${place.repo}: ${why}; ${place.way}`);
}

function refused(status: 401 | 403, { repo, token, environment }: PushPlace): KeychainError {
  const why = status === 401 ? 'is not valid' : 'may not write there';
  return new KeychainError(
    'HUB_REFUSED',
    `--push ${repo}: the token in ${token.source} ${why} (${status}); make one that may write at ${environment.endpoint}/settings/tokens`,
  );
}

/** What the Hub has answered. */
function answerOf({ message }: Error, status: number, { token, environment }: PushPlace): string {
  const said = told(message.replace(/\. URL: .*$/s, ''), [token.value]);
  return `${environment.endpoint} answers ${status}: ${said}`;
}

/** What is wrong on the way, or with an answer; undefined for what is another matter. */
function faultOf(error: unknown, { environment, token }: PushPlace): string | undefined {
  const { host } = new URL(environment.endpoint);
  if (!(error instanceof Error) || error instanceof KeychainError) return undefined;
  if (error instanceof SyntaxError)
    return `${host} does not answer as the Hub does; see HF_ENDPOINT`;
  // So fetch calls what has no answer, or not all of one.
  if (['fetch failed', 'terminated'].includes(error.message)) {
    const code = codeOf(error);
    return `${host}: ${NO_CONNECTION[code] ?? `the connection was cut (${code || error.message})`}`;
  }
  const isOfLibrary = error.constructor === Error && codeOf(error) === '';
  return isOfLibrary ? `${host}: ${told(error.message, [token.value])}` : undefined;
}

/** Libraries show a header that they do not take. */
function withoutToken(error: unknown, { token }: PushPlace): unknown {
  if (!(error instanceof Error) || !`${error.message}${error.stack}`.includes(token.value))
    return error;
  const shown = new Error(blotted(error.message, [token.value]));
  shown.stack = blotted(error.stack ?? '', [token.value]);
  return shown;
}

import type { Clock } from '../../network/clock.js';
import { retryAfter } from '../../network/retry-after.js';
import type { ApiKey } from '../client/api-key.js';
import { readCompletion, type Served } from '../client/completion.js';
import type { Reply } from '../endpoints/reply.js';
import { type Fault, firstLine } from './fault.js';
import { ownWords } from './own-words.js';
import {
  isErrorBody,
  isHtml,
  type ServerMessage,
  serverMessage,
  statusInBody,
} from './server-message.js';
import {
  type AskedFor,
  lackIn,
  saysBusy,
  saysContent,
  saysKey,
  saysNoModel,
  saysSpent,
  saysTooLong,
} from './wordings.js';

interface Context {
  endpoint: string;
  asked: AskedFor;
  /** The request's body, which errors may repeat. */
  sent?: string;
  /** Whether the endpoint has answered before: then its path and its model are right. */
  hasAnswered: boolean;
  /** Whether it is known to give several choices. */
  givesMany: boolean;
  key: ApiKey;
  clock: Clock;
}

/** Says what a reply means. The whole policy on statuses stands here. */
export function classify(reply: Reply, context: Context): Served | Fault {
  if (reply.status < 200 || reply.status > 299) return refusal(reply.status, reply, context);
  const { endpoint, key } = context;
  let body: unknown;
  try {
    body = JSON.parse(reply.body);
  } catch {
    const what = isHtml(reply.body) ? 'an HTML page' : 'not valid JSON';
    return { fault: 'broken-body', message: `the answer of ${endpoint} is ${what}` };
  }
  if (isErrorBody(body))
    return refusal(statusInBody(body) ?? statusOf(reply, context), reply, context);
  return readCompletion(body, { endpoint, key });
}

/** Errors in a reply with status 200 whose code is a word, or missing. */
function statusOf(reply: Reply, { sent }: Context): number {
  const said = ownWords(serverMessage(reply.body), sent);
  if (saysTooLong(said, 400) || saysContent(said)) return 400;
  return saysBusy(said) ? 429 : 500;
}

function refusal(status: number, reply: Reply, context: Context): Fault {
  const { endpoint, asked, hasAnswered, key, clock } = context;
  const all = serverMessage(reply.body);
  const message = firstLine(`${endpoint} says ${status}: ${key.redact(all.text)}`);
  const said = ownWords(all, context.sent);
  const retryAfterMs = retryAfter({ status, header: reply.header, text: said.text }, clock);
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };

  if (saysSpent(said, status)) return { fault: 'quota-spent', message };
  if (status === 401) return keyRefused(context, status);
  if (saysTooLong(said, status)) return { fault: 'prompt-too-long', message };
  if (status < 500 && status !== 429 && saysContent(said)) {
    return { fault: 'content-refused', message };
  }
  if (status === 403) return saysKey(said) ? keyRefused(context, status) : wrong(context, message);
  if (status >= 300 && status < 400) {
    const to = reply.header('location') ?? 'an address that it does not name';
    return wrong(context, `${endpoint} redirects (${status}) to ${key.redact(to)}; give that URL`);
  }
  const lack = status === 429 ? undefined : lackIn(said, asked);
  if (lack) return { fault: 'cannot', lack, message };
  if (status === 429 || status === 529) return { fault: 'busy', message, ...wait };
  if (status === 404 || status === 405 || status === 410) {
    return notFound(context, said, message, isTold(reply.body));
  }
  if (status === 408) return { fault: 'timeout', message, ...wait };
  if (status === 409 || status === 425) return { fault: 'server-error', message, ...wait };
  if (status >= 500) return { fault: saysBusy(said) ? 'busy' : 'server-error', message, ...wait };
  if (status === 400 && saysNoModel(said)) return wrong(context, message);
  // Whatever the words: a call for several choices may be refused for just that.
  if (asked.choices > 1 && !context.givesMany && (status === 400 || status === 422)) {
    return { fault: 'cannot', lack: { of: 'choices', atMost: 1, surely: false }, message };
  }
  if (hasAnswered && isHtml(reply.body)) return { fault: 'not-there', message };
  return { fault: 'refused', message };
}

/** Providers repeat parts of a refused key, so nothing of what they say is passed on. */
const keyRefused = ({ endpoint, key }: Context, status: number): Fault => ({
  fault: 'key-refused',
  message: key.missingIn
    ? `${endpoint} asks for an API key (${status}); put it into ${key.missingIn}, or name its variable with --api-key-env`
    : `${endpoint} refuses the API key ${key.source} (${status})`,
});

/** What never works: unless it has, and then it is trouble that passes. */
const wrong = ({ hasAnswered }: Context, message: string): Fault => ({
  fault: hasAnswered ? 'not-there' : 'not-served',
  message,
});

/** An ingress says 404 of a back end that is away; an API says it of a route or a model. */
function notFound(context: Context, said: ServerMessage, message: string, isApi: boolean): Fault {
  const hint = saysNoModel(said)
    ? 'is --model the name that the server uses?'
    : 'does the URL end in /v1, or what the server has in its place?';
  const hinted = `${message.replace(/[.:;]$/, '')}; ${hint}`;
  if (isApi) return wrong(context, hinted);
  return { fault: 'not-there', message: context.hasAnswered ? message : hinted };
}

/** Whether an error is in JSON, as APIs have it. */
const isTold = (body: string): boolean => /^\s*[[{]/.test(body);

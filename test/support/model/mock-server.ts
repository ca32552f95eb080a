import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { promisify } from 'node:util';
import { keyedRandom } from '../../../lib/random.js';

/** What the server does with one request. */
export type Behaviour =
  | 'answer'
  | 'reset'
  | 'hang'
  | 'truncated'
  | 'not-json'
  | 'no-choices'
  | { status: number; headers?: Record<string, string>; body?: unknown };

/** Everything here can be sent to another process. */
export interface MockOptions {
  latencyMs?: number;
  /** The most choices a call is given; one where `n` is not known. Default: as many as asked. */
  choices?: number;
  /** Answers calls for more than one choice with this. */
  refuseMany?: Behaviour;
  /** By the last message's content: what happens to its requests, in turn; then `otherwise`. */
  script?: Record<string, Behaviour[]>;
  /** What happens to all other requests. Default: an answer. */
  otherwise?: Behaviour;
  /** Draws faults at these rates, by the prompt and the number of its attempt. */
  faults?: { seed: number; rates: [Behaviour, number][] };
  /** False: no usage figures. */
  usage?: boolean;
  /** Same text for the same prompt, instead of a serial number in every answer. */
  sameText?: boolean;
  /** Words of filling in an answer. */
  words?: number;
}

/** One request, as the server saw it. */
export interface SeenCall {
  key: string;
  n: number;
  headers: Record<string, string | string[] | undefined>;
  url: string;
  body: Record<string, unknown>;
  /** Milliseconds of `performance.now()`. */
  at: number;
  /** Set when a whole answer has gone out. */
  finished?: { at: number; texts: string[] };
}

/** Answers that only code can give. */
export interface OwnAnswers {
  /** Choice `at` of an answer. */
  text(call: SeenCall, at: number): string;
  latencyMs?(call: SeenCall): number;
  /** What the usage figures say of the prompt. */
  promptTokens?(call: SeenCall): number;
}

export interface Mock {
  url: string;
  calls: SeenCall[];
  inFlight: number;
  mostInFlight: number;
  options: MockOptions;
  onFinish: (call: SeenCall) => void;
  /** What happens to a request, by code; undefined leaves it to the options. */
  decide: (call: SeenCall) => Behaviour | undefined;
  /** What this process decides itself, where it is set. */
  own?: OwnAnswers;
  /** Resolves when all clients have gone, and what they have sent is among the calls. */
  left(): Promise<void>;
  close(): Promise<void>;
}

/** A chat completions server on the loopback interface, with exact latencies and faults. */
export async function startMock(options: MockOptions = {}, port = 0): Promise<Mock> {
  const attempts = new Map<string, number>();
  let serial = 0;
  const server = createServer(async (request, response) => {
    mock.inFlight++;
    mock.mostInFlight = Math.max(mock.mostInFlight, mock.inFlight);
    response.on('close', () => mock.inFlight--);
    const call = await readCall(request);
    mock.calls.push(call);
    const attempt = (attempts.get(call.key) ?? 0) + 1;
    attempts.set(call.key, attempt);
    const behaviour = mock.decide(call) ?? choose(mock.options, call, attempt);
    if (behaviour === 'hang') return;
    const latencyMs = mock.own?.latencyMs?.(call) ?? mock.options.latencyMs ?? 0;
    if (latencyMs > 0) await new Promise(resolve => setTimeout(resolve, latencyMs));
    const given = Math.min(call.n, mock.options.choices ?? call.n);
    const texts = Array.from(
      { length: given },
      (_, at) => mock.own?.text(call, at) ?? textOf(mock.options, call, () => ++serial),
    );
    const promptTokens = mock.own?.promptTokens?.(call) ?? 10;
    const isStream = call.body.stream === true;
    reply(response, behaviour, mock.options, { texts, promptTokens, isStream }, () => {
      call.finished = { at: performance.now(), texts };
      mock.onFinish(call);
    });
  });
  // Above the client's, so that no test sees a connection close while it is being re-used.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  const mock: Mock = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls: [],
    inFlight: 0,
    mostInFlight: 0,
    options,
    onFinish: () => undefined,
    decide: () => undefined,
    left: async () => {
      const connections = promisify(server.getConnections.bind(server));
      while ((await connections()) > 0) await setTimeoutPromise(2);
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return mock;
}

async function readCall(request: IncomingMessage): Promise<SeenCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
  const messages = body.messages as { content: string }[];
  return {
    key: messages.at(-1)!.content,
    n: (body.n as number | undefined) ?? 1,
    headers: request.headers,
    url: request.url ?? '',
    body,
    at: performance.now(),
  };
}

function choose(options: MockOptions, call: SeenCall, attempt: number): Behaviour {
  if (options.refuseMany && call.n > 1) return options.refuseMany;
  const scripted = options.script?.[call.key]?.[attempt - 1];
  if (scripted) return scripted;
  const { seed, rates } = options.faults ?? { seed: 0, rates: [] };
  let drawn = keyedRandom('mock', seed, call.key, attempt).float();
  for (const [behaviour, rate] of rates) {
    if (drawn < rate) return behaviour;
    drawn -= rate;
  }
  return options.otherwise ?? 'answer';
}

function textOf({ sameText, words = 0 }: MockOptions, call: SeenCall, next: () => number): string {
  const filling = ' and so on'.repeat(words / 3);
  return `${sameText ? `the answer to ${call.key}` : `answer ${next()}`}${filling}`;
}

function reply(
  response: ServerResponse,
  behaviour: Behaviour,
  options: MockOptions,
  { texts, promptTokens, isStream }: { texts: string[]; promptTokens: number; isStream: boolean },
  finished: () => void,
): void {
  const usage = { prompt_tokens: promptTokens, completion_tokens: 5 * texts.length };
  const answer = JSON.stringify({
    object: 'chat.completion',
    choices: texts.map((content, index) => ({
      index,
      message: { role: 'assistant', content },
      finish_reason: 'stop',
    })),
    ...(options.usage === false ? {} : { usage }),
  });
  const json = { 'content-type': 'application/json' };
  if (typeof behaviour === 'object') {
    response.writeHead(behaviour.status, { ...json, ...behaviour.headers });
    const { body = { error: { message: `mock ${behaviour.status}` } } } = behaviour;
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  } else if (behaviour === 'reset') response.socket?.resetAndDestroy();
  else if (behaviour === 'truncated') {
    response.writeHead(200, { ...json, 'content-length': answer.length });
    response.write(answer.slice(0, answer.length / 2), () => response.socket?.destroy());
  } else if (behaviour === 'not-json') response.writeHead(200, json).end(answer.slice(0, -20));
  else if (behaviour === 'no-choices') response.writeHead(200, json).end('{"choices":[]}');
  else if (isStream) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(events(texts, usage), finished);
  } else response.writeHead(200, json).end(answer, finished);
}

/** An answer as server-sent events, two for each choice, and the usage at the end. */
function events(texts: readonly string[], usage: object): string {
  const chunks = texts.flatMap((text, index) => [
    { choices: [{ index, delta: { role: 'assistant', content: text.slice(0, 5) } }] },
    { choices: [{ index, delta: { content: text.slice(5) }, finish_reason: 'stop' }] },
  ]);
  const lines = [...chunks, { choices: [], usage }].map(chunk => `data: ${JSON.stringify(chunk)}`);
  return [': keep-alive', ...lines, 'data: [DONE]', ''].join('\n\n');
}

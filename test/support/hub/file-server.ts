import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';

/** A request that a stand-in has had. */
export interface Had {
  method: string;
  url: string;
  authorization: string | undefined;
  range: string | undefined;
  ifRange: string | undefined;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface StandIn {
  /** Such as `http://127.0.0.1:1234`. */
  url: string;
  had: Had[];
  /** Answers in place of the stand-in, once each, the first first. */
  next: Answer[];
  server: Server;
  /** Its own answer. */
  answer: Answer;
}

/** A server of this machine, which ends with the test. */
export async function standIn(t: ExecutionContext<unknown>, answer: Answer): Promise<StandIn> {
  const had: Had[] = [];
  const next: Answer[] = [];
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    had.push({
      method,
      url,
      authorization: headers.authorization,
      range: headers.range,
      ifRange: headers['if-range'] as string | undefined,
    });
    (next.shift() ?? answer)(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    had,
    next,
    server,
    answer,
  };
}

/** A connection that ends before some byte, as soon as what was sent before it has been read. */
export class Cut {
  readonly at: number;
  #response: ServerResponse | undefined;

  constructor(at: number) {
    this.at = at;
  }

  hold(response: ServerResponse): void {
    this.#response = response;
  }

  /** To be told how much has been read. */
  read(done: number): void {
    if (done < this.at) return;
    this.#response?.destroy();
    this.#response = undefined;
  }
}

export interface Served {
  bytes: Buffer;
  etag?: string;
  cut?: Cut;
  ignoresRange?: boolean;
  headers?: Record<string, string>;
}

/** Sends a file, or the part of it that is asked for, as a server of files does (RFC 9110). */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { bytes, etag, cut, ignoresRange = false, headers = {} }: Served,
): void {
  const asked = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
  const condition = request.headers['if-range'];
  const isSame = condition === undefined || condition === etag;
  const from = asked === undefined || ignoresRange || !isSame ? 0 : Number(asked);
  const common = { ...headers, ...(etag !== undefined && { etag }) };
  if (from > 0 && from >= bytes.length) {
    response.writeHead(416, { ...common, 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  response.writeHead(from > 0 ? 206 : 200, {
    ...common,
    'content-length': bytes.length - from,
    ...(from > 0 && { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  if (cut === undefined || cut.at <= from || cut.at >= bytes.length) {
    response.end(bytes.subarray(from));
    return;
  }
  cut.hold(response);
  response.write(bytes.subarray(from, cut.at));
}

/** What a busy or broken server says. */
export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    response.writeHead(code, headers).end();

/** What a server does that sends the beginning and then no byte more, without going away. */
export const stalled =
  (beginning: Buffer, headers: Record<string, string | number> = {}): Answer =>
  (_, response) => {
    response.writeHead(200, headers).flushHeaders();
    if (beginning.length > 0) response.write(beginning);
  };

const PIECE = Buffer.alloc(1 << 16, 'endless ');

/** What a server that never stops sending says, to HEAD too; it stops when the other side goes away. */
export const endlessly =
  (code: number, headers: Record<string, string> = {}): Answer =>
  ({ method }, response) => {
    response.writeHead(code, headers).flushHeaders();
    // Node itself lets nothing through behind the answer to a HEAD.
    const to = method === 'HEAD' ? response.socket! : response;
    const more = (): void => {
      if (to.destroyed) return;
      if (to.write(PIECE)) setImmediate(more);
      else to.once('drain', more);
    };
    more();
  };

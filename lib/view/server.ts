import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KeychainError } from '../errors.js';
import { type Asset, readPage } from './assets.js';
import { findText } from './find-text.js';
import { listRows, type Wanted } from './list-rows.js';
import type { OpenedFile } from './opened-file.js';
import { sampleView } from './sample-view.js';

/** A server that people reach from this machine alone. */
export interface ViewServer {
  /** Where the page is; who does not know it gets nothing. */
  url: string;
  /** When somebody has asked for something last, by `performance.now()`. */
  lastAsked: () => number;
  close: () => Promise<void>;
}

const HOST = '127.0.0.1';

/** Rows of one answer at most. */
const MOST_ROWS = 1000;

/** Characters of a text that is looked for at most. */
const LONGEST_TEXT = 2000;

/** What every answer says: it is kept nowhere, shown in no other page, and taken for nothing else. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/**
 * Serves the page and what it asks for, to this machine alone. The address holds a token that nobody can
 * guess; requests that name another host, as pages of others can make a browser send, get nothing.
 *
 * @param port 0 for any that is free
 * @throws KeychainError USAGE for a port that cannot be had
 */
export async function serveView(files: readonly OpenedFile[], port: number): Promise<ViewServer> {
  const page = await readPage();
  // The one place where chance is right: nothing of it is ever written.
  const token = randomBytes(24).toString('base64url');
  let asked = performance.now();
  const server = createServer({ requestTimeout: 30_000 }, (request, response) => {
    const { port: own } = server.address() as AddressInfo;
    const path = admitted(request, token, own);
    if (path === undefined) return refuse(response, 404);
    if (typeof path === 'number') return refuse(response, path);
    asked = performance.now();
    const send = ({ type, bytes }: Asset): void => {
      response.writeHead(200, {
        ...HEADERS,
        'content-security-policy': page.policy,
        'content-type': type,
        'content-length': bytes.length,
      });
      response.end(bytes);
    };
    const asset = path.name === '' ? page.html : page.files.get(path.name.replace(/^assets\//, ''));
    if (asset) return send(asset);
    answer(files, path, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else refuse(response, 500, (error as Error).message);
    });
  });
  await listening(server, port);
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${own}/${token}/`,
    lastAsked: () => asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const free = error.code === 'EADDRINUSE' ? 'something else listens there' : error.message;
      reject(
        new KeychainError('USAGE', `--port ${port}: ${free}; leave it out for one that is free`),
      );
    });
    server.listen(port, HOST, resolve);
  });
}

interface AskedPath {
  /** Behind the token. */
  name: string;
  query: URLSearchParams;
}

/** What is asked for, or the status with which it is refused; undefined without the token. */
function admitted(
  { method, url = '', headers: { host } }: IncomingMessage,
  token: string,
  port: number,
): AskedPath | number | undefined {
  if (host !== `${HOST}:${port}` && host !== `localhost:${port}`) return 403;
  if (method !== 'GET' && method !== 'HEAD') return 405;
  const [path = '', query = ''] = url.split('?', 2);
  const [, given = '', ...names] = path.split('/');
  // Without a slash behind it, the page would look for its parts beside the token.
  if (names.length === 0 || !isSame(given, token)) return undefined;
  return { name: names.join('/'), query: new URLSearchParams(query) };
}

function isSame(given: string, token: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refuse(response: ServerResponse, status: number, message = ''): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' });
  response.end(message);
}

async function answer(
  files: readonly OpenedFile[],
  { name, query }: AskedPath,
  response: ServerResponse,
): Promise<void> {
  const json = (value: unknown): void => {
    response.writeHead(200, { ...HEADERS, 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(value));
  };
  if (name === 'api/files') return json(files.map(({ told }) => told));
  const opened = files[whole(query.get('file')) ?? 0];
  if (!opened) return refuse(response, 404, 'There is no such file.');
  if (name === 'api/rows') {
    const limit = Math.min(MOST_ROWS, whole(query.get('limit')) ?? 200);
    const from = whole(query.get('from')) ?? 0;
    return json(await listRows(opened, { from, limit: Math.max(1, limit) }, wantedBy(query)));
  }
  if (name === 'api/search') return sendMatches(opened, query, response);
  const row = whole(query.get('row')) ?? -1;
  const line = name === 'api/sample' || name === 'api/raw' ? opened.line(row) : undefined;
  if (!line) return refuse(response, 404, 'There is no such sample.');
  if (name === 'api/raw') {
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8' });
    response.end(line);
    return;
  }
  json(sampleOf(opened, row, line));
}

function sampleOf(opened: OpenedFile, row: number, line: Buffer) {
  const { file, rows } = opened.told;
  const [shown] = opened.rows(row, 1);
  return {
    ...sampleView(parsed(line), shown!),
    ...(row > 0 && { previous: { file, row: row - 1 } }),
    ...(row + 1 < rows && { next: { file, row: row + 1 } }),
  };
}

/** A line that is no JSON is shown as the text that it is. */
function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString());
  } catch {
    return line.toString();
  }
}

async function sendMatches(
  opened: OpenedFile,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<void> {
  const text = (query.get('q') ?? '').slice(0, LONGEST_TEXT);
  if (text === '') return refuse(response, 400, 'There is no text to look for.');
  response.writeHead(200, { ...HEADERS, 'content-type': 'application/x-ndjson; charset=utf-8' });
  for await (const event of findText(opened, text, () => response.destroyed)) {
    if (response.destroyed) return;
    if (!response.write(`${JSON.stringify(event)}\n`)) {
      await new Promise<void>(resolve => {
        const go = (): void => {
          response.off('drain', go).off('close', go);
          resolve();
        };
        response.on('drain', go).on('close', go);
      });
    }
  }
  response.end();
}

const whole = (value: string | null): number | undefined =>
  value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined;

/** What a query narrows a list to; what it says in no known way narrows nothing. */
function wantedBy(query: URLSearchParams): Wanted {
  const [, least, most = least] =
    /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(query.get('passes') ?? '') ?? [];
  const verdict = query.get('verdict');
  return {
    dataset: query.get('dataset') || undefined,
    length: whole(query.get('length')),
    id: query.get('id') || undefined,
    ...(least !== undefined && { passes: [Number(least), Number(most)] as const }),
    ...((verdict === 'clean' || verdict === 'findings') && { verdict }),
  };
}

import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** The files of which a stand-in of the Hub makes its answers. */
export const HUB_FILES = {
  /** What it says of a revision. */
  revision: 'revision.json',
  /** What it says that there is. */
  tree: 'tree.json',
  /** The headers that come with a file. */
  headers: 'headers.json',
  /** The only file of its only repository. */
  data: 'data.jsonl',
} as const;

/** The repository, whatever is asked for. */
export const HUB_REPO = 'datasets/owner/questions';

/**
 * Starts a stand-in of the Hub for many folders: the folder whose files it answers with is the path of
 * the endpoint, so that it need not know which of them are mutated.
 */
export async function startHub(): Promise<{ url: string }> {
  const server = createServer(({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://hub');
    const [, folder, asked = ''] =
      /^(.*?)\/(api\/.*|datasets\/.*\/resolve\/.*)$/.exec(pathname) ?? [];
    answer(decodeURIComponent(folder ?? ''), asked, response).catch(() =>
      response.writeHead(404).end(),
    );
  });
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function answer(folder: string, asked: string, response: ServerResponse): Promise<void> {
  const file = (name: keyof typeof HUB_FILES): Promise<Buffer> =>
    readFile(join(folder, HUB_FILES[name]));
  if (asked.startsWith('api/')) {
    const body = await file(asked.includes('/tree/') ? 'tree' : 'revision');
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    return;
  }
  const body = await file('data');
  for (const [name, value] of headersIn(await file('headers'))) setHeader(response, name, value);
  response.setHeader('content-length', body.length);
  response.end(body);
}

function headersIn(bytes: Buffer): [string, unknown][] {
  try {
    return Object.entries((JSON.parse(bytes.toString()) ?? {}) as object);
  } catch {
    return [];
  }
}

/** Sets a header, unless none may be like that. */
function setHeader(response: ServerResponse, name: string, value: unknown): void {
  try {
    response.setHeader(name, String(value));
  } catch {
    response.setHeader('x-none', 'no');
  }
}

import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionContext } from 'ava';
import { type StandIn, standIn } from './file-server.js';

/** A repository that is pushed to: its files by path, as they are. */
export interface PushedRepo {
  isPrivate: boolean;
  files: Map<string, Buffer>;
  commits: string[];
}

/** A stand-in of the Hub that is pushed to, and of where it keeps large files. */
export interface PushServer {
  hub: StandIn;
  /** Knows nothing of tokens, and should hear of none. */
  store: StandIn;
  repos: Map<string, PushedRepo>;
  /** Large files by their SHA-256. */
  blobs: Map<string, Buffer>;
}

export interface PushServerParts {
  token: string;
  /** Who the token is of, as `whoami-v2` says it. */
  holder?: object;
  /** Bytes from which large files are sent in parts. */
  partBytes?: number;
}

const HOLDER = {
  ...{ type: 'user', name: 'ann', orgs: [{ name: 'lab' }] },
  auth: { type: 'access_token', accessToken: { displayName: 't', role: 'write' } },
};

type Handler = (request: IncomingMessage, response: ServerResponse, match: string[]) => unknown;

/** Takes pushes as the Hub does, as far as `@huggingface/hub` asks for it. */
export async function pushServer(
  t: ExecutionContext<unknown>,
  { token, holder = HOLDER, partBytes = 1 << 16 }: PushServerParts,
): Promise<PushServer> {
  const repos = new Map<string, PushedRepo>();
  const blobs = new Map<string, Buffer>();
  const parts = new Map<string, Map<number, Buffer>>();

  const store = await standIn(t, async (request, response) => {
    const body = await bodyOf(request);
    const [, oid = '', part] = /^\/([0-9a-f]{64})(?:\/(\w+))?/.exec(request.url!) ?? [];
    if (part === undefined) blobs.set(oid, body);
    else if (part === 'complete') {
      const all = [...parts.get(oid)!].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
      blobs.set(oid, Buffer.concat(all));
    } else {
      const known = parts.get(oid) ?? new Map<number, Buffer>();
      parts.set(oid, known.set(Number(part), body));
    }
    response.writeHead(200, { etag: '"e"' }).end();
  });

  const routes: readonly (readonly [RegExp, Handler])[] = [
    [/^GET \/api\/whoami-v2$/, (_, response) => json(response, holder)],
    [
      /^GET \/api\/datasets\/([^/]+\/[^/]+)\/revision\/HEAD$/,
      (_, response, [name = '']) => {
        const repo = repos.get(name);
        if (!repo) return json(response, { error: 'Repository not found' }, 404);
        return json(response, { _id: '1', id: name, private: repo.isPrivate });
      },
    ],
    [
      /^POST \/api\/repos\/create$/,
      async (request, response) => {
        const { name, organization, visibility } = JSON.parse(`${await bodyOf(request)}`);
        const files = new Map([['.gitattributes', Buffer.from('*.parquet filter=lfs')]]);
        const repo = { isPrivate: visibility === 'private', files, commits: [] };
        repos.set(`${organization}/${name}`, repo);
        json(response, { url: 'u', id: '1' });
      },
    ],
    [
      /^GET \/api\/datasets\/([^/]+\/[^/]+)\/tree\/main$/,
      (_, response, [name = '']) =>
        json(
          response,
          [...repos.get(name)!.files].map(([path, bytes]) => ({
            ...{ type: 'file', path, size: bytes.length, oid: '0' },
          })),
        ),
    ],
    [
      /^POST \/api\/datasets\/([^/]+\/[^/]+)\/preupload\/main$/,
      async (request, response) => {
        const { files } = JSON.parse(`${await bodyOf(request)}`) as { files: { path: string }[] };
        const mode = (path: string): string => (/\.(parquet|gz)$/.test(path) ? 'lfs' : 'regular');
        json(response, { files: files.map(({ path }) => ({ path, uploadMode: mode(path) })) });
      },
    ],
    [
      /^POST \/datasets\/([^/]+\/[^/]+)\.git\/info\/lfs\/objects\/batch$/,
      async (request, response) => {
        const { objects } = JSON.parse(`${await bodyOf(request)}`) as {
          objects: { oid: string; size: number }[];
        };
        json(response, {
          transfer: 'basic',
          objects: objects.map(({ oid, size }) => ({
            ...{ oid, size },
            ...(!blobs.has(oid) && {
              actions: { upload: uploadOf(store.url, oid, size, partBytes) },
            }),
          })),
        });
      },
    ],
    [
      /^POST \/api\/datasets\/([^/]+\/[^/]+)\/commit\/main$/,
      async (request, response, [name = '']) => {
        const repo = repos.get(name)!;
        for (const line of `${await bodyOf(request)}`.split('\n')) {
          const { key, value } = JSON.parse(line);
          if (key === 'header') repo.commits.push(value.summary);
          if (key === 'deletedFile') repo.files.delete(value.path);
          if (key === 'file') repo.files.set(value.path, Buffer.from(value.content, 'base64'));
          if (key === 'lfsFile') repo.files.set(value.path, blobs.get(value.oid)!);
        }
        json(response, { commitOid: 'c', commitUrl: 'u', hookOutput: '' });
      },
    ],
  ];
  const hub = await standIn(t, (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) {
      return json(response, { error: 'Invalid credentials in Authorization header' }, 401);
    }
    const asked = `${request.method} ${new URL(request.url!, 'http://h').pathname}`;
    for (const [route, handle] of routes) {
      const match = route.exec(asked);
      if (match) return handle(request, response, match.slice(1));
    }
    return json(response, { error: `no such thing: ${asked}` }, 404);
  });
  return { hub, store, repos, blobs };
}

/** How a large file is to be sent: at once, or in parts. */
function uploadOf(url: string, oid: string, size: number, partBytes: number): object {
  const href = `${url}/${oid}`;
  if (size <= partBytes) return { href };
  const count = Math.ceil(size / partBytes);
  const header = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${i + 1}`.padStart(5, '0'), `${href}/${i + 1}`]),
  );
  return { href: `${href}/complete`, header: { chunk_size: `${partBytes}`, ...header } };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const json = (response: ServerResponse, value: unknown, status = 200): unknown =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));

export const sha256Of = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

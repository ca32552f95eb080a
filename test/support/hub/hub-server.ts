import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionContext } from 'ava';
import { type StandIn, sendFile, standIn } from './file-server.js';
import { commitOf, gitSha1, isLarge, type RepoFiles, type StandInRepo, sha256 } from './files.js';

/** A stand-in of the Hub, whose large files are at another host. */
export interface HubServer {
  hub: StandIn;
  /** Knows nothing of tokens, and should hear of none. */
  cdn: StandIn;
}

export const TOKEN = 'hf_0123456789abcdefghij';

interface Found {
  repo: StandInRepo;
  commit: string;
  files: RepoFiles;
}

/** Serves repositories as the Hub does, as far as `huggingface_hub` asks for it. */
export async function hubServer(
  t: ExecutionContext<unknown>,
  repos: StandInRepo[],
): Promise<HubServer> {
  const cdn = await standIn(t, (request, response) => {
    const [, name] = /^\/([0-9a-f]{64})/.exec(request.url!) ?? [];
    const bytes = blobsOf(repos).get(name ?? '');
    if (!bytes) response.writeHead(404).end();
    else sendFile(request, response, { bytes, etag: '"of-the-cdn"' });
  });
  const hub = await standIn(t, (request, response) => {
    const { pathname } = new URL(request.url!, 'http://h');
    const resolve = /^\/(datasets\/)?([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(pathname);
    const api = /^\/api\/(datasets|models)\/([^/]+\/[^/]+)\/(revision|tree)\/([^/]+)/.exec(
      pathname,
    );
    const name = resolve
      ? `${resolve[1] ? 'datasets' : 'models'}/${resolve[2]}`
      : `${api?.[1]}/${api?.[2]}`;
    const revision = decodeURIComponent(resolve?.[3] ?? api?.[4] ?? '');
    const found = findRepo(repos, name, revision, request, response);
    if (!found) return;
    if (resolve) sendResolved(found, decodeURIComponent(resolve[4]!), cdn.url, request, response);
    else if (api?.[3] === 'tree') sendJson(response, treeOf(found));
    else sendJson(response, { id: api?.[2], sha: found.commit });
  });
  return { hub, cdn };
}

function findRepo(
  repos: readonly StandInRepo[],
  name: string,
  revision: string,
  { headers }: IncomingMessage,
  response: ServerResponse,
): Found | undefined {
  const repo = repos.find(each => each.name === name);
  const isKnown = headers.authorization === `Bearer ${TOKEN}`;
  const refuse = (status: number, code: string): undefined => {
    response.writeHead(status, { 'x-error-code': code, 'x-error-message': 'no' }).end('no');
  };
  if (!repo || (repo.access === 'private' && !isKnown)) {
    return refuse(headers.authorization ? 404 : 401, 'RepoNotFound');
  }
  if (repo.access === 'gated' && !isKnown) {
    return refuse(headers.authorization ? 403 : 401, 'GatedRepo');
  }
  const files = repo.commits.find(each => commitOf(each) === revision) ?? repo.commits.at(-1)!;
  if (!['main', 'HEAD', commitOf(files)].includes(revision)) return refuse(404, 'RevisionNotFound');
  return { repo, files, commit: commitOf(files) };
}

function sendResolved(
  { repo: { isLfs = isLarge }, commit, files }: Found,
  path: string,
  cdn: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!Object.hasOwn(files, path)) {
    response.writeHead(404, { 'x-error-code': 'EntryNotFound', 'x-repo-commit': commit }).end();
    return;
  }
  const bytes = Buffer.from(files[path]!);
  const common = { 'x-repo-commit': commit };
  if (!isLfs(path)) {
    sendFile(request, response, { bytes, etag: `"${gitSha1(bytes)}"`, headers: common });
    return;
  }
  const sha = sha256(bytes);
  response
    .writeHead(302, {
      ...common,
      'x-linked-etag': `"${sha}"`,
      'x-linked-size': `${bytes.length}`,
      etag: '"of-the-redirect"',
      location: `${cdn}/${sha}?signature=secret`,
    })
    .end();
}

const treeOf = ({ repo: { isLfs = isLarge }, files }: Found): object[] =>
  Object.entries(files).map(([path, content]) => {
    const bytes = Buffer.from(content);
    return {
      type: 'file',
      path,
      size: bytes.length,
      oid: gitSha1(bytes),
      ...(isLfs(path) && { lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 130 } }),
    };
  });

const sendJson = (response: ServerResponse, value: object): unknown =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const blobsOf = (repos: readonly StandInRepo[]): Map<string, Buffer> =>
  new Map(
    repos
      .flatMap(({ commits }) => commits.flatMap(files => Object.values(files)))
      .map(content => [sha256(content), Buffer.from(content)]),
  );

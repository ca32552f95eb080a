import { readdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { KeychainError } from '../errors.js';
import { type Clock, systemClock } from '../network/clock.js';
import { isPrivate, openWeb, type Web } from '../network/web.js';
import type { Reporter } from '../reporter.js';
import type { HubAddress, HubRepo } from './address.js';
import { cachedFile, isCommit, knownCommit, snapshotPath } from './cache.js';
import { chooseFiles, isPattern } from './data-files.js';
import { type HubEnvironment, hubEnvironment } from './environment.js';
import { type FetchParts, fetchEntry } from './fetch-entry.js';
import { type HubEntry, listRepo } from './listing.js';
import { readMetadata } from './metadata.js';
import { orCached } from './or-cached.js';
import { refusal } from './refusal.js';

/** The Hub and its cache. */
export interface Hub {
  /**
   * The files that an address means, in the cache, fetched if they are not there.
   *
   * @throws KeychainError USAGE, HUB_MISSING, HUB_REFUSED, DOWNLOAD_FAILED, DOWNLOAD_DIFFERS,
   *   OUTPUT_UNWRITABLE
   */
  files(address: HubAddress): Promise<string[]>;
  /**
   * Some files of a repository in the cache, at one commit; gives the folder that they are in.
   *
   * @param choose which of its files are wanted
   * @throws as `files`, and what `choose` does
   */
  snapshot(repo: HubRepo, choose: Choose): Promise<string>;
  close(): Promise<void>;
}

export type Choose = (files: readonly string[]) => readonly string[];

export interface HubParts {
  reporter: Reporter;
  environment?: HubEnvironment;
  clock?: Clock;
}

/**
 * Opens the Hub that the environment names; connections are made when something is asked.
 *
 * @throws KeychainError USAGE for variables that say what cannot be
 */
export function openHub({
  reporter,
  environment = hubEnvironment(),
  clock = systemClock,
}: HubParts): Hub {
  const web = webFor(environment, reporter);
  const parts: FetchParts = { web, environment, clock, reporter, say: reporter.step };
  return {
    async files(address) {
      const { path } = address;
      const choose: Choose = files => chooseFiles(address, files);
      if (path === undefined || isPattern(path))
        return (await someFiles(address, choose, parts)).paths;
      try {
        return [await oneFile({ ...address, path }, parts)];
      } catch (error) {
        if (!isMissing(error) || environment.isOffline) throw error;
        // It may be a folder; else the error names the files that there are.
        return (await someFiles(address, filesIn({ ...address, path }, environment), parts)).paths;
      }
    },
    snapshot: async (repo, choose) => (await someFiles(repo, choose, parts)).folder,
    close: () => web.close(),
  };
}

function webFor({ endpoint, token }: HubEnvironment, reporter: Reporter): Web {
  const at = new URL(endpoint);
  if (token && !isPrivate(at)) {
    reporter.warn(`HF_ENDPOINT: the token is not sent to ${at.host}, over plain http`);
  }
  return openWeb(token && { origin: at.origin, authorization: `Bearer ${token.value}` });
}

const isMissing = (error: unknown): boolean =>
  error instanceof KeychainError && error.code === 'HUB_MISSING';

/** What a path that is no file means: the data files of a folder. */
const filesIn =
  (address: HubAddress & { path: string }, environment: HubEnvironment): Choose =>
  files => {
    if (files.some(file => file.startsWith(`${address.path}/`))) return chooseFiles(address, files);
    throw refusal({ status: 404, code: 'EntryNotFound' }, address, environment, files);
  };

async function oneFile(address: HubAddress & { path: string }, parts: FetchParts): Promise<string> {
  const cached = () => cachedFile(parts.environment.cacheDir, address, address.path);
  const known = await cached();
  if (known !== undefined && isCommit(address.revision)) return known;
  const ask = async (): Promise<string> => {
    const { commit, entry } = await readMetadata(address, parts);
    return fetchEntry(address, commit, entry, parts);
  };
  return orCached(address, { ask, cached }, parts);
}

/** Files that are chosen among all of a repository. */
async function someFiles(
  address: HubAddress,
  choose: Choose,
  parts: FetchParts,
): Promise<{ folder: string; paths: string[] }> {
  const { cacheDir } = parts.environment;
  const ways = {
    ask: () => listRepo(address, parts),
    cached: () => listCached(cacheDir, address),
  };
  const { commit, entries } = await orCached(address, ways, parts);
  const chosen = new Set(choose(entries.map(({ path }) => path)));
  const paths: string[] = [];
  for (const entry of entries.filter(({ path }) => chosen.has(path))) {
    paths.push(await fetchEntry(address, commit, entry, parts));
  }
  return { folder: snapshotPath(cacheDir, address, commit), paths: paths.sort() };
}

/** What is in the cache of the commit that a revision was at last. */
async function listCached(
  cacheDir: string,
  repo: HubRepo,
): Promise<{ commit: string; entries: HubEntry[] } | undefined> {
  const commit = await knownCommit(cacheDir, repo);
  if (commit === undefined) return undefined;
  const folder = snapshotPath(cacheDir, repo, commit);
  const entries: HubEntry[] = [];
  for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
    const stats = await stat(join(folder, name)).catch(() => undefined);
    // Whatever its bytes are called: they are there.
    if (stats?.isFile())
      entries.push({ path: name.split(sep).join('/'), bytes: stats.size, etag: '' });
  }
  return entries.length === 0 ? undefined : { commit, entries };
}

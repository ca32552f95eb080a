import { join } from 'node:path';
import { KeychainError } from '../errors.js';
import { type Clock, systemClock } from '../network/clock.js';
import { isPrivate, openWeb, type Web } from '../network/web.js';
import type { Reporter } from '../reporter.js';
import type { HubAddress, HubRepo } from './address.js';
import { cachedFile, isCommit, snapshotPath } from './cache.js';
import { chooseFiles, isPattern } from './data-files.js';
import { type HubEnvironment, hubEnvironment } from './environment.js';
import { type FetchParts, fetchEntry } from './fetch-entry.js';
import { cachedListing, noteListing, recalledListing } from './known-listing.js';
import { listRepo } from './listing.js';
import { readMetadata } from './metadata.js';
import { isHubError, orCached, usedInstead } from './or-cached.js';
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
      return (
        (await knownFolder({ ...address, path }, parts)) ?? filesAt({ ...address, path }, parts)
      );
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

type FileAddress = HubAddress & { path: string };

/** The data files of a folder of a commit whose files are known; nobody is asked of them. */
async function knownFolder(address: FileAddress, parts: FetchParts): Promise<string[] | undefined> {
  const known = await recalledListing(parts.environment.cacheDir, address);
  if (!known?.entries.some(({ path }) => isBelow(path, address))) return undefined;
  return (await someFiles(address, files => chooseFiles(address, files), parts)).paths;
}

/** A file, or else the data files of a folder. */
async function filesAt(address: FileAddress, parts: FetchParts): Promise<string[]> {
  const { environment, reporter } = parts;
  try {
    return [await oneFile(address, parts)];
  } catch (error) {
    if (!environment.isOffline && isMissing(error)) {
      // It may be a folder; else the error names the files that there are.
      return (await someFiles(address, filesIn(address, environment), parts)).paths;
    }
    // Whether it is a folder cannot be asked: the cache may have one.
    const cached = isHubError(error) && (await cachedListing(environment.cacheDir, address));
    const files = cached ? cached.entries.map(({ path }) => path) : [];
    if (!cached || !files.some(path => isBelow(path, address))) throw error;
    if (!environment.isOffline) reporter.warn(usedInstead(address, error as Error));
    const folder = snapshotPath(environment.cacheDir, address, cached.commit);
    return chooseFiles(address, files).map(path => join(folder, path));
  }
}

const isBelow = (file: string, { path }: FileAddress): boolean => file.startsWith(`${path}/`);

const isMissing = (error: unknown): boolean =>
  error instanceof KeychainError && error.code === 'HUB_MISSING';

/** What a path that is no file means: the data files of a folder. */
const filesIn =
  (address: FileAddress, environment: HubEnvironment): Choose =>
  files => {
    if (files.some(file => isBelow(file, address))) return chooseFiles(address, files);
    throw refusal({ status: 404, code: 'EntryNotFound' }, address, environment, files);
  };

async function oneFile(address: FileAddress, parts: FetchParts): Promise<string> {
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
    ask: async () => {
      const known = await recalledListing(cacheDir, address);
      if (known) return known;
      const listing = await listRepo(address, parts);
      await noteListing(cacheDir, address, listing);
      return listing;
    },
    cached: () => cachedListing(cacheDir, address),
  };
  const { commit, entries } = await orCached(address, ways, parts);
  const chosen = new Set(choose(entries.map(({ path }) => path)));
  const paths: string[] = [];
  for (const entry of entries.filter(({ path }) => chosen.has(path))) {
    paths.push(await fetchEntry(address, commit, entry, parts));
  }
  return { folder: snapshotPath(cacheDir, address, commit), paths: paths.sort() };
}

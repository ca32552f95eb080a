import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { makeFolder } from '../disk/make-folder.js';
import { replaceFile } from '../disk/replace-file.js';
import { type HubRepo, isRepoPath } from './address.js';
import { isCommit, knownCommit, listingPath, snapshotPath } from './cache.js';
import type { HubEntry, HubListing } from './listing.js';

/** What a commit holds, if it was asked once: it cannot change. Of a branch or tag nothing is known. */
export async function recalledListing(
  cacheDir: string,
  repo: HubRepo,
): Promise<HubListing | undefined> {
  if (!isCommit(repo.revision)) return undefined;
  const commit = repo.revision;
  try {
    const entries: unknown = JSON.parse(
      await readFile(listingPath(cacheDir, repo, commit), 'utf8'),
    );
    return Array.isArray(entries) && entries.every(isEntry) ? { commit, entries } : undefined;
  } catch {
    return undefined;
  }
}

/** Notes what a commit holds; a cache that nobody may write to does without. */
export async function noteListing(
  cacheDir: string,
  repo: HubRepo,
  { commit, entries }: HubListing,
): Promise<void> {
  if (!isCommit(commit)) return;
  const path = listingPath(cacheDir, repo, commit);
  try {
    await makeFolder(dirname(path));
    replaceFile(path, JSON.stringify(entries));
  } catch {
    // It is asked again.
  }
}

/** Entries are names of files here, so what is read of a disk is looked at as what a server says is. */
function isEntry(value: unknown): value is HubEntry {
  const { path, bytes, etag } = (value ?? {}) as Partial<Record<keyof HubEntry, unknown>>;
  return (
    typeof path === 'string' &&
    isRepoPath(path) &&
    Number.isSafeInteger(bytes) &&
    typeof etag === 'string' &&
    /^[\w-]{1,128}$/.test(etag)
  );
}

/** What is in the cache of the commit that a revision was at last. */
export async function cachedListing(
  cacheDir: string,
  repo: HubRepo,
): Promise<HubListing | undefined> {
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

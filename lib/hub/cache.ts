import { existsSync, statSync } from 'node:fs';
import { copyFile, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { makeFolder } from '../disk/make-folder.js';
import { replaceFile } from '../disk/replace-file.js';
import type { HubRepo } from './address.js';

/*
 * The layout of the Hub's cache, which `huggingface_hub` for Python shares (`file_download.py`):
 *
 *   models--OWNER--NAME/
 *     blobs/ETAG                        the bytes
 *     snapshots/COMMIT/PATH             a relative link to them
 *     refs/REVISION                     the commit that a branch or tag was at
 *     listings/COMMIT.json              what a commit holds, fetched or not; ours, others do not look there
 *   .locks/models--OWNER--NAME/ETAG.*   whose turn it is
 *
 * What the one has fetched, the other finds.
 */

const COMMIT = /^[0-9a-f]{40}$/;

/** Whether a revision cannot change. */
export const isCommit = (revision: string): boolean => COMMIT.test(revision);

/** What the cache calls a repository: `datasets--owner--name`. */
export const folderName = ({ type, id }: Pick<HubRepo, 'type' | 'id'>): string =>
  [`${type}s`, ...id.split('/')].join('--');

const folderOf = (cacheDir: string, repo: HubRepo): string => join(cacheDir, folderName(repo));

/** Where the bytes of an ETag are. */
export const blobPath = (cacheDir: string, repo: HubRepo, etag: string): string =>
  join(folderOf(cacheDir, repo), 'blobs', etag);

/** Where the lease of those bytes is while they are fetched. */
export const lockPath = (cacheDir: string, repo: HubRepo, etag: string): string =>
  join(cacheDir, '.locks', folderName(repo), `${etag}.lease`);

/** Folder of a repository at a commit. */
export const snapshotPath = (cacheDir: string, repo: HubRepo, commit: string): string =>
  join(folderOf(cacheDir, repo), 'snapshots', commit);

/** Where it is noted what a commit holds. */
export const listingPath = (cacheDir: string, repo: HubRepo, commit: string): string =>
  join(folderOf(cacheDir, repo), 'listings', `${commit}.json`);

/** The commit that a revision is known to have been at. */
export async function knownCommit(cacheDir: string, repo: HubRepo): Promise<string | undefined> {
  if (isCommit(repo.revision)) return repo.revision;
  const ref = join(folderOf(cacheDir, repo), 'refs', repo.revision);
  const commit = (await readFile(ref, 'utf8').catch(() => '')).trim();
  return /^[0-9a-f]+$/.test(commit) ? commit : undefined;
}

/** A file of a repository that is in the cache, at the commit that its revision was at last. */
export async function cachedFile(
  cacheDir: string,
  repo: HubRepo,
  path: string,
): Promise<string | undefined> {
  const commit = await knownCommit(cacheDir, repo);
  if (commit === undefined) return undefined;
  const file = join(snapshotPath(cacheDir, repo, commit), path);
  // A folder of files that were fetched is no file.
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

/** Notes which commit a revision is at; a cache that nobody may write to does without. */
export async function noteCommit(cacheDir: string, repo: HubRepo, commit: string): Promise<void> {
  if (repo.revision === commit || (await knownCommit(cacheDir, repo)) === commit) return;
  const ref = join(folderOf(cacheDir, repo), 'refs', repo.revision);
  try {
    await makeFolder(dirname(ref));
    replaceFile(ref, commit);
  } catch {
    // The file itself is there, which is what was wanted.
  }
}

/** Links a file of a snapshot to its bytes; where links cannot be made, it is a copy. */
export async function linkSnapshot(blob: string, pointer: string): Promise<void> {
  await makeFolder(dirname(pointer));
  try {
    await symlink(relative(dirname(pointer), blob), pointer);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(pointer)) await copyFile(blob, pointer);
    else if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Marks a folder as a cache, so that backups leave it out (https://bford.info/cachedir/). */
export async function tagCache(cacheDir: string): Promise<void> {
  const tag = join(cacheDir, 'CACHEDIR.TAG');
  if (existsSync(tag)) return;
  await makeFolder(cacheDir);
  await writeFile(tag, 'Signature: 8a477f597d28d172789f06886806bc55\n');
}

/** The repository that a path in such a cache is of: `owner/name`. */
export function repoOfPath(path: string): string | undefined {
  const parts = path.split(sep);
  const at = parts.lastIndexOf('snapshots');
  const [, id] = /^(?:models|datasets)--(.+)$/.exec(parts[at - 1] ?? '') ?? [];
  return id?.replace('--', '/');
}

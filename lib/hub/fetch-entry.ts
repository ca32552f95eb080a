import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writing } from '../disk/unwritable.js';
import type { Expected } from '../network/expected.js';
import { refusePassing } from '../network/status.js';
import { transfer } from '../network/transfer.js';
import type { Reporter } from '../reporter.js';
import { DEFAULT_REVISION, type HubRepo, writeAddress } from './address.js';
import { blobPath, linkSnapshot, lockPath, noteCommit, snapshotPath, tagCache } from './cache.js';
import { HUB_WAY, type HubEntry, type ListingParts } from './listing.js';
import { fileUrl } from './metadata.js';
import { refusal } from './refusal.js';

export interface FetchParts extends ListingParts {
  reporter: Reporter;
}

/**
 * A file of a repository at a commit, in the cache: found there, or fetched.
 *
 * @throws KeychainError HUB_MISSING, HUB_REFUSED, DOWNLOAD_FAILED, DOWNLOAD_DIFFERS,
 *   OUTPUT_UNWRITABLE
 */
export async function fetchEntry(
  repo: HubRepo,
  commit: string,
  entry: HubEntry,
  parts: FetchParts,
): Promise<string> {
  const { cacheDir } = parts.environment;
  const pointer = join(snapshotPath(cacheDir, repo, commit), entry.path);
  if (!existsSync(pointer)) {
    await writing(cacheDir, () => tagCache(cacheDir));
    const blob = blobPath(cacheDir, repo, entry.etag);
    await fetchBlob(blob, { ...repo, revision: commit }, entry, parts);
    await writing(cacheDir, () => linkSnapshot(blob, pointer));
  }
  await noteCommit(cacheDir, repo, commit);
  return pointer;
}

/** Older clients of the Hub left `ETAG.incomplete` too: its name says what it is a part of. */
async function fetchBlob(
  blob: string,
  repo: HubRepo,
  entry: HubEntry,
  { web, environment, reporter, clock }: FetchParts,
): Promise<void> {
  const address = { ...repo, path: entry.path };
  const url = fileUrl(environment, repo, entry.path);
  await transfer({
    name: writeAddress({ ...address, revision: DEFAULT_REVISION }),
    path: blob,
    part: `${blob}.incomplete`,
    lease: lockPath(environment.cacheDir, repo, entry.etag),
    expected: expectedOf(entry),
    way: HUB_WAY,
    reporter,
    clock,
    ask: async headers => {
      const reply = await web.ask(url, { headers });
      await refusePassing(reply, clock);
      const { status, header } = reply;
      if (status === 200 || status === 206 || status === 416) return reply;
      await reply.body.dump();
      throw refusal({ status, code: header('x-error-code') }, address, environment);
    },
  });
}

/** What an ETag of the Hub says of the bytes: in LFS it is their SHA-256, else git's SHA-1. */
function expectedOf({ bytes, etag }: HubEntry): Expected {
  if (/^[0-9a-f]{64}$/.test(etag)) return { bytes, sha256: etag };
  return /^[0-9a-f]{40}$/.test(etag) ? { bytes, gitSha1: etag } : { bytes };
}

import { KeychainError } from '../errors.js';
import { attempts } from '../network/attempts.js';
import { refusePassing } from '../network/status.js';
import type { HubAddress, HubRepo } from './address.js';
import { isCommitName, isEtagName } from './cache-names.js';
import type { HubEnvironment } from './environment.js';
import { HUB_WAY, type HubEntry, type ListingParts } from './listing.js';
import { refusal } from './refusal.js';

/** Where a file of a repository is fetched. */
export function fileUrl({ endpoint }: HubEnvironment, repo: HubRepo, path: string): URL {
  const kind = repo.type === 'dataset' ? 'datasets/' : '';
  const parts = path.split('/').map(encodeURIComponent).join('/');
  const revision = encodeURIComponent(repo.revision);
  return new URL(`${endpoint}/${kind}${repo.id}/resolve/${revision}/${parts}`);
}

/**
 * Asks what one file is: the commit, what its bytes are called, and how many there are. The Hub says
 * so before it redirects to where the bytes are (`get_hf_file_metadata` of `huggingface_hub`).
 *
 * @throws KeychainError HUB_MISSING, HUB_REFUSED, DOWNLOAD_FAILED
 */
export async function readMetadata(
  address: HubAddress & { path: string },
  { web, environment, clock, say }: ListingParts,
): Promise<{ commit: string; entry: HubEntry }> {
  const url = fileUrl(environment, address, address.path);
  const ask = async () => {
    const reply = await web.ask(url, { method: 'HEAD', staysOnHost: true });
    await refusePassing(reply, clock);
    await reply.body.dump();
    return reply;
  };
  const { status, header } = await attempts(ask, { clock, say, way: HUB_WAY });
  if (status >= 400) throw refusal({ status, code: header('x-error-code') }, address, environment);
  const commit = header('x-repo-commit') ?? '';
  const etag = (header('x-linked-etag') ?? header('etag') ?? '').replace(/^W\/|"/g, '');
  const size = header('x-linked-size') ?? (status < 300 ? header('content-length') : undefined);
  if (isCommitName(commit) && isEtagName(etag) && /^\d+$/.test(size ?? '')) {
    return { commit, entry: { path: address.path, bytes: Number(size), etag } };
  }
  throw new KeychainError(
    'DOWNLOAD_FAILED',
    `${url.host} does not answer as the Hub does (no X-Repo-Commit, ETag or size); see HF_ENDPOINT`,
  );
}

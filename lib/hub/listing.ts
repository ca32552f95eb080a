import type { HubApiError } from '@huggingface/hub';
import { KeychainError } from '../errors.js';
import { attempts } from '../network/attempts.js';
import type { Clock } from '../network/clock.js';
import { endless, NETWORK_LIMITS, type NetworkLimits, textOf } from '../network/limits.js';
import { refusePassing } from '../network/status.js';
import type { Web } from '../network/web.js';
import { type HubRepo, isRepoPath } from './address.js';
import { isCommitName, isEtagName } from './cache-names.js';
import type { HubEnvironment } from './environment.js';
import { refusal } from './refusal.js';

/** A file of a repository. */
export interface HubEntry {
  path: string;
  bytes: number;
  /** What its bytes are called in the cache: their SHA-256 where they are in LFS, else git's SHA-1. */
  etag: string;
}

/** What a revision of a repository holds. */
export interface HubListing {
  commit: string;
  entries: HubEntry[];
}

export interface ListingParts {
  web: Web;
  environment: HubEnvironment;
  clock: Clock;
  say(message: string): void;
  /** Default: `NETWORK_LIMITS`. */
  limits?: NetworkLimits;
}

/**
 * Lists a repository through the Hub's own library, by our connections: the library reads neither
 * the environment nor its proxies.
 *
 * @throws KeychainError HUB_MISSING, HUB_REFUSED, DOWNLOAD_FAILED
 */
export async function listRepo(repo: HubRepo, parts: ListingParts): Promise<HubListing> {
  const { environment, limits = NETWORK_LIMITS } = parts;
  const { datasetInfo, listFiles, modelInfo } = await import('@huggingface/hub');
  const fetch = asFetch(parts);
  const common = { hubUrl: environment.endpoint, fetch };
  try {
    const named = { ...common, name: repo.id, revision: repo.revision };
    const { sha } =
      repo.type === 'dataset'
        ? await datasetInfo({ ...named, additionalFields: ['sha'] })
        : await modelInfo({ ...named, additionalFields: ['sha'] });
    const entries: HubEntry[] = [];
    const designation = { type: repo.type, name: repo.id };
    const files = listFiles({ ...common, repo: designation, revision: sha, recursive: true });
    for await (const { type, path, size, oid, lfs } of files) {
      const etag = lfs?.oid ?? oid;
      if (type !== 'file' || etag === undefined || !isRepoPath(path)) continue;
      if (entries.length === limits.files) throw endless(new URL(environment.endpoint), ENDLESS);
      entries.push({ path, bytes: lfs?.size ?? size, etag });
    }
    return credible({ commit: sha, entries }, environment);
  } catch (error) {
    // What is no JSON, or JSON of another kind, the library trips over.
    if (error instanceof SyntaxError || error instanceof TypeError) throw otherServer(environment);
    const { statusCode, data } = error as HubApiError;
    if (typeof statusCode !== 'number') throw error;
    const code = (data as { code?: unknown } | undefined)?.code;
    throw refusal(
      { status: statusCode, code: typeof code === 'string' ? code : undefined },
      repo,
      environment,
    );
  }
}

/** The same listing, if commit and files are called what names in the cache may be. */
function credible(listing: HubListing, environment: HubEnvironment): HubListing {
  const isEntry = ({ bytes, etag }: HubEntry): boolean =>
    isEtagName(etag) && Number.isSafeInteger(bytes) && bytes >= 0;
  if (isCommitName(listing.commit) && listing.entries.every(isEntry)) return listing;
  throw otherServer(environment);
}

const otherServer = ({ endpoint }: HubEnvironment): KeychainError =>
  new KeychainError(
    'DOWNLOAD_FAILED',
    `${new URL(endpoint).host} does not answer as the Hub does; see HF_ENDPOINT`,
  );

const ENDLESS = 'lists files without end';

/** The library's way to ask: our connections, and as often as it takes. */
function asFetch({ web, clock, say, limits = NETWORK_LIMITS }: ListingParts): typeof fetch {
  let answers = 0;
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    // A list may name a next part for ever.
    if (++answers > limits.answers) throw endless(url, ENDLESS);
    const headers = Object.fromEntries(new Headers(init?.headers));
    const ask = async (): Promise<Response> => {
      const reply = await web.ask(url, { headers });
      await refusePassing(reply, clock);
      const link = reply.header('link');
      const code = reply.header('x-error-code');
      // What the Hub says of an error in a header, the library looks for in the text.
      const text =
        code === undefined ? await textOf(reply, limits.answerBytes) : JSON.stringify({ code });
      if (code !== undefined) await reply.body.dump();
      return new Response(text, {
        status: reply.status,
        headers: { 'content-type': 'application/json', ...(link && { link }) },
      });
    };
    return attempts(ask, { clock, say, way: HUB_WAY });
  };
}

/** What can be done when the Hub cannot be asked. */
export const HUB_WAY =
  'try again later, name a mirror with HF_ENDPOINT, or fetch the file elsewhere and name its path';

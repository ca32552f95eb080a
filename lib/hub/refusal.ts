import { KeychainError } from '../errors.js';
import { type HubAddress, writeAddress } from './address.js';
import type { HubEnvironment } from './environment.js';

/** What a refusal says, wherever it comes from. */
export interface Refused {
  status: number;
  /** The Hub's own word for it (`X-Error-Code`): `RepoNotFound`, `GatedRepo`. */
  code?: string | undefined;
}

/** Where people look at a repository. */
const pageOf = ({ endpoint }: HubEnvironment, { type, id }: HubAddress): string =>
  `${endpoint}/${type === 'dataset' ? 'datasets/' : ''}${id}`;

/**
 * What a refusal of the Hub means, and what to do.
 *
 * @param files names of the files that there are, if they are known
 */
export function refusal(
  { status, code }: Refused,
  address: HubAddress,
  environment: HubEnvironment,
  files: readonly string[] = [],
): KeychainError {
  const name = writeAddress(address);
  const page = pageOf(environment, address);
  const { token } = environment;
  if (code === 'EntryNotFound' || (status === 404 && code === undefined && address.path)) {
    const has = files.length === 0 ? `see ${page}/tree/${address.revision}` : namesOf(files);
    return new KeychainError('HUB_MISSING', `${name}: there is no such file; ${has}`);
  }
  if (code === 'RevisionNotFound') {
    return new KeychainError(
      'HUB_MISSING',
      `${name}: there is no revision ${address.revision}; its branches and tags are at ${page}`,
    );
  }
  if (code === 'GatedRepo') {
    const way =
      token === undefined
        ? `accept its conditions at ${page}, then set HF_TOKEN to a token of yours (or run hf auth login)`
        : `accept its conditions at ${page} with the account of the token in ${token.source}, which must be allowed to read gated repositories`;
    return new KeychainError('HUB_REFUSED', `${name} is gated: ${way}`);
  }
  if (status === 404 || code === 'RepoNotFound') {
    const other = address.type === 'dataset' ? 'models' : 'datasets';
    const secret =
      token === undefined ? 'for a private one set HF_TOKEN' : `or ${token.source} may not see it`;
    return new KeychainError(
      'HUB_MISSING',
      `${name}: the Hub has no such ${address.type}; check the name (hf:${other}/... is another kind), ${secret}`,
    );
  }
  const way =
    token === undefined
      ? 'set HF_TOKEN to a token that may read it (or run hf auth login)'
      : `the token in ${token.source} is not valid, or may not read it; make another one at ${environment.endpoint}/settings/tokens`;
  return new KeychainError('HUB_REFUSED', `${name}: the Hub refuses it (${status}); ${way}`);
}

const MOST_NAMES = 10;

/** Some names of files, in words. */
export function namesOf(files: readonly string[]): string {
  const named = files.slice(0, MOST_NAMES).join(', ');
  const more = files.length - MOST_NAMES;
  return `there are ${named}${more > 0 ? ` and ${more} more` : ''}`;
}

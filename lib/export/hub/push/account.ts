import type { WhoAmI } from '@huggingface/hub';
import { KeychainError } from '../../../errors.js';
import { type HubEnvironment, hubEnvironment } from '../../../hub/environment.js';
import { isPrivate } from '../../../network/web.js';

/** Where something may be pushed, and by whom. */
export interface PushAccount {
  environment: HubEnvironment;
  token: { value: string; source: string };
}

/** The library takes no others. */
const TOKEN = 'hf_';

/**
 * The account that the environment names, as far as it can be told without asking anybody.
 *
 * @throws KeychainError USAGE offline; HUB_REFUSED without a token that may be sent
 */
export function pushAccount(repo: string): PushAccount {
  const environment = hubEnvironment();
  const { endpoint, token, isOffline } = environment;
  if (isOffline) {
    throw new KeychainError(
      'USAGE',
      `--push ${repo}: HF_HUB_OFFLINE is set; unset it, or leave --push out: the folder can be pushed later`,
    );
  }
  const way = `set HF_TOKEN to one that may write (${endpoint}/settings/tokens), or run hf auth login`;
  if (!token) throw new KeychainError('HUB_REFUSED', `--push ${repo}: there is no token; ${way}`);
  if (!token.value.startsWith(TOKEN)) {
    throw new KeychainError(
      'HUB_REFUSED',
      `--push ${repo}: what is in ${token.source} is no token of the Hub, which begins with ${TOKEN}; ${way}`,
    );
  }
  if (!isPrivate(new URL(endpoint))) {
    throw new KeychainError(
      'HUB_REFUSED',
      `--push ${repo}: the token is not sent to ${new URL(endpoint).host} over plain http; set HF_ENDPOINT to https://...`,
    );
  }
  return { environment, token };
}

/** What is looked at of who a token is of. */
export type Holder = Pick<WhoAmI, 'name' | 'type'> & {
  orgs?: readonly { name: string }[];
  auth?: { accessToken?: { role?: string } };
};

/** @throws KeychainError HUB_REFUSED for a token that may only read, or is of somebody else */
export function checkHolder(
  holder: Holder,
  repo: string,
  { token, environment }: PushAccount,
): void {
  if (holder.auth?.accessToken?.role === 'read') {
    throw new KeychainError(
      'HUB_REFUSED',
      `--push ${repo}: the token in ${token.source} may only read; make one that may write at ${environment.endpoint}/settings/tokens`,
    );
  }
  // A token of an app is bounded by the Hub itself.
  if (holder.type === 'app') return;
  const owners = [holder.name, ...(holder.orgs ?? []).map(({ name }) => name)];
  const [owner = ''] = repo.split('/');
  if (owners.some(each => each.toLowerCase() === owner.toLowerCase())) return;
  throw new KeychainError(
    'HUB_REFUSED',
    `--push ${repo}: the token in ${token.source} is of ${holder.name}, who may write to ${owners.slice(0, 10).join(', ')}; name one of these before the slash`,
  );
}

import { KeychainError } from '../errors.js';
import type { Reporter } from '../reporter.js';
import { type HubAddress, writeAddress } from './address.js';
import type { HubEnvironment } from './environment.js';

interface Ways<T> {
  ask(): Promise<T>;
  cached(): Promise<T | undefined>;
}

/**
 * What the Hub says; offline, or where it cannot be asked or refuses, what the cache has.
 *
 * @throws KeychainError HUB_MISSING for what is not in the cache, offline; what `ask` throws
 */
export async function orCached<T>(
  address: HubAddress,
  { ask, cached }: Ways<T>,
  { environment, reporter }: { environment: HubEnvironment; reporter: Reporter },
): Promise<T> {
  const name = writeAddress(address);
  if (environment.isOffline) {
    const found = await cached();
    if (found !== undefined) return found;
    throw new KeychainError(
      'HUB_MISSING',
      `${name}: is not in the cache (${environment.cacheDir}), and HF_HUB_OFFLINE is set; unset it once to fetch it`,
    );
  }
  try {
    return await ask();
  } catch (error) {
    const found = isHubError(error) ? await cached() : undefined;
    if (found === undefined) throw error;
    reporter.warn(usedInstead(address, error as Error));
    return found;
  }
}

/** Whether the Hub cannot be asked, refuses or has nothing; all else is nothing that a cache makes good. */
export const isHubError = (error: unknown): boolean =>
  error instanceof KeychainError && !/^(USAGE|OUTPUT)/.test(error.code);

/** The warning that what is in the cache is taken for what the Hub was asked for. */
export const usedInstead = (address: HubAddress, { message }: Error): string =>
  `${writeAddress(address)}: what is in the cache is used, since ${message}`;

import { withoutSecrets } from '../values/without-secrets.js';

/** Characters of what somebody else says that are handed on. */
const MOST = 300;
const BLOT = '***';

/**
 * What a server or a library says, as it may be handed on: in one line that is not long, and without what
 * opens something.
 *
 * @param secrets what must not be shown; it is blotted out before the text is cut, so that no part of it
 *   is left at the end
 */
export const told = (message: string, secrets: readonly string[] = []): string =>
  withoutSecrets(blotted(message, secrets)).replaceAll(/\s+/g, ' ').trim().slice(0, MOST);

/** A text without some secrets. */
export const blotted = (text: string, secrets: readonly string[]): string =>
  secrets.filter(Boolean).reduce((rest, secret) => rest.replaceAll(secret, BLOT), text);

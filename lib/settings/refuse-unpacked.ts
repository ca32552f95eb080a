import { KeychainError } from '../errors.js';
import { hyphenated } from './setting.js';

/** What says how files are packed, which one plain stream of lines is not. */
const PACKING: readonly string[] = ['format', 'compressionLevel'];

/**
 * Sees that nothing is asked of standard output that only files can be: there, samples are plain JSON
 * lines.
 *
 * @param given what is said, without defaults
 * @throws KeychainError USAGE
 */
export function refuseUnpacked(given: Readonly<Record<string, unknown>>): void {
  if (given.out !== '-') return;
  for (const name of PACKING) {
    const value = given[name];
    if (value === undefined || value === 'jsonl') continue;
    throw new KeychainError(
      'USAGE',
      `--${hyphenated(name)} ${value}: --out - is one plain stream of JSON lines; leave out the one or the other`,
    );
  }
}

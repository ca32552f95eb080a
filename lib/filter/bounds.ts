import { KeychainError } from '../errors.js';
import { kebabCase } from '../values/letter-case.js';

/** A value under its name. */
type Named = Readonly<Record<string, number | undefined>>;

/**
 * The bounds that two values set, or undefined where neither is given.
 *
 * @param least - the lower bound under its name as an option in camelCase
 * @param most - the upper one
 * @throws KeychainError USAGE where nothing can meet both
 */
export function boundsOf(least: Named, most: Named): { min?: number; max?: number } | undefined {
  const [min, max] = [Object.values(least)[0], Object.values(most)[0]];
  if (min === undefined && max === undefined) return undefined;
  const bounds = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  if (min === undefined || max === undefined || min <= max) return bounds;
  const given = Object.entries({ ...least, ...most }).map(
    ([name, value]) => `--${kebabCase(name)} ${value}`,
  );
  throw new KeychainError('USAGE', `${given.join(' ')}: nothing can be both`);
}

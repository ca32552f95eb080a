import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { isHubAddress } from '../../hub/address.js';
import type { Given, Rows, Values } from '../../settings/given.js';
import type { Kind } from '../../values/kind.js';

/**
 * Where a path of a recipe leads: from the folder of the recipe. What is no path stays, such as what is on
 * the Hub.
 */
export const fromRecipe = (dir: string, path: string): string =>
  isAbsolute(path) || path === '-' || isHubAddress(path) ? path : join(dir, path);

/** Settings whose paths are relative to the recipe, as a run takes them. */
export function settingsFromRecipe(given: Given, rows: Rows, dir: string): Given {
  const found: Values = { ...given };
  for (const [name, { kind }] of rows) {
    const value = found[name];
    if (Array.isArray(value)) found[name] = value.map(item => located(item, kind, dir));
    else if (value !== undefined) found[name] = located(value, kind, dir);
  }
  return found as Given;
}

function located(value: unknown, kind: Kind<unknown>, dir: string): unknown {
  if (typeof value !== 'string' || kind.words?.includes(value)) return value;
  if (kind.isFile || kind.isInput) return fromRecipe(dir, value);
  if (kind.load && /^@[^@]/.test(value)) return `@${fromRecipe(dir, value.slice(1))}`;
  // A name in whose place there may be a path; and texts, which may be in a file.
  const isNear = kind.names === 'place' || kind.load !== undefined;
  const path = isNear && !value.includes('\n') ? join(dir, value) : '';
  return path !== '' && !isAbsolute(value) && existsSync(path) ? path : value;
}

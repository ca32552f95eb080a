import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { MANIFEST_ENDING } from '../../../lib/output/names.js';
import { withoutCommand } from '../../support/manifest.js';
import type { Place } from './attempt.js';

/** Digests of files, by name. */
export type Files = Readonly<Record<string, string>>;

/** Work in progress, which the same command goes on with. */
const IN_WORK = /\.part(\.(log|judged))?$/;

/** What is in a folder and below it; of manifests, all but the command as it was given. */
export async function filesIn(dir: string): Promise<Files> {
  if (!existsSync(dir)) return {};
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files: Record<string, string> = {};
  for (const entry of entries.filter(each => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const content = path.endsWith(MANIFEST_ENDING) ? withoutCommand(`${bytes}`) : bytes;
    files[relative(dir, path)] = createHash('sha256').update(content).digest('hex');
  }
  return files;
}

/** What differs in some files from those that were expected. */
export function differences(what: string, expected: Files, found: Files): string[] {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  return [...names].sort().flatMap(name => {
    if (expected[name] === found[name]) return [];
    if (expected[name] === undefined) return [`${what}: ${name} is left over`];
    if (found[name] === undefined) return [`${what}: ${name} is missing`];
    return [`${what}: ${name} differs`];
  });
}

/**
 * What lies about that nobody needs.
 *
 * @param inWork whether work in progress may be there
 */
export async function litter(place: Place, { inWork }: { inWork: boolean }): Promise<string[]> {
  const { tmp, home, cache, out } = place;
  const problems: string[] = [];
  for (const dir of [tmp, home]) {
    for (const name of await namesIn(dir)) problems.push(`left in ${basename(dir)}: ${name}`);
  }
  for (const name of await namesIn(cache)) {
    if (name.includes('.building-')) problems.push(`left in the cache: ${name}`);
  }
  for (const name of await namesIn(out)) {
    const isFinal = /^[^.]+(\.[a-z]+)+$/.test(name) && !IN_WORK.test(name);
    if (!isFinal && !(inWork && IN_WORK.test(name))) problems.push(`left in the folder: ${name}`);
  }
  return problems;
}

const namesIn = async (dir: string): Promise<string[]> =>
  existsSync(dir) ? readdir(dir, { recursive: true }) : [];

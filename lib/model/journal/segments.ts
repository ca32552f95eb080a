import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The ending of a journal's files. */
const ENDING = '.answers';
/** What versions that were never released had here. */
const FORMER = 'data.mdb';

/**
 * Makes the folder of a journal, for this user alone, with all above it that are not there, one by
 * one: Node's own way tries for ever where a file system takes none (`/proc`).
 */
export function makeFolder(dir: string): void {
  const missing: string[] = [];
  for (let place = resolve(dir); !isFolder(place); place = dirname(place)) missing.push(place);
  for (const place of missing.reverse()) {
    try {
      mkdirSync(place, { mode: 0o700 });
    } catch (error) {
      // Another process may just have made it.
      if (!isFolder(place)) throw error;
    }
  }
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * The files of a journal, in the order of their names; none where there is no folder.
 *
 * @throws Error
 */
export function segmentsIn(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const names = readdirSync(dir);
  const segments = names.filter(name => name.endsWith(ENDING)).sort();
  if (segments.length === 0 && names.includes(FORMER)) {
    throw new Error(
      `${FORMER} is not a journal of this version; name another folder, or remove it`,
    );
  }
  return segments.map(name => join(dir, name));
}

/**
 * The file that this machine appends to. All processes of one running kernel share it, in
 * containers too, since only there the order of what several append is sure; other machines, with
 * which a folder may be shared over a network, have their own.
 */
export function ownSegment(dir: string): string {
  const name = createHash('sha256').update(machine()).digest('hex').slice(0, 16);
  return join(dir, `${name}${ENDING}`);
}

function machine(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    // Not Linux: no containers either.
    return hostname();
  }
}

/** Beside a file, how many of its bytes are known not to be readable. */
const noteOf = (segment: string): string => `${segment}.damaged`;

/** The damage of a file that is known; 0 without any. */
export function damageNoted(segment: string): number {
  try {
    return Number(readFileSync(noteOf(segment), 'utf8'));
  } catch {
    return 0;
  }
}

/** Notes the damage of a file. */
export function noteDamage(segment: string, bytes: number): void {
  try {
    writeFileSync(noteOf(segment), `${bytes}\n`, { mode: 0o600 });
  } catch {
    // It will be told once more.
  }
}

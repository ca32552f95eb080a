import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { baseOf, MANIFEST_ENDING, REJECTS_ENDING } from '../output/names.js';
import { isFields } from '../records/fields.js';

/** What a run has left beside a file of samples: its rejects by code, or the file that has them. */
export type Beside = { counts: Record<string, number> } | { file: string } | undefined;

/** The manifest is asked first, which counts them; else the rejects file is to be read. */
export async function rejectsBeside(file: string): Promise<Beside> {
  const base = baseOf(file);
  const counts = await manifestRejects(`${base}${MANIFEST_ENDING}`);
  if (counts) return { counts };
  const rejects = `${base}${REJECTS_ENDING}`;
  return existsSync(rejects) ? { file: rejects } : undefined;
}

async function manifestRejects(path: string): Promise<Record<string, number> | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
    const counts = isFields(manifest) && isFields(manifest.counts) ? manifest.counts : {};
    if (!isFields(counts.rejects)) return undefined;
    const known = Object.entries(counts.rejects).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number',
    );
    return Object.fromEntries(known);
  } catch {
    // What is no manifest says nothing; `verify` tells of a damaged one.
    return undefined;
  }
}

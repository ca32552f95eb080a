import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { isFields } from '../records/fields.js';

/** What the manifest in a folder of an export is called; beside a single file it is `FILE.export.json`. */
export const EXPORT_MANIFEST = 'export.json';

/** Of an export that has been, as far as it matters to others. */
export interface EarlierExport {
  /** The target's name. */
  to: string;
  /** Its files, by their paths from the manifest's folder. */
  files: readonly string[];
  /** Rows in all of them. */
  rows: number;
}

/** Nothing is looked for elsewhere, whatever stands in a manifest. */
const isBelow = (name: string): boolean => !isAbsolute(name) && !name.split(/[/\\]/).includes('..');

/** What an earlier export says of itself; undefined where there is none. */
export async function readExportManifest(path: string): Promise<EarlierExport | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isFields(manifest) || typeof manifest.to !== 'string') return undefined;
    const files = (Array.isArray(manifest.files) ? (manifest.files as unknown[]) : []).filter(
      isFields,
    );
    return {
      to: manifest.to,
      files: files.map(({ file }) => String(file)).filter(isBelow),
      rows: files.reduce((sum, { rows }) => sum + (Number(rows) || 0), 0),
    };
  } catch {
    return undefined;
  }
}

/**
 * The files that exports have written into a folder.
 *
 * @param names what is in the folder, by paths from it
 */
export async function exportedFiles(
  folder: string,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const exported = new Set<string>();
  for (const name of names) {
    if (!isManifest(basename(name))) continue;
    const { files = [] } = (await readExportManifest(join(folder, name))) ?? {};
    for (const file of files) exported.add(join(dirname(name), file));
  }
  return exported;
}

/** Whether an export has written the file, by the manifest beside it. */
export const isExported = (path: string): boolean => existsSync(`${path}.${EXPORT_MANIFEST}`);

const isManifest = (name: string): boolean =>
  name === EXPORT_MANIFEST || name.endsWith(`.${EXPORT_MANIFEST}`);

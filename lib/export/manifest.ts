import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { isFields } from '../records/fields.js';

/** What stands beside the files of an export: what has written them, and which they are. */
export interface ExportManifest {
  version: string;
  /** The target's name. */
  to: string;
  command?: readonly string[] | undefined;
  /** By their paths from here. */
  files: { file: string; rows: number }[];
  figures: Readonly<Record<string, number>>;
  /** Rejected records by code. */
  rejects: Readonly<Record<string, number>>;
}

/** `export.json` in a folder, `NAME.export.json` beside a file. */
export function manifestPath(out: string, paths: readonly string[]): string {
  if (paths.length !== 1 || paths[0] !== out) return join(out, 'export.json');
  return `${out.replace(/\.(jsonl?(\.gz|\.zst)?|parquet)$/, '')}.export.json`;
}

/** Nothing is removed elsewhere, whatever stands in a manifest. */
const isBelow = (name: string): boolean => !isAbsolute(name) && !name.split(/[/\\]/).includes('..');

/** Of an earlier export, as far as it matters to the next one; undefined where there is none. */
export async function readManifest(
  path: string,
): Promise<{ to: string; files: string[] } | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isFields(manifest) || typeof manifest.to !== 'string') return undefined;
    const files = Array.isArray(manifest.files) ? (manifest.files as unknown[]) : [];
    const names = files.filter(isFields).map(({ file }) => String(file));
    return { to: manifest.to, files: names.filter(isBelow) };
  } catch {
    return undefined;
  }
}

import { join } from 'node:path';
import { EXPORT_MANIFEST } from '../output/export-manifest.js';

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

/**
 * `export.json` in a folder, `FILE.export.json` beside a file: with its ending, since the same rows may
 * stand beside each other in two formats.
 */
export const manifestPath = (out: string, paths: readonly string[]): string =>
  paths.length === 1 && paths[0] === out ? `${out}.${EXPORT_MANIFEST}` : join(out, EXPORT_MANIFEST);

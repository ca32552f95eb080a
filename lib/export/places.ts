import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { finalPlace, removeFile } from '../disk/final-place.js';
import { makeFolder } from '../disk/make-folder.js';
import { replaceFile } from '../disk/replace-file.js';
import { writing } from '../disk/unwritable.js';
import { KeychainError } from '../errors.js';
import { jsonText } from '../json/json-text.js';
import { readExportManifest } from '../output/export-manifest.js';
import { VERSION } from '../version.js';
import { type ExportManifest, manifestPath } from './manifest.js';
import { STDOUT, type WrittenFile } from './target.js';

export interface ExportPlaces {
  /** The target's name. */
  to: string;
  out: string;
  /** The files that are read. */
  inputs?: readonly string[] | undefined;
  rejects?: string | undefined;
  /** Writes over what is there, whoever has made it. */
  fresh?: boolean | undefined;
}

/**
 * Makes the folders of an export, and sees that it writes over nothing but what the same target has
 * left there.
 *
 * @throws KeychainError OUTPUT_DIFFERS, OUTPUT_UNWRITABLE; USAGE where the rejects, or what is read, are
 *   among its files
 */
export async function preparePlaces(places: ExportPlaces, paths: readonly string[]): Promise<void> {
  const named = paths.filter(path => path !== STDOUT);
  const manifest = manifestPath(places.out, paths);
  if (named.length > 0 && !places.fresh) await refuseOtherTarget(places.to, manifest);
  for (const path of named) {
    await refuseTaken(places, path, manifest);
    await writing(path, () => makeFolder(dirname(path)));
  }
}

/**
 * Sees, when all is written and nothing has its name yet, that what gets names only now is not written over
 * anything else either, and that nothing at all takes the place of rows.
 *
 * @throws KeychainError OUTPUT_DIFFERS; USAGE as `preparePlaces`
 */
export async function checkWritten(
  places: ExportPlaces,
  paths: readonly string[],
  files: readonly WrittenFile[],
): Promise<void> {
  const manifest = manifestPath(places.out, paths);
  for (const { path } of files) {
    if (path !== STDOUT && !paths.includes(path)) await refuseTaken(places, path, manifest);
  }
  if (places.fresh || files.some(({ rows }) => rows > 0)) return;
  const { rows = 0 } = (await readExportManifest(manifest)) ?? {};
  if (rows === 0) return;
  throw new KeychainError(
    'OUTPUT_DIFFERS',
    `there is no row to export, and the ${rows} of an earlier export stay (${manifest}); replace them with nothing by --fresh`,
  );
}

/** Its files would be taken for what an earlier export of this target has left. */
async function refuseOtherTarget(to: string, manifest: string): Promise<void> {
  const before = await readExportManifest(manifest);
  if (before === undefined || before.to === to) return;
  throw new KeychainError(
    'OUTPUT_DIFFERS',
    `${manifest} is of an export --to ${before.to}; name another place with --out, or replace what it has written with --fresh`,
  );
}

/** A place that somebody else has, or that is needed for something else. */
async function refuseTaken(
  { to, inputs = [], rejects, fresh }: ExportPlaces,
  path: string,
  manifest: string,
): Promise<void> {
  if (rejects !== undefined && resolve(path) === resolve(rejects)) {
    throw new KeychainError('USAGE', `--rejects ${rejects} is a file that is exported to`);
  }
  const place = await finalPlace(path);
  if (place.isDevice || !existsSync(place.path)) return;
  if (inputs.some(input => resolve(input) === resolve(path))) {
    throw new KeychainError(
      'USAGE',
      `${path} is read, and cannot be exported to as well; name another place with --out`,
    );
  }
  if (fresh) return;
  const before = await readExportManifest(manifest);
  const isKnown = before?.files.includes(nameIn(manifest, path));
  if (isKnown && before?.to === to) return;
  const by = isKnown ? `export --to ${before?.to} has written it` : 'no export has written it';
  throw new KeychainError(
    'OUTPUT_DIFFERS',
    `${path} is there, and ${by}; name another place with --out, or write over it with --fresh`,
  );
}

/** Writes the manifest of an export, and removes what an earlier one has left beside its files. */
export async function keepManifest(
  { to, out }: ExportPlaces,
  paths: readonly string[],
  { files, ...rest }: Omit<ExportManifest, 'version' | 'to' | 'files'> & { files: WrittenFile[] },
): Promise<void> {
  const isNamed = async (path: string): Promise<boolean> =>
    path !== STDOUT && !(await finalPlace(path)).isDevice;
  if (!(await Promise.all(files.map(({ path }) => isNamed(path)))).every(Boolean)) return;
  const path = manifestPath(out, paths);
  const { command, figures, rejects } = rest;
  const written = files.map(file => ({ file: nameIn(path, file.path), rows: file.rows }));
  const manifest = { version: VERSION, to, command, files: written, figures, rejects };
  await removeFormer(path, written);
  await writing(path, async () => replaceFile(path, `${jsonText(manifest, 2)}\n`));
}

/** What a manifest calls a file. */
const nameIn = (manifest: string, path: string): string => relative(dirname(manifest), path);

async function removeFormer(path: string, now: ExportManifest['files']): Promise<void> {
  const before = await readExportManifest(path);
  for (const file of before?.files ?? []) {
    if (now.some(each => each.file === file)) continue;
    await removeFile(join(dirname(path), file));
  }
}

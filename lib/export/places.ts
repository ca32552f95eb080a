import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { finalPlace, removeFile } from '../disk/final-place.js';
import { makeFolder } from '../disk/make-folder.js';
import { replaceFile } from '../disk/replace-file.js';
import { writing } from '../disk/unwritable.js';
import { KeychainError } from '../errors.js';
import { jsonText } from '../json/json-text.js';
import { VERSION } from '../version.js';
import { type ExportManifest, manifestPath, readManifest } from './manifest.js';
import { STDOUT, type WrittenFile } from './target.js';

export interface ExportPlaces {
  /** The target's name. */
  to: string;
  out: string;
  rejects?: string | undefined;
  /** Writes over what is there, whoever has made it. */
  fresh?: boolean | undefined;
}

/**
 * Makes the folders of an export, and sees that it writes over nothing but what the same target has
 * left there.
 *
 * @throws KeychainError OUTPUT_DIFFERS, OUTPUT_UNWRITABLE; USAGE where the rejects are among its files
 */
export async function preparePlaces(
  { to, out, rejects, fresh }: ExportPlaces,
  paths: readonly string[],
): Promise<void> {
  const named = paths.filter(path => path !== STDOUT);
  if (named.length > 0 && !fresh) await refuseOtherTarget(to, manifestPath(out, paths));
  if (rejects !== undefined && named.some(path => resolve(path) === resolve(rejects))) {
    throw new KeychainError('USAGE', `--rejects ${rejects} is a file that is exported to`);
  }
  for (const path of named) {
    if (!fresh) await refuseOther(to, path, manifestPath(out, paths));
    await writing(path, () => makeFolder(dirname(path)));
  }
}

/** Its files would be taken for what an earlier export of this target has left. */
async function refuseOtherTarget(to: string, manifest: string): Promise<void> {
  const before = await readManifest(manifest);
  if (before === undefined || before.to === to) return;
  throw new KeychainError(
    'OUTPUT_DIFFERS',
    `${manifest} is of an export --to ${before.to}; name another place with --out, or replace what it has written with --fresh`,
  );
}

async function refuseOther(to: string, path: string, manifest: string): Promise<void> {
  const place = await finalPlace(path);
  if (place.isDevice || !existsSync(place.path)) return;
  const before = await readManifest(manifest);
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
  const before = await readManifest(path);
  for (const file of before?.files ?? []) {
    if (now.some(each => each.file === file)) continue;
    await removeFile(join(dirname(path), file));
  }
}

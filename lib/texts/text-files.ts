import { type Dirent, type Stats, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { missingError } from '../input/errors.js';
import { inputPlace } from '../input/input-place.js';
import { kindByName, type TextKind } from './kinds.js';

/** A file among those that are named for their texts. */
export interface TextFile {
  path: string;
  /** Its path below the folder that was named, with `/`; missing where the file itself was. */
  within?: string;
  /** Undefined where only its content tells. */
  kind: TextKind | undefined;
}

/**
 * The file that was named, or those of the folder: of all folders below it, in the order of the bytes
 * of their paths. Hidden ones and those of other kinds are passed over, and so are links to folders,
 * which may lead back.
 *
 * @param onOther called for each file of another kind
 * @throws KeychainError INPUT_MISSING for what was named; what a folder lists is not looked at
 */
export async function* textFiles(
  named: string,
  onOther: () => void = () => undefined,
): AsyncGenerator<TextFile> {
  if (await isFolder(named)) yield* inFolder(named, '', onOther);
  else yield { path: named, kind: kindByName(named) };
}

/**
 * Whether what is named is a folder.
 *
 * @throws KeychainError INPUT_MISSING if there is nothing of that name
 */
export async function isFolder(named: string): Promise<boolean> {
  try {
    return (await stat(inputPlace(named).path)).isDirectory();
  } catch (error) {
    throw missingError(named, error as Error);
  }
}

async function* inFolder(
  root: string,
  below: string,
  onOther: () => void,
): AsyncGenerator<TextFile> {
  for (const entry of await entriesOf(root, below)) {
    const within = `${below}${entry.name}`;
    const path = join(root, within);
    if (entry.isDirectory()) yield* inFolder(root, `${within}/`, onOther);
    else {
      const kind = kindByName(entry.name);
      if (kind !== undefined && mayBeFile(entry, path)) yield { path, within, kind };
      else onOther();
    }
  }
}

async function entriesOf(root: string, below: string): Promise<Dirent[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true }).catch(
    (error: Error): never => {
      throw missingError(join(root, below), error);
    },
  );
  return entries
    .filter(({ name }) => !name.startsWith('.'))
    .map(entry => ({
      entry,
      key: Buffer.from(entry.isDirectory() ? `${entry.name}/` : entry.name),
    }))
    .sort((a, b) => a.key.compare(b.key))
    .map(({ entry }) => entry);
}

/** A link that leads nowhere is a file that cannot be read, and is told as one. */
function mayBeFile(entry: Dirent, path: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile();
  let stats: Stats;
  try {
    stats = statSync(path);
  } catch {
    return true;
  }
  return stats.isFile();
}

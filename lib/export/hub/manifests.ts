import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { jsonText } from '../../json/json-text.js';
import { baseOf, MANIFEST_ENDING } from '../../output/names.js';
import { type Fields, isFields } from '../../records/fields.js';
import { shellLine } from '../../values/shell.js';
import { withoutFolders } from './without-folders.js';

/** The manifests of what was exported, as they go into the folder. */
export interface CopiedManifests {
  /** Paths in the folder, with their texts. */
  files: readonly { path: string; text: string }[];
  /** The commands that have made the samples, each once. */
  commands: readonly string[];
  /** The datasets' files, each once. */
  inputs: readonly { name: string; sha256: string }[];
}

/**
 * The manifests that stand beside some files of samples. Folders of this machine are left out of the
 * commands that they hold; all else is as it was.
 */
export async function manifestsBeside(files: readonly string[]): Promise<CopiedManifests> {
  const copies = new Map<string, string>();
  const commands = new Set<string>();
  const inputs = new Map<string, { name: string; sha256: string }>();
  for (const file of files) {
    const manifest = await readBeside(file);
    if (!manifest) continue;
    const command = texts(manifest.command_line).map(withoutFolders);
    const copy = { ...manifest, ...(command.length > 0 && { command_line: command }) };
    copies.set(freeName(file, copies), `${jsonText(copy, 2)}\n`);
    if (command.length > 0) commands.add(shellLine(['keychain-pipe', ...command]));
    for (const input of listOf(manifest.inputs)) {
      const [name, sha256] = [`${input.name}`, `${input.sha256}`];
      inputs.set(`${name} ${sha256}`, { name, sha256 });
    }
  }
  return {
    files: [...copies].map(([path, text]) => ({ path, text })),
    commands: [...commands],
    inputs: [...inputs.values()],
  };
}

async function readBeside(file: string): Promise<Fields | undefined> {
  if (file === '-') return undefined;
  try {
    const manifest: unknown = JSON.parse(
      await readFile(`${baseOf(file)}${MANIFEST_ENDING}`, 'utf8'),
    );
    return isFields(manifest) && typeof manifest.plan_sha256 === 'string' ? manifest : undefined;
  } catch {
    // There is none, or it is somebody else's.
    return undefined;
  }
}

/** Files of two datasets have the same name in folders of their own. */
function freeName(file: string, taken: ReadonlyMap<string, string>): string {
  const folder = basename(dirname(resolve(file)));
  const base = `${basename(baseOf(file))}`;
  for (let number = 1; ; number++) {
    const name = number === 1 ? folder : `${folder}-${number}`;
    const path = join('manifests', name, `${base}${MANIFEST_ENDING}`);
    if (!taken.has(path)) return path;
  }
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(word => typeof word === 'string') : [];

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

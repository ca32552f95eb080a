import { join } from 'node:path';
import { readManifest } from '../assemble/outputs/read-manifest.js';
import { baseOf, MANIFEST_ENDING } from '../output/names.js';
import { sampleFiles } from '../output/sample-files.js';
import type { PartFiles } from './draw/survey.js';
import { filesOfPart } from './files.js';
import { commandOf, isMade, type MakeOptions, makePart } from './make-part.js';
import type { Part, Recipe } from './recipe/recipe.js';

/**
 * The files of all parts. Those that are made are made in their order, when all that is only read has been
 * found.
 *
 * @throws KeychainError
 */
export async function partFiles({ parts }: Recipe, options: MakeOptions): Promise<PartFiles[]> {
  const found = new Map<Part, string[]>();
  for (const part of parts) if (!isMade(part)) found.set(part, await filesOfPart(part));
  for (const part of parts) if (isMade(part)) found.set(part, await makePart(part, options));
  return parts.map(part => ({ part, files: found.get(part)! }));
}

/** What is known of a part before anything is made. */
export interface PlannedPart {
  name: string;
  /** The run that makes it. */
  command?: readonly string[];
  /** Undefined where they are not there yet. */
  files?: readonly string[];
}

/**
 * What the parts are read from, as far as it is there, and what would be run.
 *
 * @throws KeychainError INPUT_MISSING, USAGE
 */
export async function plannedParts({ parts }: Recipe, partsDir: string): Promise<PlannedPart[]> {
  const planned: PlannedPart[] = [];
  for (const part of parts) {
    const { name } = part;
    if (!isMade(part)) {
      planned.push({ name, files: await filesOfPart(part) });
      continue;
    }
    const command = commandOf(part, partsDir);
    const files = await madeBy(command, join(partsDir, name));
    planned.push({ name, command, ...(files.length > 0 && { files }) });
  }
  return planned;
}

/** The files in a folder that a command has made, whole; others may stand beside them. */
async function madeBy(command: readonly string[], folder: string): Promise<string[]> {
  const made: string[] = [];
  for (const file of await sampleFiles([folder]).catch(() => [])) {
    const manifest = await readManifest(baseOf(file) + MANIFEST_ENDING).catch(() => undefined);
    if (manifest?.command_line?.join('\n') === command.join('\n')) made.push(file);
  }
  return made;
}

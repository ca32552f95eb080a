import { stat } from 'node:fs/promises';
import { finalPlace, removeFile } from '../../disk/final-place.js';
import { KeychainError } from '../../errors.js';
import { MANIFEST_ENDING } from '../../output/names.js';
import { SINKS, type SinkName } from '../../output/sinks.js';
import type { Plan } from '../../settings/plan.js';
import { namesOf } from '../../values/registry.js';
import { readHead } from './part/log.js';
import { judgedOf, keptLogOf, logOf, partOf } from './part/names.js';
import { readManifest } from './read-manifest.js';

/*
 * An output is one file: its manifest and its rejects stand beside it by a name that says nothing of
 * the format. So the same output in another format is another output in its place.
 */

/** An output that is there in some format. */
export interface OtherFormat {
  file: string;
  format: SinkName;
  /** Whether it has its name. */
  isFinished: boolean;
  /** What it was made by; undefined where nobody knows. */
  plan: Plan | undefined;
}

/** What is there of an output in another format than the one given (if one is), finished or not. */
export async function findOtherFormat(
  base: string,
  format?: SinkName,
): Promise<OtherFormat | undefined> {
  for (const { format: other, file, path } of await placesBeside(base, format)) {
    const isFinished = await isFile(path);
    const begun = readHead(logOf(path))?.entry;
    if (!isFinished && !begun) continue;
    const plan = isFinished ? await planBeside(base, other) : begun?.plan;
    return { file, format: other, isFinished, plan };
  }
  return undefined;
}

/** Removes what is there of an output in other formats than the one given, finished or not. */
export async function removeOtherFormats(base: string, format: SinkName): Promise<void> {
  for (const { path } of await placesBeside(base, format)) {
    const all = [path, partOf(path), logOf(path), judgedOf(path), keptLogOf(path)];
    for (const each of all) await removeFile(each);
  }
}

/** Where an output would be in the other formats; a folder of such a name is none of it. */
async function placesBeside(
  base: string,
  format: SinkName | undefined,
): Promise<{ format: SinkName; file: string; path: string }[]> {
  const places = [];
  for (const other of namesOf(SINKS)) {
    if (other === format) continue;
    const file = base + SINKS[other].ending;
    const place = await finalPlace(file).catch((error: Error) => {
      if (error instanceof KeychainError) return undefined;
      throw error;
    });
    if (place && !place.isDevice) places.push({ format: other, file, path: place.path });
  }
  return places;
}

/** The plan of the manifest, if that is of the file in this format. */
async function planBeside(base: string, format: SinkName): Promise<Plan | undefined> {
  const manifest = await readManifest(base + MANIFEST_ENDING).catch(() => undefined);
  return manifest?.output.format === format ? manifest.plan : undefined;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    stats => stats.isFile(),
    () => false,
  );

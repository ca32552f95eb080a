import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { digestFile, digestMemory } from '../corpus/build/digest.js';
import { digestTexts } from '../corpus/build/fillers.js';
import { cacheDir } from '../disk/cache-dir.js';
import { KeychainError } from '../errors.js';
import { inputPlace } from '../input/input-place.js';

/** A file that a manifest names. */
export interface Sought {
  /** What it is, in words: `dataset`, `--stage`. */
  what: string;
  name: string;
  sha256: string;
  /** What it has to be called, where its name says something of what is read. */
  titledBy?: string;
  /** The member of it that was read, if it is an archive. */
  member?: string;
  /** What it is called in a folder that may be named in its place. */
  inFolder?: string;
  /** Where it was, or may have been. */
  paths: readonly string[];
}

/** Finds files by their content. */
export interface Finder {
  /**
   * The path at which the file is now: where it was, or among the inputs given.
   *
   * @throws KeychainError INPUT_MISSING naming the file, its SHA-256 and what to do
   */
  find(sought: Sought): Promise<string>;
}

/** @param inputs files that a user names since they have moved */
export function openFinder(inputs: readonly string[]): Finder {
  const digests = new Map<string, Promise<string | undefined>>();
  const digestOf = (path: string): Promise<string | undefined> => {
    const known = digests.get(path) ?? digest(path);
    digests.set(path, known);
    return known;
  };
  return {
    async find({ what, name, sha256, paths, member, inFolder, titledBy }) {
      const places = paths.flatMap(path =>
        inFolder === undefined ? [path] : [path, join(path, inFolder)],
      );
      let renamed: string | undefined;
      for (const place of [...places, ...inputs]) {
        if ((await digestOf(place)) !== sha256) continue;
        if (titledBy === undefined || basename(place) === titledBy) {
          return withMember(place, member);
        }
        renamed ??= place;
      }
      if (renamed !== undefined) {
        throw new KeychainError(
          'INPUT_MISSING',
          `${what} ${name}: ${renamed} holds the same, but passages are called by the name of their file; give it the name ${titledBy} again`,
        );
      }
      const was = paths.length === 0 ? '' : ` is not at ${paths.join(' or ')}, and`;
      throw new KeychainError(
        'INPUT_MISSING',
        `${what} ${name}:${was} no file with SHA-256 ${sha256} is known; name it with --input FILE`,
      );
    },
  };
}

/** Of a folder it is that of the texts in it. */
async function digest(path: string): Promise<string | undefined> {
  const stats = await stat(inputPlace(path).path).catch(() => undefined);
  if (stats?.isFile()) return (await digestFile(path)).sha256;
  if (!stats?.isDirectory()) return undefined;
  return (await digestTexts(path, digestMemory(cacheDir()))).sha256;
}

const withMember = (place: string, member: string | undefined): string =>
  member === undefined ? place : `${inputPlace(place).path}#${member}`;

import { existsSync } from 'node:fs';
import { basename } from 'node:path';

/** Where an input lies. */
export interface InputPlace {
  /** The path of a file, or `-`. */
  path: string;
  /** The member of the archive that is meant, where the input names one. */
  member?: string;
}

const ARCHIVE = '.zip#';

/**
 * The file that an input names, and the member of it: `data.zip#train.json`. What is there under the
 * whole name is that file.
 */
export function inputPlace(input: string): InputPlace {
  const at = input.toLowerCase().indexOf(ARCHIVE);
  if (at < 0 || existsSync(input)) return { path: input };
  const hash = at + ARCHIVE.length - 1;
  return { path: input.slice(0, hash), member: input.slice(hash + 1) };
}

/** What an input is called where people are told of it: its path, or `stdin`. */
export const shownInput = (input: string): string => (input === '-' ? 'stdin' : input);

/** An input's name without its folder: `data.zip#train.json`. */
export function inputName(input: string): string {
  const { path, member } = inputPlace(input);
  return member === undefined ? basename(path) : `${basename(path)}#${member}`;
}

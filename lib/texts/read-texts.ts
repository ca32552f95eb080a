import { ERROR_CODES, KeychainError } from '../errors.js';
import { inputPlace } from '../input/input-place.js';
import { memberOf } from '../input/member-of.js';
import { recordsOf } from '../json/records-of.js';
import type { Reject } from '../records/reject.js';
import { kindByName, TEXT_MEMBERS } from './kinds.js';
import type { TextPassage } from './passages.js';
import { kindOf, readFile, type TextReading } from './read-file.js';
import { readPlain } from './read-plain.js';
import { type TextFile, textFiles } from './text-files.js';

/** What a reader of texts has met that is no fault. */
export interface TextsMet {
  /** Files that were read. */
  files: number;
  /** Files of those in which there was nothing. */
  empty: number;
  /** Files of a folder that are of another kind. */
  others: number;
}

/**
 * The passages of a file, or of all files of a folder, one after the other. What is wrong with a file
 * that was named ends the reading; one of a folder is a reject, and nothing of it is used, unless it is
 * larger than is taken at all.
 *
 * @param met counts what is met
 * @throws KeychainError INPUT_*
 */
export async function* readTexts(
  named: string,
  reading: TextReading,
  met: TextsMet,
): AsyncGenerator<TextPassage> {
  for await (const file of textFiles(named, () => met.others++)) {
    met.files++;
    // How much comes before a fault depends on when it is met.
    const fault = file.within === undefined ? undefined : await faultOf(file, reading);
    if (fault) {
      reading.onReject(unreadable(file, fault));
      continue;
    }
    let passages = 0;
    for await (const passage of read(file, reading)) {
      passages++;
      yield passage;
    }
    if (passages === 0) met.empty++;
  }
}

async function* read(file: TextFile, reading: TextReading): AsyncGenerator<TextPassage> {
  const { path, kind } = await unpacked(file);
  yield* readFile(path, kind ?? (await kindOf(path, reading.limits)), reading);
}

/**
 * A file, or of an archive its only text, which has a name of its own.
 *
 * @throws KeychainError INPUT_FORMAT where it is not clear which one is meant, and others
 */
async function unpacked(file: TextFile): Promise<TextFile> {
  const place = inputPlace(file.path);
  if (place.member !== undefined) return file;
  const member = await memberOf(place.path, TEXT_MEMBERS);
  if (member === undefined) return file;
  const path = `${file.path}#${member}`;
  if (inputPlace(path).member === member) return { ...file, path, kind: kindByName(member) };
  throw new KeychainError(
    'INPUT_FORMAT',
    `${file.path}: is a zip archive; let its name end with .zip, or unpack it`,
  );
}

const unreadable = ({ path }: TextFile, { code, message }: KeychainError): Reject => ({
  ...{ file: path, record: 0, offset: 0 },
  code: 'TEXT_UNREADABLE',
  message: `${code}: ${message}`,
});

/** What is wrong with a file, all of which is looked at. */
async function faultOf(
  file: TextFile,
  { limits }: TextReading,
): Promise<KeychainError | undefined> {
  try {
    const { path, kind = await kindOf(path, limits) } = await unpacked(file);
    const content =
      kind === 'records' ? recordsOf(path, () => undefined, limits) : readPlain(path, { limits });
    for await (const _ of content);
    return undefined;
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    // Whether a file is too large is for a setting to say, which changes nothing of what is written.
    if (error.code === 'INPUT_TOO_LARGE') throw error;
    if (ERROR_CODES[error.code].kind === 'input') return error;
    throw error;
  }
}

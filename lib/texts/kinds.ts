import { basename } from 'node:path';
import { inputPlace } from '../input/input-place.js';
import type { MemberChoice } from '../input/zip-members.js';

/** What a file of texts holds: one text, or records with a field `text` each. */
export type TextKind = 'text' | 'records';

const PACKED = /\.(gz|zst|zip)$/i;
const KINDS: readonly [RegExp, TextKind][] = [
  [/\.(txt|text|md|markdown)$/i, 'text'],
  [/\.(jsonl|ndjson|json|parquet)$/i, 'records'],
];
const MARKDOWN = /\.(md|markdown)$/i;
const HEADING = /^#{1,6}[ \t]+(\S.*?)[ \t]*#*$/;

/** The name of a file, or of the member of it that is meant, as it is once unpacked. */
function unpackedName(file: string): string {
  const { path, member } = inputPlace(file);
  return basename(member ?? path).replace(PACKED, '');
}

/** What a file holds by its name; undefined where that does not tell. */
export const kindByName = (file: string): TextKind | undefined =>
  KINDS.find(([ending]) => ending.test(unpackedName(file)))?.[1];

/** A text of an archive, or records with texts; else what has no ending. */
export const TEXT_MEMBERS: MemberChoice = {
  rank(name) {
    if (kindByName(name) !== undefined) return 0;
    return basename(name).includes('.') ? undefined : 1;
  },
  called: 'text',
  wayOut: 'unpack it and name the folder',
};

/** What a file of an unknown name holds: records begin with a bracket. */
export const kindByContent = (head: string): TextKind =>
  /^\uFEFF?\s*(\{\s*"|\[\s*\{)/.test(head) ? 'records' : 'text';

/**
 * The title of a plain text: of Markdown that begins with a heading, the heading; else the name of its
 * file, without the ending.
 */
export function titleOf(file: string, firstSentence: string): string {
  const name = unpackedName(file);
  const heading = MARKDOWN.test(name) && HEADING.exec(firstSentence.split(/\r?\n/, 1)[0]!)?.[1];
  if (heading) return heading;
  const kind = KINDS.find(([ending]) => ending.test(name));
  return kind ? name.replace(kind[0], '') : name;
}

import type { Entry, ZipFile } from 'yauzl';
import { KeychainError } from '../errors.js';

const FILE_TYPE = 0o170000;
const REGULAR_FILE = 0o100000;
/** Names that a message shows; an archive may have millions. */
const SHOWN = 8;

/** What is looked for in an archive. */
export interface MemberChoice {
  /** How a member of a name is wanted: of those that are wanted most, 0, there has to be one. */
  rank(name: string): 0 | 1 | 2 | undefined;
  /** What such a member is called, for messages: "data file". */
  called: string;
  /** What else can be done where it is not clear which one is meant. */
  wayOut?: string;
}

/** What is a dataset by its name. */
const DATA = /\.((jsonl?|ndjson|json5|geojson)(\.(gz|zst))?|parquet)$/i;
/** What is none. */
const NO_DATA =
  /(^|\/)(readme|licen[cs]e|copying|notice|changelog|citation|authors|makefile|dockerfile)[^/]*$|\.(md|rst|html?|pdf|docx?|xlsx?|png|jpe?g|gif|svg|py|pyc|ipynb|sh|js|ts|c|cpp|java|r|ya?ml|toml|ini|cfg|bib|tex|log|sha\d*|md5)$/i;
/** What may be a list of ids. */
const TEXT = /\.(txt|csv|tsv)$/i;
/** A dataset, else what may be one, else a list of ids. */
export const DATASETS: MemberChoice = {
  rank(name) {
    if (DATA.test(name)) return 0;
    if (NO_DATA.test(name)) return undefined;
    return TEXT.test(name) ? 2 : 1;
  },
  called: 'data file',
};
/** Members by which other kinds of file are known that are zip archives too. */
const FOREIGN: readonly [RegExp, string, string][] = [
  [
    /^\[Content_Types\]\.xml$/,
    'an Office document (such as .xlsx)',
    'save its records as JSON lines',
  ],
  [
    /^META-INF\/(container\.xml|MANIFEST\.MF)$/,
    'an e-book or a Java archive',
    'it holds no records',
  ],
  [/^[^/]+\/data\.pkl$/, 'a PyTorch file', 'write its records with json.dumps, one a line'],
  [/\.npy$/, 'an archive of NumPy arrays', 'write its records with json.dumps, one a line'],
];

/** Members that were met, of which some are remembered. */
interface Met {
  count: number;
  first: Entry[];
}

/**
 * The member of an archive that is to be read: the one that is named, or else the only one of those
 * that are wanted most. Hidden files and what is not wanted by its name are passed over.
 *
 * @param member its name, or an end of it that no other has
 * @throws KeychainError INPUT_FORMAT where there is none, or more than one
 */
export async function chosenMember(
  archive: ZipFile,
  file: string,
  member: string | undefined,
  choice: MemberChoice = DATASETS,
): Promise<Entry> {
  const named = newMet();
  const ranks = [newMet(), newMet(), newMet()];
  const rest = newMet();
  for await (const entry of archive.eachEntry()) {
    const { fileName } = entry;
    if (!isFile(entry)) continue;
    if (member !== undefined) {
      if (fileName === member) return entry;
      if (fileName.endsWith(`/${member}`)) note(named, entry);
    } else checkForeign(file, fileName);
    if (isHidden(fileName)) continue;
    const rank = choice.rank(fileName);
    note(rank === undefined ? rest : ranks[rank]!, entry);
  }
  const found = member === undefined ? fitting(ranks) : named;
  if (found.count === 1) return found.first[0] as Entry;
  throw choiceError({ file, member, choice }, found, [...ranks, rest]);
}

const newMet = (): Met => ({ count: 0, first: [] });

function note(met: Met, entry: Entry): void {
  met.count++;
  if (met.first.length < SHOWN) met.first.push(entry);
}

/** The first of those that there is anything of. */
const fitting = (ranks: readonly Met[]): Met => ranks.find(({ count }) => count > 0) ?? newMet();

function checkForeign(file: string, name: string): void {
  const found = FOREIGN.find(([pattern]) => pattern.test(name));
  if (found) throw new KeychainError('INPUT_FORMAT', `${file}: is ${found[1]}; ${found[2]}`);
}

function isFile({ fileName, externalFileAttributes }: Entry): boolean {
  if (fileName.endsWith('/')) return false;
  // The Unix mode, where there is one: a symbolic link is no file.
  const type = (externalFileAttributes >>> 16) & FILE_TYPE;
  return type === 0 || type === REGULAR_FILE;
}

/** What systems and people hide, such as `.DS_Store`, at any depth. */
const isHidden = (name: string): boolean =>
  name.split('/').some(part => part === '__MACOSX' || part.startsWith('.')) ||
  /(^|\/)(thumbs\.db|desktop\.ini)$/i.test(name);

function choiceError(
  {
    file,
    member,
    choice: { called, wayOut: other },
  }: { file: string; member: string | undefined; choice: MemberChoice },
  found: Met,
  all: readonly Met[],
): KeychainError {
  const archive = file === '-' || member === undefined ? file : file.slice(0, -member.length - 1);
  const shown = found.count > 0 ? found : joined(all);
  const names = shown.first.map(({ fileName }) => fileName).join(', ');
  const more =
    shown.count > shown.first.length ? ` and ${shown.count - shown.first.length} more` : '';
  const example = shown.first[0] ? `${archive}#${shown.first[0].fileName}` : '';
  const wayOut =
    file === '-'
      ? 'save the archive to a file and name FILE.zip#MEMBER'
      : `name one of them, as in ${quoted(example)}${other === undefined ? '' : `, or ${other}`}`;
  const error = (what: string): KeychainError => new KeychainError('INPUT_FORMAT', what);
  if (shown.count === 0) {
    return error(`${archive}: the archive holds no file; expected one with a ${called}`);
  }
  if (member !== undefined) {
    const many = found.count > 0 ? `${found.count} members` : 'no member';
    return error(
      `${archive}: has ${many} called "${member}" (there are ${names}${more}); ${wayOut}`,
    );
  }
  return error(
    found.count > 0
      ? `${archive}: the archive holds ${found.count} ${called}s (${names}${more}); ${wayOut}`
      : `${archive}: the archive holds no ${called}, only ${names}${more}; ${wayOut}`,
  );
}

const joined = (all: readonly Met[]): Met => ({
  count: all.reduce((sum, { count }) => sum + count, 0),
  first: all.flatMap(({ first }) => first).slice(0, SHOWN),
});

const quoted = (name: string): string => (/^[\w./#+@%:,-]+$/.test(name) ? name : `"${name}"`);

import { KeychainError } from '../errors.js';
import { type Compression, compressionOf } from './compression.js';

/** Content that is no text of records, as people have it in their folders. */
interface ForeignContent {
  /** What it is, behind "is". */
  title: string;
  /** The bytes that it begins with, or that stand further on. */
  magic: Buffer;
  at?: number;
  /** What makes records of it, for the file's name as a shell takes it. */
  wayOut: (file: string) => string;
  /** How it may be compressed so that the way out takes it as it lies. */
  takenAs?: readonly Compression[];
}

const PYTHON = (code: string): string => `python -c "${code}"`;
const unpack = (command: string) => (file: string) => `unpack it: ${command} ${file}`;
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const freshCopy = () => 'download the file itself';

const FOREIGN: readonly ForeignContent[] = [
  // Letters alone may begin a text, too: what stands behind them is a part of the magic.
  ...[bytes('ARROW1\0\0'), bytes('\xff\xff\xff\xff')].map(magic => ({
    title: 'an Arrow file',
    magic,
    wayOut: (file: string) =>
      `convert it: ${PYTHON(`import datasets; datasets.Dataset.from_file('${file}').to_json('records.jsonl')`)}`,
  })),
  // The digit between is the size of its blocks.
  { title: 'compressed with bzip2', magic: bytes('1AY&SY'), at: 4, wayOut: unpack('bunzip2 -k') },
  { title: 'compressed with xz', magic: bytes('\xfd7zXZ\0'), wayOut: unpack('unxz -k') },
  { title: 'compressed with lzma', magic: bytes(']\0\0'), wayOut: unpack('unlzma -k') },
  { title: 'compressed with lz4', magic: bytes('\x04"M\x18'), wayOut: unpack('lz4 -dk') },
  {
    title: 'compressed with snappy',
    magic: bytes('\xff\x06\0\0sNaPpY'),
    wayOut: unpack('snzip -dk'),
  },
  { title: 'compressed with compress', magic: bytes('\x1f\x9d'), wayOut: unpack('gzip -dk') },
  { title: 'a 7z archive', magic: bytes("7z\xbc\xaf'\x1c"), wayOut: unpack('7z x') },
  { title: 'a RAR archive', magic: bytes('Rar!\x1a\x07'), wayOut: unpack('unrar x') },
  { title: 'a part of a split zip archive', magic: bytes('PK\x07\x08'), wayOut: unpack('7z x') },
  ...[bytes('ustar\0'), bytes('ustar  \0')].map(magic => ({
    title: 'a tar archive',
    magic,
    at: 257,
    wayOut: unpack('tar -xf'),
    takenAs: ['gzip', 'zstd'] as const,
  })),
  ...['\x02', '\x03', '\x04', '\x05'].map(version => ({
    title: 'a Python pickle',
    magic: bytes(`\x80${version}`),
    wayOut: () => 'write its records with json.dumps, one a line, where it comes from',
  })),
  {
    title: 'a NumPy array',
    magic: bytes('\x93NUMPY'),
    wayOut: () => 'write its records with json.dumps, one a line, where it comes from',
  },
  {
    title: 'an HDF5 file',
    magic: bytes('\x89HDF\r\n'),
    wayOut: () => 'write its records with json.dumps, one a line, where it comes from',
  },
  {
    title: 'an Avro file',
    magic: bytes('Obj\x01'),
    wayOut: file => `convert it: fastavro ${file} > records.jsonl`,
  },
  {
    title: 'an SQLite database',
    magic: bytes('SQLite format 3\0'),
    wayOut: file =>
      `write a table of it as JSON: sqlite3 -json ${file} "select * from TABLE" > records.json`,
  },
  {
    title: 'a PDF document',
    magic: bytes('%PDF-'),
    wayOut: () => 'records are read from JSON alone',
  },
  {
    title: 'a document of an old Office',
    magic: bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
    wayOut: () => 'records are read from JSON alone',
  },
  {
    title: 'a Git LFS pointer, not the file that it stands for',
    magic: bytes('version https://git-lfs.github.com/spec/'),
    wayOut: () => 'get the file: git lfs pull',
  },
  ...['<!doctype html', '<html>', '<html ', '<html\n', '<html\r', '<head>'].map(tag => ({
    title: 'a web page (HTML), as a download that failed leaves it',
    magic: bytes(tag),
    wayOut: freshCopy,
  })),
  {
    title: 'XML',
    magic: bytes('<?xml'),
    wayOut: () => 'download the file itself, or convert it to JSON lines',
  },
];

/** Bytes from the beginning that tell what a content is. */
export const TELLING_BYTES = 512;

/** Bytes with which JSON begins: a bracket, a blank, or a byte order mark. */
const JSON_BEGINS = new Set(bytes('{[" \t\r\n\xef'));
const UPPER_A = 0x41;
const UPPER_Z = 0x5a;
const TO_LOWER = 0x20;

/** Whether it takes more than the first byte to see that a content is text of records. */
export const mayBeForeign = (head: Buffer): boolean =>
  head.length > 0 && !JSON_BEGINS.has(head[0] as number);

/**
 * Sees that a content, decompressed, is not of a kind that is known for something else.
 *
 * @param head its beginning: {@link TELLING_BYTES}, or all
 * @param outer how the file that holds it is compressed
 * @throws KeychainError INPUT_FORMAT in one line, with what to do
 */
export function checkContent(file: string, head: Buffer, outer: Compression = 'none'): void {
  const packed = compressionOf(head);
  if (packed !== 'none') {
    throw foreign(file, `compressed twice (${packed} inside)`, 'unpack it once');
  }
  const body = afterBlanks(head);
  const found = FOREIGN.find(({ magic, at }) =>
    at === undefined ? begins(body, magic) : head.subarray(at, at + magic.length).equals(magic),
  );
  if (!found) return;
  // A tool that is given the compressed file would not know it.
  const isBare = outer === 'none' || found.takenAs?.includes(outer);
  const wayOut = found.wayOut(isBare ? shellName(file) : UNPACKED);
  const holds =
    wayOut.includes(UNPACKED) && !isBare ? `, where ${UNPACKED} is what the ${outer} holds` : '';
  throw foreign(file, found.title, `${wayOut}${holds}`);
}

const foreign = (file: string, title: string, wayOut: string): KeychainError =>
  new KeychainError('INPUT_FORMAT', `${file}: is ${title}; ${wayOut}`);

/** A web page may begin with blanks and a byte order mark, and nothing else here does. */
function afterBlanks(head: Buffer): Buffer {
  let at = 0;
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) at = 3;
  while (at < head.length && (head[at] as number) <= TO_LOWER && JSON_BEGINS.has(head[at]!)) at++;
  return head.subarray(at);
}

/** Whether bytes begin so, without regard to the case of letters where the magic is markup. */
function begins(body: Buffer, magic: Buffer): boolean {
  if (body.length < magic.length) return false;
  const markup = magic[0] === 0x3c;
  return magic.every((byte, i) => byte === (markup ? lower(body[i]!) : body[i]));
}

const lower = (byte: number): number =>
  byte >= UPPER_A && byte <= UPPER_Z ? byte + TO_LOWER : byte;

/** What stands for a file's name. */
const UNPACKED = 'FILE';

/** A file's name, or what stands for one that has to be quoted. */
const shellName = (file: string): string =>
  /^[\w./+@%:,][\w./+@%:,-]*$/.test(file) ? file : UNPACKED;

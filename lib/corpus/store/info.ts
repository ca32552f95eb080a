import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { KeychainError } from '../../errors.js';
import { jsonText } from '../../json/json-text.js';
import { programName } from '../../program.js';
import type { TokenizerIdentity } from '../../records/sample.js';
import type { StorePlaces } from './store.js';

/** Raised whenever the same inputs would give another corpus, be it that a tokenizer counts otherwise. */
export const CORPUS_FORMAT = 7;

/** The format of inputs that are texts: a file, or a folder of them as one input. */
export const TEXTS = 'texts';

/** Whether an input is texts. */
export const isTexts = ({ format }: Pick<CorpusInput, 'format'>): boolean => format === TEXTS;

/** One input of a corpus: a dataset, or texts. */
export interface CorpusInput {
  /** File name without its folder, or `-`. */
  name: string;
  /** The member of it that was read, if the file is an archive and one was named. */
  member?: string;
  bytes: number;
  sha256: string;
  /** As asked for: `auto` or a dataset format; {@link TEXTS} for texts that samples are filled with. */
  format: string;
  /** Tokens of a passage of those texts at most; missing for a dataset. */
  filler_tokens?: number;
  /** The name of a file of text, by which its passages are called; missing for records and folders. */
  titled_by?: string;
  /** True if HTML entities were decoded; else missing. */
  unescape_entities?: boolean;
  /** Bytes of the longest record that was read; missing by default. */
  max_record_bytes?: number;
}

/** What `corpus.json` says of a finished corpus. */
export interface CorpusInfo extends StorePlaces {
  key: string;
  format: number;
  inputs: CorpusInput[];
  tokenizer: TokenizerIdentity;
  passages: number;
  /** How many of the passages, the last ones, stand in texts alone; missing where there are no texts. */
  fillers?: number;
  questions: number;
  /** Questions to which their dataset says that there is no answer. */
  unanswerable: number;
  /** Questions of test splits, which have neither answers nor supporting facts. */
  unlabelled: number;
  /** The datasets that the questions come from, in the order of first sight. */
  datasets: string[];
  /** Sum over the unique passages. */
  tokens: number;
  rejects: number;
  /** SHA-256 of the file of rejects. */
  rejects_sha256: string;
  /** Size of the file on disk; where it differs, part of it is missing. */
  bytes: number;
}

/**
 * The key that the content of the inputs and a tokenizer give, whatever the files' names where these
 * say nothing of what is read.
 */
export function corpusKey(inputs: CorpusInput[], tokenizer: TokenizerIdentity): string {
  const content = inputs.map(contentOf);
  return createHash('sha256')
    .update(JSON.stringify([CORPUS_FORMAT, content, tokenizer.type, tokenizer.sha256]))
    .digest('hex')
    .slice(0, 32);
}

function contentOf(input: CorpusInput): unknown[] {
  const { sha256, format, unescape_entities = false, member } = input;
  const { max_record_bytes, filler_tokens, titled_by } = input;
  return [
    member === undefined ? sha256 : `${sha256}#${member}`,
    format,
    unescape_entities,
    ...(max_record_bytes === undefined ? [] : [max_record_bytes]),
    ...(filler_tokens === undefined ? [] : [{ filler_tokens, titled_by }]),
  ];
}

export const INFO_FILE = 'corpus.json';
/** The name of the rejects while a corpus is being built. */
export const REJECTS_FILE = 'rejects.jsonl';
/** What the names of folders begin with in which a corpus is being built. */
export const BUILDING = '.building-';

/** The name of a finished corpus's file, by its key. */
export const dataFileOf = (key: string): string => `corpus-${key}.bin`;
/** The name of its rejects. */
export const rejectsFileOf = (key: string): string => `rejects-${key}.jsonl`;

const KEYED = /^(?:corpus-[0-9a-f]{32}\.bin|rejects-[0-9a-f]{32}\.jsonl)$/;
/** Earlier versions' own. */
const EARLIER = ['rejects.jsonl', 'data.mdb', 'lock.mdb'];

/** Whether a file in a corpus's folder is one of a corpus, of this version or an earlier one. */
export const isCorpusFile = (name: string): boolean =>
  name === INFO_FILE || KEYED.test(name) || EARLIER.includes(name);

/** Writes `corpus.json`, with a checksum of what it says. */
export async function writeInfo(dir: string, info: CorpusInfo): Promise<void> {
  const checked = { ...info, crc32: checksum(info) };
  await writeFile(join(dir, INFO_FILE), `${jsonText(checked, 2)}\n`, { flush: true });
}

const checksum = (info: object): number => crc32(jsonText(info));

/**
 * Reads `corpus.json`, which is written last: a folder without it holds no finished corpus.
 *
 * @throws KeychainError CORPUS_UNUSABLE
 */
export async function readInfo(dir: string): Promise<CorpusInfo> {
  const parsed = await parseInfo(dir);
  if (!parsed) {
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${dir} holds no finished corpus; build one with: ${programName()} index DATASET --corpus ${dir}`,
    );
  }
  const { crc32: expected, ...info } = parsed;
  if (info.format !== CORPUS_FORMAT) {
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${dir} was built by another version (format ${info.format}, expected ${CORPUS_FORMAT}); build it again with: ${programName()} index`,
    );
  }
  if (checksum(info) !== expected) {
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${join(dir, INFO_FILE)} is damaged: it is not as it was written; build the corpus again with: ${programName()} index`,
    );
  }
  const file = dataFileOf(info.key);
  const { size } = await stat(join(dir, file)).catch(() => ({ size: 0 }));
  if (size !== info.bytes) {
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${dir} is not whole: ${file} has ${size} bytes, expected ${info.bytes}; build it again with: ${programName()} index`,
    );
  }
  return info;
}

/** For a corpus in whose place there is another now. */
export const replaced = (dir: string): KeychainError =>
  new KeychainError(
    'CORPUS_UNUSABLE',
    `${dir} holds another corpus than at the beginning of this run: another one has put its own there; name a folder of its own for each run with --corpus`,
  );

/** The key of the corpus that a folder holds, be it broken or of another version. */
export const keyOf = async (dir: string): Promise<string | undefined> =>
  (await parseInfo(dir))?.key;

async function parseInfo(dir: string): Promise<(CorpusInfo & { crc32?: number }) | undefined> {
  try {
    const info = JSON.parse(await readFile(join(dir, INFO_FILE), 'utf8')) as CorpusInfo | null;
    return typeof info?.key === 'string' && typeof info.format === 'number' ? info : undefined;
  } catch {
    return undefined;
  }
}

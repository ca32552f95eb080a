import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { KeychainError } from '../../errors.js';
import { inputName, inputPlace } from '../../input/input-place.js';
import { DEFAULT_LIMITS, type InputLimits } from '../../input/limits.js';
import type { Reject } from '../../records/reject.js';
import { kindByName } from '../../texts/kinds.js';
import type { TextPassage } from '../../texts/passages.js';
import { readTexts, type TextsMet } from '../../texts/read-texts.js';
import { textFiles } from '../../texts/text-files.js';
import type { Tokenizer } from '../../tokenize/tokenizer.js';
import { type CorpusInput, TEXTS } from '../store/info.js';
import { type Digest, type DigestMemory, digestFile } from './digest.js';

/** Texts of a user's own, which become passages that samples are filled with. */
export interface FillerSource {
  /** A file or a folder. */
  file: string;
  /** Tokens of a passage at most. */
  fillerTokens: number;
  limits?: InputLimits | undefined;
}

/** What is known of texts before they are read. */
export type TextsDigest = Digest & Pick<CorpusInput, 'titled_by'>;

/** What a corpus keeps of texts. */
export const fillerInput = (
  { file, fillerTokens, limits = DEFAULT_LIMITS }: FillerSource,
  digest: TextsDigest,
): CorpusInput => {
  const { member } = inputPlace(file);
  const { maxRecordBytes } = limits;
  return {
    name: inputName(file),
    ...(member !== undefined && { member }),
    format: TEXTS,
    filler_tokens: fillerTokens,
    ...(maxRecordBytes !== DEFAULT_LIMITS.maxRecordBytes && { max_record_bytes: maxRecordBytes }),
    ...digest,
  };
};

/**
 * Size and SHA-256 of a file; of a folder, those of all texts in it together: SHA-256 over their
 * paths below it and the SHA-256 of each, a line each, in order. What is remembered is not hashed
 * again. Of one file its name is told apart, where passages have their title from it.
 *
 * @throws KeychainError INPUT_MISSING
 */
export async function digestTexts(named: string, memory: DigestMemory): Promise<TextsDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const { path, within } of textFiles(named)) {
    const digest = await remembered(path, memory);
    if (within === undefined) return { ...(digest ?? refuse(path)), ...titledBy(path) };
    // One that cannot be read is a reject, and counts by its name.
    hash.update(`${within}\0${digest?.sha256 ?? ''}\n`);
    bytes += digest?.bytes ?? 0;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The name of a file of text says what its passages are called, and by its ending how it is read. */
function titledBy(named: string): Pick<TextsDigest, 'titled_by'> {
  const { path, member } = inputPlace(named);
  // A member is told by its name already, and records have titles of their own.
  const isNamed = member === undefined && kindByName(path) !== 'records';
  return isNamed ? { titled_by: basename(path) } : {};
}

async function remembered(path: string, memory: DigestMemory): Promise<Digest | undefined> {
  const known = await memory.recall(path);
  if (known) return known;
  const state = await memory.stateOf(path).catch(() => undefined);
  if (state === undefined) return undefined;
  const digest = await digestFile(path).catch(() => undefined);
  if (digest) await memory.remember(path, state, digest);
  return digest;
}

function refuse(file: string): never {
  throw new KeychainError(
    'INPUT_MISSING',
    `${file}: no file of texts that can be read twice; name a regular file or a folder`,
  );
}

/**
 * What a corpus would keep of texts as they are now.
 *
 * @throws KeychainError INPUT_MISSING
 */
export async function fillerInputs(
  sources: readonly FillerSource[],
  memory: DigestMemory,
): Promise<CorpusInput[]> {
  const inputs: CorpusInput[] = [];
  for (const source of sources) {
    inputs.push(fillerInput(source, await digestTexts(source.file, memory)));
  }
  return inputs;
}

/** Who hears of what is read of texts. */
export interface ReadFillerParts {
  tokenizer: Tokenizer;
  onBytes: (chunk: Buffer) => void;
  /** @param source which of the sources the file belongs to, from 0 */
  onReject: (reject: Reject, source: number) => void;
  /** Told of what was met in each source. */
  onTexts?: ((source: FillerSource, met: TextsMet) => void) | undefined;
}

/**
 * Reads the passages of all texts, one source after the other.
 *
 * @param inputs takes what was read of each, once it is whole
 * @throws KeychainError INPUT_*; INPUT_MISSING too for what changes meanwhile
 */
export async function* readFillers(
  sources: readonly FillerSource[],
  memory: DigestMemory,
  inputs: CorpusInput[],
  { tokenizer, onBytes, onReject, onTexts }: ReadFillerParts,
): AsyncGenerator<TextPassage> {
  for (const [number, source] of sources.entries()) {
    const { file, fillerTokens, limits } = source;
    const digest = await digestTexts(file, memory);
    const met: TextsMet = { files: 0, empty: 0, others: 0 };
    const reading = {
      ...{ tokenizer, fillerTokens, limits, onBytes },
      onReject: (reject: Reject) => onReject(reject, number),
    };
    yield* readTexts(file, reading, met);
    if ((await digestTexts(file, memory)).sha256 !== digest.sha256) {
      throw new KeychainError('INPUT_MISSING', `${file}: has changed while it was read; run again`);
    }
    inputs.push(fillerInput(source, digest));
    onTexts?.(source, met);
  }
}

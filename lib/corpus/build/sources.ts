import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { IdSet } from '../../disk/id-set.js';
import { inputName, inputPlace } from '../../input/input-place.js';
import { DEFAULT_LIMITS } from '../../input/limits.js';
import type { Question } from '../../records/question.js';
import type { Reject } from '../../records/reject.js';
import type { CorpusInput } from '../store/info.js';
import type { Digest, DigestMemory } from './digest.js';

/** Who hears of what is read of an input. */
export interface ReadParts {
  /** Sees every raw byte of the input once. */
  onBytes: (chunk: Buffer) => void;
  onReject: (reject: Reject, readAs?: string) => void;
  /** The ids of the inputs before. */
  seen: IdSet;
}

/** One input to read a corpus's questions from. */
export interface CorpusSource {
  /** A file, or `-` for standard input. */
  file: string;
  /** `auto` or a dataset format. */
  format: string;
  /** Whether the questions are read with their HTML entities decoded. */
  unescapeEntities?: boolean | undefined;
  /** Bytes of the longest record that is read. */
  maxRecordBytes?: number | undefined;
  /** Reads the questions. */
  read(parts: ReadParts): Promise<Readable> | Readable;
}

/** What a corpus keeps of an input. */
export const corpusInput = (
  { file, format, unescapeEntities, maxRecordBytes }: Omit<CorpusSource, 'read'>,
  digest: Digest,
): CorpusInput => {
  const { member } = inputPlace(file);
  return {
    name: inputName(file),
    ...(member !== undefined && { member }),
    format,
    ...(unescapeEntities && { unescape_entities: true }),
    // By default what it always was, so that a corpus of before is found.
    ...(maxRecordBytes !== undefined &&
      maxRecordBytes !== DEFAULT_LIMITS.maxRecordBytes && { max_record_bytes: maxRecordBytes }),
    ...digest,
  };
};

/** Who hears of what is read of all inputs. */
export interface ReadAllParts extends Omit<ReadParts, 'onReject'> {
  /** @param input which of the inputs the record stands in, from 0 */
  onReject: (reject: Reject, input: number, readAs?: string) => void;
}

/**
 * Reads the questions of all inputs, one after the other.
 *
 * @param inputs takes what was read of each, once it is whole
 */
export async function* readAll(
  sources: readonly CorpusSource[],
  memory: DigestMemory,
  inputs: CorpusInput[],
  { onBytes: onRead, onReject, seen }: ReadAllParts,
): AsyncGenerator<Question> {
  for (const [input, source] of sources.entries()) {
    const { file, read } = source;
    const hash = createHash('sha256');
    let bytes = 0;
    const state = file === '-' ? undefined : await memory.stateOf(file).catch(() => undefined);
    const onBytes = (chunk: Buffer): void => {
      hash.update(chunk);
      bytes += chunk.length;
      onRead(chunk);
    };
    const parts = {
      onBytes,
      onReject: (reject: Reject, readAs?: string) => onReject(reject, input, readAs),
      seen,
    };
    yield* (await read(parts)) as AsyncIterable<Question>;
    const digest = { bytes, sha256: hash.digest('hex') };
    if (state !== undefined) await memory.remember(file, state, digest);
    inputs.push(corpusInput(source, digest));
  }
}

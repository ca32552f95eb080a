import { RecordError } from '../errors.js';
import type { InputLimits } from '../input/limits.js';
import { openInput } from '../input/open.js';
import { readRecords, rejectOf } from '../json/read-records.js';
import { type Fields, invalid } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import { flow } from '../stream/flow.js';
import { kindByContent, type TextKind, titleOf } from './kinds.js';
import { type PassageCut, passageCutter, type TextPassage } from './passages.js';
import { readPlain } from './read-plain.js';
import { sentenceCutter } from './sentences.js';

/** How files of texts are read. */
export interface TextReading extends PassageCut {
  limits?: InputLimits | undefined;
  /** Sees every byte of a file as it is stored. */
  onBytes: (chunk: Buffer) => void;
  onReject: (reject: Reject) => void;
}

/**
 * The passages of one file.
 *
 * @throws KeychainError INPUT_*
 */
export function readFile(
  path: string,
  kind: TextKind,
  reading: TextReading,
): AsyncGenerator<TextPassage> {
  return kind === 'text' ? passagesOfText(path, reading) : passagesOfRecords(path, reading);
}

/** What a file holds whose name does not tell. */
export async function kindOf(path: string, limits?: InputLimits): Promise<TextKind> {
  for await (const chunk of openInput(path, { limits }) as AsyncIterable<Buffer>) {
    const head = chunk.toString('utf8', 0, 1024);
    if (head.trim() !== '') return kindByContent(head);
  }
  return 'text';
}

async function* passagesOfText(path: string, reading: TextReading): AsyncGenerator<TextPassage> {
  const sentences = sentenceCutter();
  let passages: ReturnType<typeof passageCutter> | undefined;
  const cut = (found: ReturnType<typeof sentences.end>): TextPassage[] => {
    if (found.length === 0) return [];
    passages ??= passageCutter(titleOf(path, found[0]!.text), reading);
    return passages.write(found);
  };
  for await (const text of readPlain(path, reading)) yield* cut(sentences.write(text));
  yield* cut(sentences.end());
  if (passages) yield* passages.end();
}

async function* passagesOfRecords(file: string, reading: TextReading): AsyncGenerator<TextPassage> {
  const { limits, onBytes, onReject } = reading;
  const records = flow(
    openInput(file, { limits, onBytes }),
    readRecords({ file, limits, onReject }),
  );
  for await (const record of records as AsyncIterable<Fields>) {
    try {
      yield* passagesOfRecord(textFields(record), reading);
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      onReject(rejectOf(record, error));
    }
  }
}

function* passagesOfRecord(
  { title, text }: { title: string; text: string },
  cut: PassageCut,
): Generator<TextPassage> {
  const sentences = sentenceCutter();
  const passages = passageCutter(title, cut);
  yield* passages.write(sentences.write(text));
  yield* passages.write(sentences.end());
  yield* passages.end();
}

/** @throws RecordError RECORD_INVALID */
function textFields({ title, text }: Fields): { title: string; text: string } {
  if (typeof text !== 'string') throw invalid('text', text, 'a string');
  if (title !== undefined && title !== null && typeof title !== 'string') {
    throw invalid('title', title, 'a string, or none');
  }
  // Passages are kept in UTF-8, which has no lone surrogates.
  return { title: (title ?? '').toWellFormed(), text: text.toWellFormed() };
}

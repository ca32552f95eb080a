import { KeychainError } from '../../errors.js';
import type { TextsMet } from '../../texts/read-texts.js';
import type { Tokenizer } from '../../tokenize/tokenizer.js';
import type { CorpusInput } from '../store/info.js';
import type { CorpusRecord } from './build.js';
import type { DigestMemory } from './digest.js';
import { type FillerSource, readFillers } from './fillers.js';
import { type CorpusSource, type ReadAllParts, readAll } from './sources.js';

/** Who hears of what is read for a corpus. */
export interface CorpusRecordsParts extends ReadAllParts {
  memory: DigestMemory;
  tokenizer: Tokenizer;
  /** Told of what was met in each of the texts. */
  onTexts?: ((source: FillerSource, met: TextsMet) => void) | undefined;
}

/**
 * What a corpus is made of: the questions of its datasets, then the passages of its texts, which are
 * not read where datasets have no question.
 *
 * @param inputs takes what was read of each, once it is whole
 * @throws KeychainError INPUT_*
 */
export async function* corpusRecords(
  sources: readonly CorpusSource[],
  fillers: readonly FillerSource[],
  inputs: CorpusInput[],
  { memory, tokenizer, onTexts, ...parts }: CorpusRecordsParts,
): AsyncGenerator<CorpusRecord> {
  let questions = 0;
  for await (const question of readAll(sources, memory, inputs, parts)) {
    questions++;
    yield question;
  }
  if (fillers.length === 0 || (questions === 0 && sources.length > 0)) return;
  let passages = 0;
  const reading = {
    ...{ tokenizer, onTexts, onBytes: parts.onBytes },
    onReject: (reject: Parameters<typeof parts.onReject>[0], source: number) =>
      parts.onReject(reject, sources.length + source),
  };
  for await (const passage of readFillers(fillers, memory, inputs, reading)) {
    passages++;
    yield passage;
  }
  if (passages > 0) return;
  const names = fillers.map(({ file }) => file).join(', ');
  throw new KeychainError(
    'INPUT_FORMAT',
    `${names}: no text in it; name files of text (.txt, .md), records with a field text (.jsonl), or a folder of these`,
  );
}

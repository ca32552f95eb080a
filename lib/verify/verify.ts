import type { Readable, Transform } from 'node:stream';
import { KeychainError } from '../errors.js';
import { stage } from '../stream/stage.js';
import type { SampleFinding } from './finding.js';
import { chooseRecounts, type Recounts } from './recount/choose.js';
import { createTally, type FileReport } from './report/tally.js';
import type { VerifySources } from './sources.js';

export interface VerifyOptions {
  /** Name of the file in findings and errors. Default `-`. */
  file?: string;
  /**
   * Which samples the tokenizer's library counts too, for several files together; see
   * `chooseRecounts`. Default: at least 50 of this file.
   */
  recounts?: Recounts;
}

/**
 * The stage: takes lines or samples of one file, gives findings, and hands over the file's report
 * at the end. Memory does not depend on the number of samples.
 *
 * @throws KeychainError (as the stream's error) `INPUT_SYNTAX` for a line that is not JSON,
 * `TOKENIZER_UNUSABLE` for a sample counted with another tokenizer
 */
export function verify(
  sources: VerifySources,
  options: VerifyOptions & { onReport: (report: FileReport) => void },
): Transform {
  const { file = '-', recounts = chooseRecounts(), onReport } = options;
  const tally = createTally(file, sources, recounts);
  let line = 0;
  return stage<unknown, SampleFinding>(
    (input, push) => {
      line++;
      if (isBlank(input)) return;
      for (const finding of tally.add(parseLine(input, file, line), line)) push(finding);
    },
    { flush: () => onReport(tally.report()), close: () => tally.close() },
  );
}

/**
 * Verifies one file: a stream of its lines, or of parsed samples.
 *
 * @throws KeychainError as `verify`
 */
export async function verifyFile(
  source: Readable,
  sources: VerifySources,
  options: VerifyOptions & { onFinding?: (finding: SampleFinding) => void } = {},
): Promise<FileReport> {
  const { file = '-', recounts = chooseRecounts(), onFinding } = options;
  const tally = createTally(file, sources, recounts);
  let line = 0;
  try {
    for await (const input of source) {
      line++;
      if (isBlank(input)) continue;
      for (const finding of tally.add(parseLine(input, file, line), line)) onFinding?.(finding);
    }
    return tally.report();
  } finally {
    await tally.close();
  }
}

// --- internal ---

function isBlank(input: unknown): boolean {
  return typeof input === 'string' && input.trim() === '';
}

function parseLine(input: unknown, file: string, line: number): unknown {
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input);
  } catch (cause) {
    const message = `${file}, line ${line}: not JSON; expected one sample a line`;
    throw new KeychainError('INPUT_SYNTAX', message, { cause });
  }
}

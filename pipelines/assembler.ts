import { openCorpus } from '../lib/corpus/open.js';
import { type SampleLine, sampleLine } from '../lib/output/line.js';
import type { Reject } from '../lib/records/reject.js';
import { loadTokenizer } from '../lib/tokenize/load.js';
import { assemble, recipeOf } from './assemble.js';
import type { Selected } from './select.js';
import type { SampleSettings, TokenizerSettings } from './settings.js';

/** What an assembler is opened with; plain data, so that a worker thread can do it. */
export interface AssemblerParts {
  corpusDir: string;
  tokenizer: TokenizerSettings;
  settings: SampleSettings;
}

/** One length of one question: its line, or why there is none. */
export type AssembledLine =
  | { length: number; line: SampleLine }
  | { length: number; reject: Reject };

/** What became of a batch, in the order of the questions, then of the lengths. */
export interface AssembledBatch {
  questions: number;
  /** `length` is the position in the settings' list of lengths. */
  lines: AssembledLine[];
}

export interface Assembler {
  run(batch: Selected[]): AssembledBatch;
  close(): Promise<void>;
}

export async function openAssembler(parts: AssemblerParts): Promise<Assembler> {
  const { corpusDir, settings } = parts;
  const tokenizer = await loadTokenizer(parts.tokenizer);
  const corpus = await openCorpus(corpusDir, tokenizer);
  const recipe = recipeOf(settings, corpus, tokenizer);
  return {
    run: batch => ({
      questions: batch.length,
      lines: batch.flatMap(({ number, sourceIndex, reject }) => {
        if (reject) return settings.maxSeqLengths.map((_, length) => ({ length, reject }));
        const asked = { ...corpus.question(number), sourceIndex };
        return assemble(asked, settings, recipe, corpus).map(
          (made, length): AssembledLine =>
            'sample' in made ? { length, line: sampleLine(made.sample) } : { length, ...made },
        );
      }),
    }),
    close: async () => {
      await corpus.close();
      tokenizer.close();
    },
  };
}

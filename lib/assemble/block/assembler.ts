import { openCorpus } from '../../corpus/open.js';
import { RecordError } from '../../errors.js';
import { rejectOf } from '../../fill/fill.js';
import { JsonBytes } from '../../output/json-bytes.js';
import type { FileForm, Sink } from '../../output/sink.js';
import { SINKS, type SinkName } from '../../output/sinks.js';
import type { Candidate } from '../../records/candidate.js';
import { type Deal, isDealtTo } from '../../select/deal.js';
import { withoutDistractors } from '../../select/decontaminate/contaminated-questions.js';
import type { ChatSource } from '../../tokenize/chat/chat-source.js';
import { loadTokenizer, type TokenizerOptions } from '../../tokenize/load.js';
import type { MakingCommand } from '../dataset.js';
import { makerOf } from '../maker.js';
import { recipeOf, type SampleSettings } from '../recipe.js';
import type { Block, MadeBlock } from './block.js';
import { type BlockWriter, blockWriter } from './block-writer.js';
import { loadOwnStages } from './own-stage.js';

/** What an assembler is opened with; plain data, so that a worker thread can do it. */
export interface AssemblerParts {
  corpusDir: string;
  corpusKey: string;
  tokenizer: TokenizerOptions;
  settings: SampleSettings;
  /** One bit a question of the corpus, set for what is to be no distractor. */
  leaks?: Uint8Array | undefined;
  chat?: ChatSource | undefined;
  command: MakingCommand;
  /** Budgets in tokens; null for none. */
  maxSeqLengths: readonly (number | null)[];
  /** Which length takes which positions; missing where each takes all. */
  deal?: Deal | undefined;
  format: SinkName;
  form: Required<FileForm>;
  /** Modules with stages of the user's own. */
  stages: readonly string[];
}

/** Makes blocks, one after the other, with a tokenizer and a corpus of its own. */
export interface Assembler {
  make(block: Block): Promise<MadeBlock>;
  close(): Promise<void>;
}

/** @throws KeychainError TOKENIZER_UNUSABLE, CORPUS_UNUSABLE, USAGE, or what a stage's module does */
export async function openAssembler(parts: AssemblerParts): Promise<Assembler> {
  const { maxSeqLengths, form, deal } = parts;
  const tokenizer = await loadTokenizer(parts.tokenizer);
  const opened = await openCorpus(parts.corpusDir, tokenizer, parts.corpusKey);
  const corpus = withoutDistractors(opened, parts.leaks);
  const recipe = recipeOf(parts.settings, corpus, tokenizer, parts.chat);
  const ownStage = await loadOwnStages(parts.stages);
  const makeAt = makerOf(parts.command, corpus, recipe);
  const sink: Sink = SINKS[parts.format];
  const json = new JsonBytes();

  /** One candidate at all lengths of its block that take it. */
  const makeCandidate = async (
    candidate: Candidate,
    lengths: readonly number[],
    writer: BlockWriter,
  ): Promise<void> => {
    const { reject, position } = candidate;
    const own = [...lengths.entries()].filter(([, length]) => isDealtTo(deal, position, length));
    if (reject) {
      for (const [lane] of own) writer.reject(lane, reject);
      return;
    }
    const { id, make } = makeAt(candidate);
    for (const [lane, length] of own) {
      const maxSeqLength = maxSeqLengths[length] ?? null;
      try {
        const { draft, question } = make(maxSeqLength);
        const sample = ownStage ? await ownStage(draft, question) : draft;
        if (sample) sink.check?.(sample, form.kind);
        writer.add(lane, sample);
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        writer.reject(lane, rejectOf(error, id, maxSeqLength));
      }
    }
  };

  return {
    make: async ({ row, isLast, lengths, candidates }) => {
      const writer = blockWriter(lengths, json);
      for (const candidate of candidates) await makeCandidate(candidate, lengths, writer);
      const { content, made } = writer.finish();
      const to = (candidates.at(-1)?.position ?? -1) + 1;
      const block = { row, isLast, to, lengths, candidates: candidates.length, ...made };
      if (content.samples.length === 0) return block;
      const options = { ...form, aside: false };
      return { ...block, packed: await sink.pack(content, options) };
    },
    close: async () => {
      await corpus.close();
      tokenizer.close();
    },
  };
}

import type { Transform } from 'node:stream';
import { chain as chainStage } from '../lib/chain/chain.js';
import type { Corpus } from '../lib/corpus/open.js';
import { KeychainError } from '../lib/errors.js';
import { fill as fillStage } from '../lib/fill/fill.js';
import { KEYCHAIN_TEMPLATE } from '../lib/prompt/template.js';
import type { Question } from '../lib/records/question.js';
import type { Reject } from '../lib/records/reject.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import { recipeOf } from './assemble.js';
import {
  type ChainSettings,
  DEFAULT_CHAINS,
  DEFAULT_SAMPLE,
  type SampleSettings,
} from './settings.js';

/** What both stages need; the settings have the command line's defaults. */
export interface StageOptions
  extends Partial<Omit<SampleSettings, 'kind' | 'chains' | 'maxSeqLengths'>> {
  corpus: Corpus;
  tokenizer: Tokenizer;
  /** The chains that will be or are to be inserted; false for none. */
  chains?: Partial<ChainSettings> | false;
  onReject?: (reject: Reject) => void;
}

export interface FillStageOptions extends StageOptions {
  /** Budgets in tokens; each gives one sample a question. */
  maxSeqLengths: number[];
  onUnanswerable?: (question: Question) => void;
}

/** The stage `fill`: a Transform of questions to samples, with room for the chains to come. */
export function fill(options: FillStageOptions): Transform {
  const { corpus, tokenizer, maxSeqLengths, onReject, onUnanswerable } = options;
  const recipe = recipeOf(settingsOf(options, maxSeqLengths), corpus, tokenizer);
  return fillStage({
    ...recipe.fill,
    corpus,
    maxSeqLengths,
    ...(onReject && { onReject }),
    ...(onUnanswerable && { onUnanswerable }),
  });
}

/** The stage `chain`: a Transform of samples to samples with chains. Options as for {@link fill}. */
export function chain(options: StageOptions): Transform {
  const { corpus, tokenizer, onReject } = options;
  const { insert } = recipeOf(settingsOf(options, []), corpus, tokenizer);
  if (!insert) throw new KeychainError('USAGE', 'chains: false leaves nothing to insert');
  return chainStage({ ...insert, corpus, ...(onReject && { onReject }) });
}

function settingsOf(options: StageOptions, maxSeqLengths: number[]): SampleSettings {
  const { chains, corpus: _, tokenizer: __, onReject: ___, ...settings } = options;
  const defaults = { ...DEFAULT_SAMPLE, maxSeqLengths };
  if (chains === false) return { ...defaults, kind: 'synth', ...settings };
  return {
    ...defaults,
    kind: 'keychain',
    template: KEYCHAIN_TEMPLATE,
    ...settings,
    chains: { ...DEFAULT_CHAINS, ...chains },
  };
}

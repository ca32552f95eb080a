import type { Corpus } from '../../lib/corpus/open.js';
import { sampleOf } from '../../lib/prompt/draft.js';
import { KEYCHAIN_TEMPLATE } from '../../lib/prompt/template.js';
import type { Reject } from '../../lib/records/reject.js';
import type { Sample } from '../../lib/records/sample.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';
import { assemble, recipeOf } from '../../pipelines/assemble.js';
import {
  type ChainSettings,
  DEFAULT_CHAINS,
  DEFAULT_SAMPLE,
  type SampleSettings,
} from '../../pipelines/settings.js';

export type Changes = Partial<Omit<SampleSettings, 'chains'>> & { chains?: Partial<ChainSettings> };

/** The command line's settings for 4,096 tokens, with changes; chains make it `keychain`. */
export function sampleSettings({ chains, ...changes }: Changes = {}): SampleSettings {
  const chained = chains !== undefined;
  return {
    ...DEFAULT_SAMPLE,
    kind: chained ? 'keychain' : 'synth',
    maxSeqLengths: [4096],
    ...(chained && { template: KEYCHAIN_TEMPLATE, chains: { ...DEFAULT_CHAINS, ...chains } }),
    ...changes,
  };
}

export interface Made {
  samples: Sample[];
  rejects: Reject[];
}

/** Makes the samples of some questions of a corpus (by default of all that have an answer). */
export function makeSamples(
  corpus: Corpus,
  tokenizer: Tokenizer,
  changes: Changes = {},
  numbers = Array.from({ length: corpus.info.questions }, (_, i) => i),
): Made {
  const settings = sampleSettings(changes);
  const recipe = recipeOf(settings, corpus, tokenizer);
  const made: Made = { samples: [], rejects: [] };
  for (const number of numbers) {
    if (!corpus.isAnswerable(number)) continue;
    const asked = { ...corpus.question(number), sourceIndex: number };
    for (const each of assemble(asked, settings, recipe, corpus)) {
      if ('sample' in each) made.samples.push(sampleOf(each.sample));
      else made.rejects.push(each.reject);
    }
  }
  return made;
}

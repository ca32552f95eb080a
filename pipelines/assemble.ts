import { planKeyOf } from '../lib/chain/chain.js';
import { parseKeyFormat } from '../lib/chain/keys.js';
import { chainPlanner } from '../lib/chain/planner.js';
import { chainLayout, type InsertOptions } from '../lib/chain/sample.js';
import type { Corpus } from '../lib/corpus/open.js';
import { RecordError } from '../lib/errors.js';
import { rejectOf } from '../lib/fill/fill.js';
import { placementOf } from '../lib/fill/place.js';
import {
  type AskedQuestion,
  type FillOptions,
  fillSample,
  relevantSample,
} from '../lib/fill/sample.js';
import type { SampleDraft } from '../lib/prompt/draft.js';
import { parsePassageFormat } from '../lib/prompt/passage-format.js';
import type { Rendering } from '../lib/prompt/render.js';
import { checkTemplate } from '../lib/prompt/template.js';
import type { Reject } from '../lib/records/reject.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import { chainsAt, type SampleSettings } from './settings.js';

/** What the settings come to once tokenizer and corpus are open. */
export interface Recipe {
  kind: SampleSettings['kind'];
  rendering: Rendering;
  fill: FillOptions;
  /** Missing where no chains are inserted. */
  insert?: InsertOptions & { planner: ReturnType<typeof chainPlanner> };
}

/** @throws KeychainError USAGE for options that no sample can be made with. */
export function recipeOf(settings: SampleSettings, corpus: Corpus, tokenizer: Tokenizer): Recipe {
  const { kind, template, removeNewlineTab, chains, seed } = settings;
  checkTemplate(template, chains !== undefined);
  const rendering: Rendering = {
    tokenizer,
    template,
    format: parsePassageFormat(settings.passageFormat),
    removeNewlineTab,
  };
  const fill: FillOptions = { ...settings, ...placementOf(settings), rendering };
  if (!chains) return { kind, rendering, fill };
  const { count, hops, shape, branching, hopOrder } = chains;
  const options = {
    keyFormat: parseKeyFormat(chains.keyFormat),
    chains: (maxSeqLength: number) => chainsAt(count, maxSeqLength),
    hops,
    shape,
    branching,
    hopOrder,
  };
  const planner = chainPlanner(corpus, tokenizer, options, settings.maxSeqLengths);
  return {
    kind,
    rendering,
    fill: {
      ...fill,
      chainRoom: (question, maxSeqLength) =>
        planner.room({
          seed,
          dataset: question.dataset,
          questionId: question.id,
          question: question.question,
          maxSeqLength,
          flat: removeNewlineTab,
        }),
    },
    insert: { ...options, rendering, keepContext: settings.keepContext, planner },
  };
}

/** One question's samples, a length each, or why there is none. */
export type Assembled = ({ sample: SampleDraft } | { reject: Reject })[];

/** Fills and chains one question for all lengths. */
export function assemble(
  asked: AskedQuestion,
  settings: SampleSettings,
  recipe: Recipe,
  corpus: Corpus,
): Assembled {
  return settings.maxSeqLengths.map(maxSeqLength => {
    try {
      return { sample: assembleSample(asked, maxSeqLength, recipe, corpus) };
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return { reject: rejectOf(error, asked.question.id, maxSeqLength) };
    }
  });
}

function assembleSample(
  asked: AskedQuestion,
  maxSeqLength: number | null,
  { fill, insert, kind }: Recipe,
  corpus: Corpus,
): SampleDraft {
  if (kind === 'relevant-only' || maxSeqLength === null) {
    return relevantSample(asked, maxSeqLength, corpus, fill);
  }
  const { sample, layout } = fillSample(asked, maxSeqLength, corpus, fill);
  if (!insert) return sample;
  return chainLayout(sample, layout, insert.planner.plan(planKeyOf(sample)), insert);
}

import { makeNeedleSample } from '../../lib/assemble/needle-sample.js';
import { recipeOf } from '../../lib/assemble/recipe.js';
import type { Corpus } from '../../lib/corpus/open.js';
import { RecordError } from '../../lib/errors.js';
import { slotsOf } from '../../lib/fill/place.js';
import type { NeedleOptions } from '../../lib/needle/options.js';
import { NEEDLE_TEMPLATE } from '../../lib/needle/wording.js';
import { sampleOf } from '../../lib/prompt/draft.js';
import type { Sample } from '../../lib/records/sample.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';
import { type Changes, sampleSettings } from '../fill/make-samples.js';

export interface MadeNeedles {
  samples: Sample[];
  /** By code. */
  rejects: string[];
}

/** Makes the samples of the tasks from `first` on. */
export function makeNeedles(
  corpus: Corpus,
  tokenizer: Tokenizer,
  needles: NeedleOptions,
  { first = 0, count = 1, ...changes }: Changes & { first?: number; count?: number } = {},
): MadeNeedles {
  const { settings, maxSeqLengths } = sampleSettings({ template: NEEDLE_TEMPLATE, ...changes });
  const { fill } = recipeOf(settings, corpus, tokenizer);
  const hide = {
    ...needles,
    chooseSlots: (count: number, slots: number, random: Parameters<typeof slotsOf>[3]) =>
      slotsOf(count, slots, fill, random),
  };
  const made: MadeNeedles = { samples: [], rejects: [] };
  for (let position = 0; position < count; position++) {
    for (const length of maxSeqLengths) {
      const place = { position, sourceIndex: first + position };
      try {
        const { draft } = makeNeedleSample(place, length!, corpus, { fill, hide });
        made.samples.push(sampleOf(draft));
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        made.rejects.push(error.code);
      }
    }
  }
  return made;
}

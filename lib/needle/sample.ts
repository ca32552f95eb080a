import { RecordError } from '../errors.js';
import type { SampleDraft } from '../prompt/draft.js';
import { insertPairs } from '../prompt/insertion.js';
import { insertionPoints, insertionsAt } from '../prompt/points.js';
import type { Layout } from '../prompt/render.js';
import { keyedRandom, type Random } from '../random.js';
import { placedIn } from './find.js';
import type { NeedleOptions } from './options.js';
import { placeNeedles } from './place.js';
import type { NeedlePlan } from './plan.js';
import type { RenderedNeedle } from './render.js';

/** How needles are put into contexts. */
export interface HideOptions extends NeedleOptions {
  /** Chooses where they stand among all points of a context, as a placement does. */
  chooseSlots: (count: number, slots: number, random: Random) => number[];
}

/** The needles of a sample, ready to be hidden. */
export interface PreparedNeedles {
  plan: NeedlePlan;
  /** How they are told. */
  format: string;
  rendered: readonly RenderedNeedle[];
}

/**
 * Hides needles in a sample that was filled with room for them.
 *
 * @param layout its prompt
 * @throws RecordError NO_INSERTION_POINT
 */
export function hideNeedles(
  sample: SampleDraft,
  layout: Layout,
  { plan, format, rendered }: PreparedNeedles,
  { chooseSlots, keys, values, queries, value }: HideOptions,
): SampleDraft {
  const { meta } = sample;
  const { seed, dataset, question_id, max_seq_length } = meta;
  const random = keyedRandom(seed, dataset, question_id, max_seq_length, 'insert');
  const { points } = insertionPoints(
    layout.passages.map(({ passage }) => passage),
    layout.rendering.format,
  );
  if (points.length === 0) {
    throw new RecordError(
      'NO_INSERTION_POINT',
      'the context has no sentence, title or passage bound at which a needle may stand',
    );
  }
  const hidden = random.shuffle([...rendered]);
  const chosen = placeNeedles(points, hidden.length, (count, slots) =>
    chooseSlots(count, slots, random),
  );
  const { context, tokens } = insertPairs(layout, insertionsAt(chosen, hidden));
  const inOrder = hidden.map(({ needle }) => needle);
  return {
    ...sample,
    context,
    length: tokens + meta.tokens_to_generate,
    meta: {
      ...meta,
      prompt_tokens: tokens,
      keys,
      values,
      queries,
      value_kind: value,
      needle_format: format,
      asked: plan.asked,
      needles: placedIn(`${context}`, inOrder, format),
    },
  };
}

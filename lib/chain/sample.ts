import type { StoredPassage } from '../corpus/store/codec.js';
import { RecordError } from '../errors.js';
import type { SampleDraft } from '../prompt/draft.js';
import { insertPairs } from '../prompt/insertion.js';
import { insertionPoints, insertionsAt } from '../prompt/points.js';
import { type Layout, layOut, type RenderedPrompt, type Rendering } from '../prompt/render.js';
import { keyedRandom } from '../random.js';
import { cutOf, NO_CHAT, type Pair, type Sample } from '../records/sample.js';
import type { ChainOptions } from './options.js';
import { orderPairs } from './order.js';
import type { ChainPlan } from './plan.js';
import { spreadPoints } from './points.js';
import { branches } from './shape.js';

export interface InsertOptions extends ChainOptions {
  rendering: Rendering;
  /** Keeps the context without pairs too (`--keep-context`). */
  keepContext: boolean;
}

/** Tokens that the plan's pairs add to a prompt at most, wherever they come to stand. */
export const planTokens = ({ renderedPairs }: ChainPlan): number =>
  renderedPairs.flat().reduce((total, { tokens }) => total + Math.max(...Object.values(tokens)), 0);

/** What of a sample without chains is needed to insert some. */
type Plain = Omit<Sample, 'context' | 'distractor_context' | 'passages'>;

/**
 * Inserts the planned chains into a sample. Where `fill` has left no room for them, fillers are
 * dropped, last drawn first, then the question's other passages, and the rest is renumbered.
 *
 * @throws RecordError BUDGET_TOO_SMALL, NO_INSERTION_POINT
 */
export function chainSample(
  sample: Plain,
  passages: readonly StoredPassage[],
  plan: ChainPlan,
  options: InsertOptions,
): SampleDraft {
  const values = { question: sample.input, chainHead: plan.head };
  return chainLayout(sample, layOut(options.rendering, passages, values), plan, options);
}

/** As {@link chainSample}, where the prompt is laid out already. */
export function chainLayout(
  sample: Plain,
  layout: Layout,
  plan: ChainPlan,
  options: InsertOptions,
): SampleDraft {
  const { meta } = sample;
  const passages = layout.passages.map(({ passage }) => passage);
  const rendered = insertChains(sample, layout, plan, options);
  const limit = meta.max_seq_length || Number.POSITIVE_INFINITY;
  const excess = rendered.tokens + meta.tokens_to_generate - limit;
  if (excess <= 0) return toSample(sample, passages, plan, options, rendered);
  const kept = dropPassages(passages, excess, options.rendering);
  return chainSample(sample, kept, plan, options);
}

function insertChains(
  { meta }: Plain,
  layout: Layout,
  plan: ChainPlan,
  { rendering, hopOrder }: InsertOptions,
): RenderedPrompt {
  const random = keyedRandom(
    meta.seed,
    meta.dataset,
    meta.question_id,
    meta.max_seq_length || 'relevant',
    'insert',
  );
  const pairs = orderPairs(plan.renderedPairs, hopOrder, random);
  const { points, characters } = insertionPoints(
    layout.passages.map(({ passage }) => passage),
    rendering.format,
  );
  if (points.length === 0) {
    throw new RecordError(
      'NO_INSERTION_POINT',
      'the context has no sentence, title or passage bound at which a pair may stand',
    );
  }
  const chosen = spreadPoints(points, characters, pairs.length, random);
  return insertPairs(layout, insertionsAt(chosen, pairs));
}

/** Tokens that a passage may free beside its own and those of its frame. */
const SEAMS = 2;

/**
 * Drops no more passages than `tokens` calls for; the last drawn fillers first, then the question's
 * others, supporting ones never.
 */
function dropPassages(
  passages: StoredPassage[],
  tokens: number,
  { format, tokenizer }: Rendering,
): StoredPassage[] {
  const droppable = passages
    .filter(passage => !passage.supporting)
    .sort((a, b) => (b.drawn ?? OWN) - (a.drawn ?? OWN));
  const { head, tail } = format.around(passages.length, '');
  const frame = tokenizer.count(head) + tokenizer.count(tail) + SEAMS;
  const dropped = new Set<StoredPassage>();
  let freed = 0;
  for (const passage of droppable) {
    if (freed >= tokens) break;
    dropped.add(passage);
    freed += passage.tokens + frame;
  }
  if (dropped.size === 0) {
    throw new RecordError(
      'BUDGET_TOO_SMALL',
      `the supporting passages and the chains exceed the budget by ${tokens} tokens`,
    );
  }
  return passages.filter(passage => !dropped.has(passage));
}

/** Stands for when the question's own passages were drawn: before all fillers. */
const OWN = Number.MIN_SAFE_INTEGER;

function toSample(
  sample: Plain,
  passages: StoredPassage[],
  plan: ChainPlan,
  options: InsertOptions,
  { context, tokens }: RenderedPrompt,
): SampleDraft {
  const { rendering, hops, keyFormat, shape, hopOrder, keepContext } = options;
  const { meta } = sample;
  const bare = keepContext ? layOut(rendering, passages, { question: '' }).context : undefined;
  return {
    id: sample.id,
    index: sample.index,
    source_index: sample.source_index,
    input: sample.input,
    answers: sample.answers,
    ...(bare !== undefined && { context: bare }),
    distractor_context: context,
    chain_head_with_question: plan.head,
    distract_questions: plan.distractQuestions,
    length: tokens + meta.tokens_to_generate,
    meta: {
      ...meta,
      // A sample of an earlier version has no such fields.
      ...(meta.chat_template ? {} : NO_CHAT),
      prompt_tokens: tokens,
      template: rendering.template,
      passages: passages.map(({ id, supporting }) => ({ id, supporting })),
      cut: cutOf(passages),
      // What `fill` may have said of questions concerned others than those of the plan.
      warnings: { ...meta.warnings, too_few_questions: plan.isShort },
      chain_keys: plan.chains[0]!.path,
      chains: plan.chains.map(({ pairs }): Pair[] => pairs),
      hops,
      key_format: keyFormat.name,
      shape,
      branching: branches(options),
      hop_order: hopOrder,
    },
    passages,
  };
}

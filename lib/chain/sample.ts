import { RecordError } from '../errors.js';
import {
  type Insertion,
  type RenderedPrompt,
  type Rendering,
  renderPrompt,
  SET_OFF,
} from '../prompt/render.js';
import { keyedRandom } from '../random.js';
import type { Pair, Sample, SamplePassage } from '../records.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import type { ChainOptions } from './options.js';
import { orderPairs } from './order.js';
import { type ChainPlan, pairText } from './plan.js';
import { insertionPoints, spreadPoints } from './points.js';

export interface InsertOptions extends ChainOptions {
  rendering: Rendering;
  /** Keeps the context without pairs too (`--keep-context`). */
  keepContext: boolean;
}

/** Tokens that the plan's pairs add to a prompt at most, wherever they come to stand. */
export function planTokens(plan: ChainPlan, tokenizer: Tokenizer): number {
  let total = 0;
  for (const { pairs } of plan.chains) {
    for (const pair of pairs) {
      const text = pairText(pair);
      total += Math.max(...Object.values(SET_OFF).map(setOff => tokenizer.count(setOff(text))));
    }
  }
  return total;
}

/**
 * Inserts the planned chains into a sample. Where `fill` has left no room for them, fillers are
 * dropped, last drawn first, then the question's other passages, and the rest is renumbered.
 *
 * @throws RecordError BUDGET_TOO_SMALL, NO_INSERTION_POINT
 */
export function chainSample(
  sample: Sample,
  passages: readonly SamplePassage[],
  plan: ChainPlan,
  options: InsertOptions,
): Sample {
  const { meta } = sample;
  const limit = meta.max_seq_length ?? Number.POSITIVE_INFINITY;
  let kept = [...passages];
  for (;;) {
    const rendered = insertChains(sample, kept, plan, options);
    const excess = rendered.tokens + meta.tokens_to_generate - limit;
    if (excess <= 0) return toSample(sample, kept, plan, options, rendered);
    kept = dropPassages(kept, excess, options.rendering);
  }
}

function insertChains(
  { input, meta }: Sample,
  passages: SamplePassage[],
  plan: ChainPlan,
  { rendering, hopOrder }: InsertOptions,
): RenderedPrompt {
  const random = keyedRandom(
    meta.seed,
    meta.dataset,
    meta.question_id,
    meta.max_seq_length ?? 'relevant',
    'insert',
  );
  const pairs = orderPairs(plan.chains, hopOrder, random);
  const { points, characters } = insertionPoints(passages, rendering.format);
  if (points.length === 0) {
    throw new RecordError(
      'NO_INSERTION_POINT',
      'the context has no sentence, title or passage bound at which a pair may stand',
    );
  }
  const insertions: Insertion[] = [];
  spreadPoints(points, characters, pairs.length, random).forEach((point, i) => {
    const text = pairText(pairs[i]!);
    const before = insertions.at(-1);
    if (
      before?.passage === point.passage &&
      before.where === point.where &&
      before.offset === point.offset
    ) {
      before.pairs.push(text);
    } else insertions.push({ ...point, pairs: [text] });
  });
  return renderPrompt(rendering, passages, { question: input, chainHead: plan.head }, insertions);
}

/** Tokens that a passage may free beside its own and those of its frame. */
const SEAMS = 2;

/**
 * Drops no more passages than `tokens` calls for; the last drawn fillers first, then the question's
 * others, supporting ones never.
 */
function dropPassages(
  passages: SamplePassage[],
  tokens: number,
  { format, tokenizer }: Rendering,
): SamplePassage[] {
  const droppable = passages
    .filter(passage => !passage.supporting)
    .sort((a, b) => (b.drawn ?? OWN) - (a.drawn ?? OWN));
  const { head, tail } = format.around(passages.length, '');
  const frame = tokenizer.count(head) + tokenizer.count(tail) + SEAMS;
  const dropped = new Set<SamplePassage>();
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
  sample: Sample,
  passages: SamplePassage[],
  plan: ChainPlan,
  options: InsertOptions,
  { context, tokens }: RenderedPrompt,
): Sample {
  const { rendering, hops, keyFormat, shape, branching, hopOrder, keepContext } = options;
  const { meta } = sample;
  const bare = keepContext
    ? renderPrompt(rendering, passages, { question: '' }).context
    : undefined;
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
      prompt_tokens: tokens,
      template: rendering.template,
      passages: passages.map(({ id, supporting }) => ({ id, supporting })),
      warnings: withShortage(meta.warnings, plan),
      chain_keys: plan.chains[0]!.path,
      chains: plan.chains.map(({ pairs }): Pair[] => pairs),
      hops,
      key_format: keyFormat.name,
      shape,
      branching: shape === 'tree' ? branching : 1,
      hop_order: hopOrder,
    },
    passages,
  };
}

/** What `fill` may have said of questions concerned others than those of the plan. */
function withShortage(warnings: readonly string[], { isShort }: ChainPlan): string[] {
  const others = warnings.filter(warning => warning !== 'too_few_questions');
  return isShort ? [...others, 'too_few_questions'] : others;
}

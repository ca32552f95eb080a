import { drawOrder, isOfTexts } from '../corpus/draw-order.js';
import type { Corpus, CorpusQuestion } from '../corpus/open.js';
import { drawOtherQuestions } from '../corpus/other-questions.js';
import type { StoredPassage } from '../corpus/store/codec.js';
import { RecordError } from '../errors.js';
import type { SampleDraft } from '../prompt/draft.js';
import { endsOf } from '../prompt/ends.js';
import { flatten } from '../prompt/flatten.js';
import type { InsertRoom } from '../prompt/insertion.js';
import { leakTest } from '../prompt/leak.js';
import { lookAlikeTest } from '../prompt/look-alikes.js';
import { headerOf, type Layout, layOut, type Rendering } from '../prompt/render.js';
import { promptFrame } from '../prompt/template.js';
import { keyedRandom } from '../random.js';
import type { Candidate } from '../records/candidate.js';
import type { Question } from '../records/question.js';
import { cutOf } from '../records/sample.js';
import { sampleId } from '../records/sample-id.js';
import { VERSION } from '../version.js';
import { choosePassages, needed } from './choose.js';
import { cutToSentences } from './cut.js';
import { cutToFit, type Draft, FRAME_SLACK, fitted } from './fit.js';
import { arrange, type PlacementOptions, placementMeta } from './place.js';

/** Where a question stands, in the run and in its dataset. */
export type SamplePlace = Pick<Candidate, 'position' | 'sourceIndex'>;

export interface FillOptions extends PlacementOptions {
  seed: number;
  rendering: Rendering;
  tokensToGenerate: number;
  /** Number of distractor questions to add to the sample (`--distract-questions`). */
  distractQuestions: number;
  /** Draws the passages of the corpus's own texts alone. */
  fillersOnly?: boolean | undefined;
  /** The room to keep free for what will be inserted, if anything will. */
  room?: ((question: Question, maxSeqLength: number) => InsertRoom) | undefined;
}

/** Share of `max_seq_length` that may stay unused for want of passages before a sample is marked. */
const SHORTAGE = 0.02;
/** Share of the room for insertions that they may leave, since it is kept for the worst places. */
const INSERT_SLACK = 0.015;

/**
 * Makes one sample without chains: chooses passages for the budget, arranges them, renders and
 * counts the prompt, which `chain` goes on with.
 *
 * @throws RecordError BUDGET_TOO_SMALL, QUESTION_LEAKED, PASSAGE_MISLEADS
 */
export function fillSample(
  { question, passages: own }: CorpusQuestion,
  place: SamplePlace,
  maxSeqLength: number,
  corpus: Corpus,
  options: FillOptions,
): { sample: SampleDraft; layout: Layout } {
  const { rendering, tokensToGenerate, seed } = options;
  const key = [seed, question.dataset, question.id, maxSeqLength];
  const inserted = options.room?.(question, maxSeqLength);
  const values = { question: question.question, chainHead: inserted?.head };
  const budget = maxSeqLength - tokensToGenerate - (inserted?.tokens ?? 0);
  const parts = {
    dataset: question.dataset,
    own: eachOnce(own),
    pool: {
      ...corpus,
      draws: drawOrder(
        corpus.info,
        {
          seed,
          dataset: question.dataset,
          question_id: question.id,
          max_seq_length: maxSeqLength,
        },
        options.fillersOnly,
      ),
    },
    fillersOnly: options.fillersOnly ?? false,
    cut: (number: number, room: number) =>
      isOfTexts(corpus.info, number)
        ? cutToSentences(corpus.passage(number), room, rendering.tokenizer)
        : undefined,
    overhead: overheadOf(rendering),
    leaks: leakTest(question.question),
    misleads: lookAlikeTest(rendering, inserted?.isLike),
  };
  const frame = endsOf(promptFrame(rendering, values), rendering.conversation?.frame);
  const edges = rendering.tokenizer.count(frame.before) + rendering.tokenizer.count(frame.after);

  const render = (chosen: readonly StoredPassage[], left: number): LaidOut => {
    const passages = arrange(chosen, options, keyedRandom(...key, 'place'));
    const layout = layOut(rendering, passages, values);
    return { chosen, layout, left, tokens: layout.tokens, unused: budget - layout.tokens };
  };
  const draft = fitted(budget - edges - FRAME_SLACK, budget, room => {
    const { passages, left } = choosePassages({ ...parts, room });
    return render(passages, left);
  });
  const { layout, unused } = cutToFit(draft, budget, ({ chosen, left }) =>
    render(chosen.slice(0, -1), left),
  );
  const shortage = maxSeqLength * SHORTAGE - (inserted?.tokens ?? 0) * INSERT_SLACK;
  return {
    layout,
    sample: toSample(question, place, maxSeqLength, corpus, options, layout, unused > shortage),
  };
}

/** A choice of passages, laid out. */
interface LaidOut extends Draft {
  readonly chosen: readonly StoredPassage[];
  /** In the order of the context. */
  readonly layout: Layout;
}

/**
 * Makes the sample of a question's supporting passages alone, in an order of its own; with a
 * budget only if they fit.
 *
 * @throws RecordError BUDGET_TOO_SMALL, QUESTION_LEAKED, PASSAGE_MISLEADS
 */
export function relevantSample(
  { question, passages: own }: CorpusQuestion,
  place: SamplePlace,
  maxSeqLength: number | null,
  corpus: Corpus,
  options: FillOptions,
): SampleDraft {
  const tests = {
    leaks: leakTest(question.question),
    misleads: lookAlikeTest(options.rendering),
  };
  const supporting = eachOnce(own)
    .filter(passage => passage.supporting)
    .map(passage => needed(passage, tests));
  const random = keyedRandom(
    options.seed,
    question.dataset,
    question.id,
    maxSeqLength ?? 'relevant',
    'place',
  );
  const passages = arrange(supporting, options, random);
  const layout = layOut(options.rendering, passages, { question: question.question });
  const length = layout.tokens + options.tokensToGenerate;
  if (maxSeqLength !== null && length > maxSeqLength) {
    throw new RecordError(
      'BUDGET_TOO_SMALL',
      `${supporting.length} supporting passages take ${length} tokens of ${maxSeqLength}`,
    );
  }
  return toSample(question, place, maxSeqLength, corpus, options, layout, false);
}

/** What a sample says of the conversation that it stands in; empty where there is none. */
function chatMeta({ instruction = '', conversation }: Rendering) {
  const { system = '', sha256 = '', date = '', kwargs = '' } = conversation ?? {};
  return {
    sample_system_prompt: system,
    sample_instruction: instruction,
    chat_template: { sha256, date, kwargs },
  };
}

function overheadOf(rendering: Rendering): (position: number) => number {
  const { tokenizer, format } = rendering;
  const { header, around } = format;
  if (header) return position => headerOf(rendering, position).tokens!;
  // Title and text are in a passage's stored count already; what the format adds is estimated.
  return position => {
    const { head, tail } = around(position, '');
    return tokenizer.count(head) + tokenizer.count(tail);
  };
}

/** Identical passages count once, as `parse` has it; one supports if any of them does. */
function eachOnce(passages: readonly StoredPassage[]): StoredPassage[] {
  const byId = new Map<string, StoredPassage>();
  for (const passage of passages) {
    const first = byId.get(passage.id);
    if (!first) byId.set(passage.id, passage);
    else if (passage.supporting) first.supporting = true;
  }
  return [...byId.values()];
}

function toSample(
  question: Question,
  { position, sourceIndex }: SamplePlace,
  maxSeqLength: number | null,
  corpus: Corpus,
  options: FillOptions,
  layout: Layout,
  isShort: boolean,
): SampleDraft {
  const { context, tokens } = layout;
  const passages = layout.passages.map(({ passage }) => passage);
  const { rendering, tokensToGenerate, seed } = options;
  const wording = rendering.removeNewlineTab ? flatten : (text: string) => text;
  const distractors = options.distractQuestions
    ? drawOtherQuestions(
        corpus,
        question,
        options.distractQuestions,
        seed,
        question.dataset,
        question.id,
        maxSeqLength ?? 'relevant',
      ).map(wording)
    : [];
  return {
    id: sampleId(question.dataset, question.id, maxSeqLength ?? 0),
    index: position,
    source_index: sourceIndex,
    input: wording(question.question),
    answers: question.answers,
    context,
    distract_questions: distractors,
    length: tokens + tokensToGenerate,
    meta: {
      dataset: question.dataset,
      question_id: question.id,
      seed,
      tokenizer: rendering.tokenizer.identity,
      max_seq_length: maxSeqLength ?? 0,
      tokens_to_generate: tokensToGenerate,
      prompt_tokens: tokens,
      template: rendering.template,
      passage_format: rendering.format.source,
      remove_newline_tab: rendering.removeNewlineTab,
      ...chatMeta(rendering),
      corpus: corpus.info.key,
      passages: passages.map(({ id, supporting }) => ({ id, supporting })),
      cut: cutOf(passages),
      ...placementMeta(options),
      version: VERSION,
      warnings: {
        corpus_too_small: isShort,
        too_few_questions: distractors.length < options.distractQuestions,
      },
    },
    passages,
  };
}

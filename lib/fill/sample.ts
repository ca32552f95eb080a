import type { Corpus, ResolvedQuestion } from '../corpus/open.js';
import { drawOtherQuestions } from '../corpus/other-questions.js';
import { RecordError } from '../errors.js';
import { flatten } from '../prompt/flatten.js';
import { type RenderedPrompt, type Rendering, renderPrompt } from '../prompt/render.js';
import { frameOf } from '../prompt/template.js';
import { keyedPermutation, keyedRandom } from '../random.js';
import type { ChainRoom, Question, Sample, SamplePassage } from '../records.js';
import { VERSION } from '../version.js';
import { type Choice, choosePassages } from './choose.js';
import { leakTest } from './leak.js';
import { arrange, type PlacementOptions } from './place.js';

/** A question that is to become samples. */
export interface AskedQuestion extends ResolvedQuestion {
  /** Position in the dataset's (shuffled) list, before any filter. */
  sourceIndex: number;
}

export interface FillOptions extends PlacementOptions {
  seed: number;
  rendering: Rendering;
  tokensToGenerate: number;
  /** Number of distractor questions to add to the sample (`--distract-questions`). */
  distractQuestions: number;
  /** The room to keep free for chains, if there will be any. */
  chainRoom?: ((question: Question, maxSeqLength: number) => ChainRoom) | undefined;
}

/** Share of the room that may stay unused for want of passages before a sample is marked. */
const SHORTAGE = 0.02;
/** Tokens that two seams at the template's edges may add to the sum of their parts. */
const FRAME_SLACK = 2;
/** Times that a choice is made anew because the exact count differs from the sum. */
const ATTEMPTS = 5;

/**
 * Makes one sample without chains: chooses passages for the budget, arranges them, renders and
 * counts the prompt.
 *
 * @throws RecordError BUDGET_TOO_SMALL, QUESTION_LEAKED
 */
export function fillSample(
  asked: AskedQuestion,
  maxSeqLength: number,
  corpus: Corpus,
  options: FillOptions,
): Sample {
  const { question } = asked;
  const { rendering, tokensToGenerate, seed } = options;
  const key = [seed, question.dataset, question.id, maxSeqLength];
  const chains = options.chainRoom?.(question, maxSeqLength);
  const values = { question: question.question, chainHead: chains?.head };
  const budget = maxSeqLength - tokensToGenerate - (chains?.tokens ?? 0);
  const frame = frameOf(rendering.template, values);
  const edges = rendering.tokenizer.count(frame.before) + rendering.tokenizer.count(frame.after);
  const draws = keyedPermutation(corpus.info.passages, ...key, 'draw');

  let room = budget - edges - FRAME_SLACK;
  for (let attempt = 1; ; attempt++) {
    const choice = choosePassages({
      dataset: question.dataset,
      own: asked.passages,
      pool: { ...corpus, draws },
      room,
      overhead: overheadOf(rendering),
      leaks: leakTest(question.question),
    });
    const passages = arrange(choice.passages, options, keyedRandom(...key, 'place'));
    const rendered = renderPrompt(rendering, passages, values);
    const excess = rendered.tokens - budget;
    if (excess <= 0) {
      const warnings = shortages(choice, room);
      return toSample(asked, maxSeqLength, corpus, options, passages, rendered, warnings);
    }
    if (attempt === ATTEMPTS) {
      throw new RecordError('BUDGET_TOO_SMALL', `no choice of passages fits ${budget} tokens`);
    }
    room -= excess;
  }
}

/**
 * Makes the sample of a question's supporting passages alone, in an order of its own; with a
 * budget only if they fit.
 *
 * @throws RecordError BUDGET_TOO_SMALL, QUESTION_LEAKED
 */
export function relevantSample(
  asked: AskedQuestion,
  maxSeqLength: number | null,
  corpus: Corpus,
  options: FillOptions,
): Sample {
  const { question } = asked;
  const supporting = asked.passages.filter(passage => passage.supporting);
  const leaking = supporting.find(leakTest(question.question));
  if (leaking) {
    throw new RecordError(
      'QUESTION_LEAKED',
      `the question stands in its supporting passage "${leaking.title}"`,
    );
  }
  const random = keyedRandom(
    options.seed,
    question.dataset,
    question.id,
    maxSeqLength ?? 'relevant',
    'place',
  );
  const passages = arrange(supporting, options, random);
  const rendered = renderPrompt(options.rendering, passages, { question: question.question });
  const length = rendered.tokens + options.tokensToGenerate;
  if (maxSeqLength !== null && length > maxSeqLength) {
    throw new RecordError(
      'BUDGET_TOO_SMALL',
      `${supporting.length} supporting passages take ${length} tokens of ${maxSeqLength}`,
    );
  }
  return toSample(asked, maxSeqLength, corpus, options, passages, rendered, []);
}

function overheadOf({ tokenizer, format }: Rendering): (position: number) => number {
  const { header, around } = format;
  if (header) return position => tokenizer.count(header(position));
  // Title and text are in a passage's stored count already; what the format adds is estimated.
  return position => {
    const { head, tail } = around(position, '');
    return tokenizer.count(head) + tokenizer.count(tail);
  };
}

function shortages({ exhausted, left }: Choice, room: number): string[] {
  return exhausted && left > room * SHORTAGE ? ['corpus_too_small'] : [];
}

function toSample(
  asked: AskedQuestion,
  maxSeqLength: number | null,
  corpus: Corpus,
  options: FillOptions,
  passages: SamplePassage[],
  { context, tokens }: RenderedPrompt,
  warnings: string[],
): Sample {
  const { question, sourceIndex } = asked;
  const { rendering, tokensToGenerate, seed, placement, sigma, clamp } = options;
  const distractors = options.distractQuestions
    ? drawOtherQuestions(
        corpus,
        question.question,
        options.distractQuestions,
        seed,
        question.dataset,
        question.id,
        maxSeqLength ?? 'relevant',
      )
    : undefined;
  return {
    id: `${question.dataset}/${question.id}/${maxSeqLength ?? 'relevant'}`,
    index: 0,
    source_index: sourceIndex,
    input: rendering.removeNewlineTab ? flatten(question.question) : question.question,
    answers: question.answers,
    context,
    ...(distractors && { distract_questions: distractors }),
    length: tokens + tokensToGenerate,
    meta: {
      dataset: question.dataset,
      question_id: question.id,
      seed,
      tokenizer: rendering.tokenizer.identity,
      max_seq_length: maxSeqLength,
      tokens_to_generate: tokensToGenerate,
      prompt_tokens: tokens,
      template: rendering.template,
      passage_format: rendering.format.source,
      remove_newline_tab: rendering.removeNewlineTab,
      corpus: corpus.info.key,
      passages: passages.map(({ id, supporting }) => ({ id, supporting })),
      placement,
      sigma,
      clamp,
      version: VERSION,
      warnings:
        distractors && distractors.length < options.distractQuestions
          ? [...warnings, 'too_few_questions']
          : warnings,
    },
    passages,
  };
}

import type { AnswerFigures } from './answer-watch.js';
import type { ModelOptions } from './models.js';

/** Shares from which something is wrong with the whole, and not with a few questions. */
const MANY = { cut: 0.1, empty: 0.1, alike: 0.5, short: 0.5 };

/** What a user should know of a model's answers as a whole, each in a sentence with a way out. */
export function answerWarnings(
  { model, maxTokens, temperature, parameters }: Partial<ModelOptions>,
  figures: AnswerFigures,
  { isSecond = false }: { isSecond?: boolean } = {},
): string[] {
  const { answers, cut_off, empty, thoughts_only, comparable, all_alike, counted, short_prompts } =
    figures;
  const prefix = isSecond ? '--rescue-' : '--';
  const warnings: string[] = [];
  const say = (part: number, whole: number, share: number, sentence: string): void => {
    if (part > 0 && part >= share * whole) warnings.push(`${model}: ${sentence}`);
  };
  const own = parameters?.max_completion_tokens ?? parameters?.max_tokens;
  const limit = own === undefined ? maxTokens : undefined;
  const isBounded = own !== undefined || (limit !== undefined && limit !== 'none');
  const bound = own === undefined ? `${prefix}max-tokens ${limit}` : `the limit of ${own}`;
  say(
    cut_off,
    answers,
    MANY.cut,
    `${ofAll(cut_off, answers)} answers were cut off${isBounded ? ` at ${bound}` : ''}, thoughts included; ` +
      (isBounded
        ? `raise it, or say ${prefix}max-tokens none (answers that ended by themselves are used again)`
        : "the server's context leaves no more room"),
  );
  say(
    empty,
    answers,
    MANY.empty,
    `${ofAll(empty, answers)} answers are empty; ${emptyHint(empty, thoughts_only)}, then ask for them again with --ask-again empty`,
  );
  const isGreedy = (parameters?.temperature ?? temperature) === 0;
  if (!isGreedy) {
    say(
      all_alike,
      comparable,
      MANY.alike,
      `all answers to ${ofAll(all_alike, comparable)} prompts are the same; the server may ignore the temperature, or answer from a cache`,
    );
  }
  say(
    short_prompts,
    counted,
    MANY.short,
    `the server counts far fewer tokens than there are in ${ofAll(short_prompts, counted)} prompts: it seems to cut them. Give it a longer context (Ollama: num_ctx), and another --journal`,
  );
  return warnings;
}

const emptyHint = (empty: number, thoughtsOnly: number): string =>
  thoughtsOnly * 2 >= empty
    ? 'all is in their thoughts, so set the reasoning parser of the server right, or switch thinking on'
    : 'see what ails the server';

const ofAll = (part: number, whole: number): string =>
  part === whole ? `all ${whole}` : `${part} of ${whole}`;

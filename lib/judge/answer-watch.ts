import type { Answered } from '../model/ask/ask.js';
import type { ChatAnswer } from '../model/client/chat-types.js';

/** What is odd about answers. */
export interface Oddities {
  /** Answers that end because they were too long. */
  cut_off: number;
  /** Answers without a text that ended by themselves. */
  empty: number;
  /** Prompts with several answers, all of them the same. */
  all_alike: number;
  /** Prompts of which the server counts far fewer tokens than there are. */
  short_prompts: number;
}

export interface AnswerFigures extends Oddities {
  answers: number;
  /** Of the empty ones, those with thoughts that the server has split off. */
  thoughts_only: number;
  /** Prompts with more than one answer. */
  comparable: number;
  /** Prompts whose tokens the server counts. */
  counted: number;
}

/** Looks at the answers of one model, those of the journal included. */
export interface AnswerWatch {
  add(answered: Answered): void;
  figures(): AnswerFigures;
}

/**
 * Other tokenizers make up to twice as many tokens of a text. Fewer than half of ours is no other
 * tokenizer, but a prompt that was cut.
 */
const LEAST_OF_COUNTED = 1 / 2;
/** Where nobody has counted: English runs to four bytes a token, no language to sixteen. */
const BYTES_A_TOKEN_AT_MOST = 16;
/** A short prompt has nothing to cut. */
const LEAST_BYTES = 4_000;

export const noAnswers = (): AnswerFigures => ({
  answers: 0,
  cut_off: 0,
  empty: 0,
  thoughts_only: 0,
  comparable: 0,
  all_alike: 0,
  counted: 0,
  short_prompts: 0,
});

/** What is odd about the answers of some models, together. */
export function odditiesIn(all: readonly Oddities[]): Oddities {
  const sum = (name: keyof Oddities): number => all.reduce((so, each) => so + each[name], 0);
  return {
    cut_off: sum('cut_off'),
    empty: sum('empty'),
    all_alike: sum('all_alike'),
    short_prompts: sum('short_prompts'),
  };
}

/** Watches a model of which nothing has been seen yet. */
export function answerWatch(): AnswerWatch {
  const figures = noAnswers();
  return {
    add({ prompt, tokens, answers }) {
      figures.answers += answers.length;
      for (const { text, finish_reason, reasoning_content = '' } of answers) {
        if (finish_reason === 'length') figures.cut_off++;
        else if (text.trim() === '') {
          figures.empty++;
          if (reasoning_content.trim() !== '') figures.thoughts_only++;
        }
      }
      if (answers.length > 1) {
        figures.comparable++;
        if (areAlike(answers)) figures.all_alike++;
      }
      const counted = countedBy(answers);
      if (counted === 0) return;
      figures.counted++;
      if (isShort(prompt, tokens, counted)) figures.short_prompts++;
    },
    figures: () => ({ ...figures }),
  };
}

function areAlike([first, ...others]: readonly ChatAnswer[]): boolean {
  return first!.text !== '' && others.every(({ text }) => text === first!.text);
}

/** The largest count, since a server with a cache may count only what it had not seen yet. */
const countedBy = (answers: readonly ChatAnswer[]): number =>
  Math.max(0, ...answers.map(({ usage }) => usage?.prompt_tokens ?? 0));

/**
 * Some servers cut a prompt that is longer than their context, and answer as if it were whole
 * (Ollama's `num_ctx`). What they count tells.
 */
function isShort(prompt: string, tokens: number | undefined, counted: number): boolean {
  const bytes = Buffer.byteLength(prompt);
  if (bytes < LEAST_BYTES) return false;
  return (
    counted < (tokens === undefined ? bytes / BYTES_A_TOKEN_AT_MOST : tokens * LEAST_OF_COUNTED)
  );
}

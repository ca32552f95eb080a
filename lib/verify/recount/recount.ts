import type { TokenCounter } from '../sources.js';
import type { Chosen, Recounts } from './choose.js';

/** By whom the samples of a file were counted. */
export interface Counted {
  /** What people call the tokenizer's library. */
  library: string;
  /** Samples that it counted. */
  byLibrary: number;
  /** Samples that were counted by rules of our own, and by nothing else. */
  byRulesAlone: number;
  /** Whether there are such rules. If not, the library counts all samples, and once. */
  ownRules: boolean;
}

/** A sample as it is counted again. */
export interface Recounted extends Chosen {
  /** What is counted. */
  text: () => string;
  /** What the sample says of its count, if it does. */
  told?: number;
}

/** Counts samples of one file by the library, beside the rules of our own. */
export interface Recount {
  /** Counts the next sample so if it is chosen. Gives what is wrong. */
  check(sample: Recounted): string[];
  /** Null where nobody is known to have counted. */
  counted(): Counted | null;
  /** What the library failed to count, and why: those samples were counted by our rules alone. */
  notCounted(): string[];
}

/**
 * Begins a file. A library that fails ends nothing: on some machine there may be none, and what it
 * was asked to confirm is not wrong for that.
 */
export function createRecount(recounts: Recounts, tokenizer: TokenCounter | undefined): Recount {
  const isChosen = recounts.ofFile();
  const { library = 'its library', ownRules } = tokenizer ?? {};
  let byLibrary = 0;
  let byRulesAlone = 0;
  let failed = 0;
  let reason = '';

  return {
    check(sample) {
      if (!tokenizer?.libraryCount || !ownRules || !isChosen(sample)) {
        if (ownRules) byRulesAlone++;
        else byLibrary++;
        return [];
      }
      const prompt = sample.text();
      try {
        const expected = tokenizer.libraryCount(prompt);
        byLibrary++;
        return compared(library, expected, tokenizer.count(prompt), sample.told);
      } catch (error) {
        byRulesAlone++;
        if (failed++ === 0) reason = error instanceof Error ? error.message : String(error);
        return [];
      }
    },
    counted: () => (ownRules === undefined ? null : { library, byLibrary, byRulesAlone, ownRules }),
    notCounted: () =>
      failed === 0 ? [] : [`the tokens of ${failed} prompts by ${library}: ${reason}`],
  };
}

function compared(
  library: string,
  expected: number,
  counted: number,
  told: number | undefined,
): string[] {
  if (expected === counted) return [];
  const said = told === undefined ? '' : `, and meta.prompt_tokens is ${told}`;
  return [
    `${library} counts ${expected} tokens in the prompt, the rules of our own ${counted}` +
      `${said}: a count by these rules is wrong, please report it`,
  ];
}

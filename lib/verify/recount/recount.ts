import type { TokenCounter } from '../sources.js';

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

/** What came of counting one sample; plain JSON. */
export interface Recounted {
  byLibrary: boolean;
  /** What is wrong. */
  wrong: string[];
  /** Why the library failed, where it did. */
  failure?: string;
}

/** A sample as it is counted again. */
export interface ToRecount {
  /** Whether it is among those that the library counts, too. */
  isChosen: boolean;
  /** What is counted. */
  text: () => string;
  /** What the sample says of its count, if it does. */
  told?: number;
}

/**
 * Counts a chosen sample by the library, beside the rules of our own. A library that fails ends
 * nothing: on some machine there may be none, and what it was asked to confirm is not wrong for that.
 */
export function recount(
  tokenizer: TokenCounter | undefined,
  { isChosen, text, told }: ToRecount,
): Recounted {
  if (!tokenizer?.ownRules || !tokenizer.libraryCount || !isChosen) {
    return { byLibrary: !tokenizer?.ownRules, wrong: [] };
  }
  const prompt = text();
  try {
    const expected = tokenizer.libraryCount(prompt);
    const wrong = compared(libraryOf(tokenizer), expected, tokenizer.count(prompt), told);
    return { byLibrary: true, wrong };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { byLibrary: false, wrong: [], failure };
  }
}

/** Gathers who has counted the samples of one file. */
export interface CountedTally {
  add(recounted: Recounted): void;
  /** Null where nobody is known to have counted. */
  counted(): Counted | null;
  /** What the library failed to count, and why: those samples were counted by our rules alone. */
  notCounted(): string[];
}

/** Begins a file. */
export function createCounted(tokenizer: TokenCounter | undefined): CountedTally {
  const library = libraryOf(tokenizer);
  const ownRules = tokenizer?.ownRules;
  let byLibrary = 0;
  let byRulesAlone = 0;
  let failed = 0;
  let reason = '';
  return {
    add({ byLibrary: isByLibrary, failure }) {
      if (isByLibrary) byLibrary++;
      else byRulesAlone++;
      if (failure !== undefined && failed++ === 0) reason = failure;
    },
    counted: () => (ownRules === undefined ? null : { library, byLibrary, byRulesAlone, ownRules }),
    notCounted: () =>
      failed === 0 ? [] : [`the tokens of ${failed} prompts by ${library}: ${reason}`],
  };
}

const libraryOf = (tokenizer: TokenCounter | undefined): string =>
  tokenizer?.library ?? 'its library';

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

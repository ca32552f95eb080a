import { unitAt } from '../splitting/units.js';

/** First characters for which looking for one at a time costs more than looking for the tokens. */
const MANY = 4;

/**
 * Finds added tokens (`<|im_start|>` and the like) in text: the leftmost, and of those that begin at
 * one place the longest, as the Aho-Corasick of the Rust library does
 * (`AddedVocabulary` in https://github.com/huggingface/tokenizers, tokenizers/src/tokenizer).
 */
export class AddedTokens {
  readonly #pattern: RegExp | null;
  readonly #firstCharacters: string[];
  /** Every two neighbouring units inside any token. */
  readonly #pairs = new Set<number>();
  readonly #lastUnits: Set<number>;

  constructor(contents: Iterable<string>) {
    // Alternatives are tried in order, so the longest stands first.
    const all = [...new Set(contents)]
      .filter(content => content !== '')
      .sort((a, b) => b.length - a.length);
    this.#firstCharacters = [...new Set(all.map(content => content.charAt(0)))];
    const alternatives = all.map(content => content.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    this.#pattern = alternatives.length > 0 ? new RegExp(alternatives.join('|'), 'g') : null;
    for (const content of all) {
      for (let i = 1; i < content.length; i++) this.#pairs.add(pairAt(content, i));
    }
    this.#lastUnits = new Set(all.map(content => content.charCodeAt(content.length - 1)));
  }

  /** Sum of one for every added token and of what `countSection` says of the text between them. */
  count(text: string, countSection: (section: string) => number): number {
    if (this.#pattern === null || !this.#mayStartIn(text)) return countSection(text);
    let tokens = 0;
    let end = 0;
    for (const match of text.matchAll(this.#pattern)) {
      if (match.index > end) tokens += countSection(text.slice(end, match.index));
      tokens++;
      end = match.index + match[0].length;
    }
    return end === text.length ? tokens : tokens + countSection(end === 0 ? text : text.slice(end));
  }

  /** Whether a character stands in the text that some token begins with: nearly no text has one. */
  #mayStartIn(text: string): boolean {
    return this.#firstCharacters.length > MANY || this.#firstCharacters.some(c => text.includes(c));
  }

  /** Whether the two units at the seam are neighbours in any added token. */
  mightSpan(left: string, right: string): boolean {
    if (this.#pairs.size === 0) return false;
    return this.#pairs.has((unitAt(left, left.length - 1) << 16) | unitAt(right, 0));
  }

  /** Whether some added token ends in the unit. */
  mayEndIn(unit: number): boolean {
    return this.#lastUnits.has(unit);
  }
}

function pairAt(content: string, i: number): number {
  return (content.charCodeAt(i - 1) << 16) | content.charCodeAt(i);
}

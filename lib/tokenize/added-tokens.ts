import { unitAt } from './units.js';

/**
 * Finds added tokens (`<|im_start|>` and the like) in text: the leftmost, and of those that begin at
 * one place the longest, as the Aho-Corasick of the Rust library does
 * (`AddedVocabulary` in https://github.com/huggingface/tokenizers, tokenizers/src/tokenizer).
 */
export class AddedTokens {
  readonly #contents: string[];
  readonly #pattern: RegExp | null;
  /** Every two neighbouring units inside any token. */
  readonly #pairs = new Set<number>();
  readonly #lastUnits: Set<number>;

  constructor(contents: Iterable<string>) {
    // Alternatives are tried in order, so the longest stands first.
    this.#contents = [...new Set(contents)]
      .filter(content => content !== '')
      .sort((a, b) => b.length - a.length);
    const alternatives = this.#contents.map(content =>
      content.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
    );
    this.#pattern = alternatives.length > 0 ? new RegExp(alternatives.join('|'), 'g') : null;
    for (const content of this.#contents) {
      for (let i = 1; i < content.length; i++) this.#pairs.add(pairAt(content, i));
    }
    this.#lastUnits = new Set(
      this.#contents.map(content => content.charCodeAt(content.length - 1)),
    );
  }

  /** Units of the longest token. */
  get longest(): number {
    return this.#contents[0]?.length ?? 0;
  }

  /** Sum of one for every added token and of what `countSection` says of the text between them. */
  count(text: string, countSection: (section: string) => number): number {
    if (this.#pattern === null) return countSection(text);
    let tokens = 0;
    let end = 0;
    for (const match of text.matchAll(this.#pattern)) {
      if (match.index > end) tokens += countSection(text.slice(end, match.index));
      tokens++;
      end = match.index + match[0].length;
    }
    return end === text.length ? tokens : tokens + countSection(end === 0 ? text : text.slice(end));
  }

  /** Whether an added token stands in `left + right` across the seam. */
  spans(left: string, right: string): boolean {
    return (
      this.mightSpan(left, right) &&
      this.#contents.some(content => {
        for (let i = 1; i < content.length; i++) {
          if (left.endsWith(content.slice(0, i)) && right.startsWith(content.slice(i))) return true;
        }
        return false;
      })
    );
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

import { unitAt } from '../splitting/units.js';

/** First characters for which looking for one at a time costs more than looking for the tokens. */
const MANY = 4;

/**
 * Finds added tokens (`<|im_start|>` and the like) in text: the leftmost, and of those that begin at
 * one place the longest, as the Aho-Corasick of the Rust library does
 * (`AddedVocabulary` in https://github.com/huggingface/tokenizers, tokenizers/src/tokenizer).
 */
export class AddedTokens {
  readonly #contents: ReadonlySet<string>;
  /** Lengths of the tokens that begin with a unit, the longest first. */
  readonly #byFirst = new Map<number, number[]>();
  /** The first two units of every token that has two. */
  readonly #heads = new Set<number>();
  readonly #firstCharacters: string[];
  /** Every two neighbouring units inside any token. */
  readonly #pairs = new Set<number>();
  readonly #lastUnits: Set<number>;

  constructor(contents: Iterable<string>) {
    const all = [...new Set(contents)]
      .filter(content => content !== '')
      .sort((a, b) => b.length - a.length);
    this.#contents = new Set(all);
    this.#firstCharacters = [...new Set(all.map(content => content.charAt(0)))];
    for (const content of all) {
      const first = content.charCodeAt(0);
      const lengths = this.#byFirst.get(first) ?? [];
      this.#byFirst.set(first, lengths);
      if (lengths.at(-1) !== content.length) lengths.push(content.length);
      if (content.length > 1) this.#heads.add(pairAt(content, 1));
      for (let i = 1; i < content.length; i++) this.#pairs.add(pairAt(content, i));
    }
    this.#lastUnits = new Set(all.map(content => content.charCodeAt(content.length - 1)));
  }

  /** Sum of one for every added token and of what `countSection` says of the text between them. */
  count(text: string, countSection: (section: string) => number): number {
    if (this.#byFirst.size === 0 || !this.#mayStartIn(text)) return countSection(text);
    let tokens = 0;
    let end = 0;
    for (let at = this.#nextFirst(text, 0); at >= 0; ) {
      const length = this.#lengthAt(text, at);
      if (length === 0) {
        at = this.#nextFirst(text, at + 1);
        continue;
      }
      if (at > end) tokens += countSection(text.slice(end, at));
      tokens++;
      end = at + length;
      at = this.#nextFirst(text, end);
    }
    return end === text.length ? tokens : tokens + countSection(end === 0 ? text : text.slice(end));
  }

  /** Units of the longest token at a place where some may begin; 0 if none does. */
  #lengthAt(text: string, at: number): number {
    const lengths = this.#byFirst.get(text.charCodeAt(at))!;
    // Of GPT-NeoX's blanks, nearly all stand alone.
    const isHead = this.#heads.has((unitAt(text, at) << 16) | unitAt(text, at + 1));
    if (!isHead) return lengths.at(-1) === 1 ? 1 : 0;
    for (const length of lengths) {
      // Near the end of the text the slice is shorter.
      const slice = text.slice(at, at + length);
      if (this.#contents.has(slice)) return slice.length;
    }
    return 0;
  }

  /** Where a unit stands, at `from` or behind it, that some token begins with; -1 if nowhere. */
  #nextFirst(text: string, from: number): number {
    if (this.#firstCharacters.length === 1) return text.indexOf(this.#firstCharacters[0]!, from);
    for (let at = from; at < text.length; at++) {
      if (this.#byFirst.has(text.charCodeAt(at))) return at;
    }
    return -1;
  }

  /** Whether a character stands in the text that some token begins with: nearly no text has one. */
  #mayStartIn(text: string): boolean {
    return this.#firstCharacters.length > MANY || this.#firstCharacters.some(c => text.includes(c));
  }

  /** Whether the text begins with a token. */
  startsIn(text: string): boolean {
    return this.#byFirst.has(text.charCodeAt(0)) && this.#lengthAt(text, 0) > 0;
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

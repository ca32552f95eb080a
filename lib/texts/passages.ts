import { countAll } from '../tokenize/count-all.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import type { Sentence } from './sentences.js';

/** A passage that was cut out of a text. */
export interface TextPassage {
  title: string;
  text: string;
  /** The sentences of `text`, in order, without the white space between them. */
  sentences: string[];
}

/** Puts the sentences of one text together to passages. */
export interface PassageCutter {
  write(sentences: readonly Sentence[]): TextPassage[];
  end(): TextPassage[];
}

/** What decides where a text is cut. */
export interface PassageCut {
  tokenizer: Tokenizer;
  /** Tokens of a passage's text at most, unless it is a single sentence. */
  fillerTokens: number;
}

/**
 * Each passage takes as many sentences, with the white space between them, as fit; a sentence that
 * is longer by itself is a passage by itself. Nothing of a text is left out but the white space
 * between two passages.
 */
export function passageCutter(
  title: string,
  { tokenizer, fillerTokens }: PassageCut,
): PassageCutter {
  let held: Sentence[] = [];
  /** Of each of them with its gap. */
  let tokens: number[] = [];
  let sum = 0;

  /**
   * Tokens of the first sentences held, whose text this is. They are added up where no seam costs any:
   * of every text before a sentence, and that sentence, it is known then.
   */
  const together = (text: string, count: number): number => {
    const [first] = held;
    let end = first!.text.length;
    let all = first!.gap === '' ? tokens[0]! : tokenizer.count(first!.text);
    for (let i = 1; i < count; i++) {
      const next = held[i]!.gap + held[i]!.text;
      if (!tokenizer.additive(text.slice(0, end), next)) return tokenizer.count(text);
      all += tokens[i]!;
      end += next.length;
    }
    return all;
  };
  /** The sentences held, but those at the end by which they are too long together. */
  const close = (): TextPassage => {
    let count = held.length;
    let text = textOf(held);
    // Sentences may take more tokens together than one by one.
    while (count > 1 && together(text, count) > fillerTokens) text = textOf(held.slice(0, --count));
    const sentences = held.slice(0, count).map(sentence => sentence.text);
    held = held.slice(count);
    tokens = tokens.slice(count);
    sum = tokens.reduce((all, each) => all + each, 0);
    return { title, text, sentences };
  };
  return {
    write(sentences) {
      const cut: TextPassage[] = [];
      const counts = countAll(
        tokenizer,
        sentences.map(({ gap, text }) => gap + text),
      );
      for (const [i, sentence] of sentences.entries()) {
        const count = counts[i]!;
        while (held.length > 0 && sum + count > fillerTokens) cut.push(close());
        held.push(sentence);
        tokens.push(count);
        sum += count;
      }
      return cut;
    },
    end() {
      const cut: TextPassage[] = [];
      while (held.length > 0) cut.push(close());
      return cut;
    },
  };
}

/** Sentences as they stand in the text. */
const textOf = (sentences: readonly Sentence[]): string =>
  sentences.map(({ gap, text }, i) => (i === 0 ? text : gap + text)).join('');

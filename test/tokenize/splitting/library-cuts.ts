import { Tokenizer } from 'tokenizers';
import { madeJson } from '../byte-level.js';

type Json = Record<string, unknown>;

/** Where the Rust `tokenizers` ends the pre-tokens of texts, in UTF-16 units. */
export type LibraryCuts = (texts: readonly string[]) => Promise<number[][]>;

/** The cuts of pre-tokenizers that follow each other. */
export function libraryCuts(pretokenizers: readonly Json[]): LibraryCuts {
  const tokenizer = Tokenizer.fromString(
    madeJson({
      pre_tokenizer: { type: 'Sequence', pretokenizers },
      // Each pre-token is one unknown word.
      model: { type: 'WordLevel', vocab: { '?': 0 }, unk_token: '?' },
    }),
  );
  return async texts => {
    const encodings = await tokenizer.encodeBatch([...texts], { addSpecialTokens: false });
    return texts.map((text, i) => {
      const places = unitPlaces(text);
      return encodings[i]!.getOffsets().map(([, end]) => places[end!]!);
    });
  };
}

/** `Split` by a regular expression that removes nothing. */
export const split = (Regex: string): Json => ({
  type: 'Split',
  pattern: { Regex },
  behavior: 'Isolated',
  invert: false,
});

/** Place in units by place in code points. */
function unitPlaces(text: string): number[] {
  const places = [0];
  for (const character of text) places.push(places.at(-1)! + character.length);
  return places;
}

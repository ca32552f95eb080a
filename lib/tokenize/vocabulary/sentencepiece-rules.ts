import { PieceCounter } from '../counting/piece-counter.js';
import { scoreMerges } from '../counting/score-merges.js';
import { WrittenCounter } from '../counting/written-counter.js';
import { MODEL_TYPES, type SentencePieceModel } from './sentencepiece-model.js';

/**
 * A counter for a SentencePiece model whose every rule is known here: a BPE over text as it is, but for
 * its blanks. For any other, the part that is not known, in words.
 */
export function sentencePieceCounter(model: SentencePieceModel): WrittenCounter | string {
  const { modelType, charsMap, escapesBlanks, addsBlank, blankAsSuffix, squeezesBlanks } = model;
  if (modelType !== MODEL_TYPES.bpe) return `its model ${typeName(modelType)}`;
  if (charsMap > 0) return 'its normalizer, which rewrites characters';
  if (!escapesBlanks) return 'its blanks, which are kept';
  const known = scoreMerges(model);
  if (typeof known === 'string') return known;
  const { merges, userDefined } = known;
  if (squeezesBlanks && userDefined.some(piece => piece.includes(' '))) {
    return 'its pieces of the user with a blank, where blanks are squeezed';
  }
  return new WrittenCounter({
    pieces: new PieceCounter({ merges, prefix: 'never', doubles: false, added: userDefined }),
    blank: addsBlank ? (blankAsSuffix ? 'behind' : 'before') : 'nowhere',
    squeezes: squeezesBlanks,
  });
}

/** A model's type, as the files of SentencePiece have it. */
function typeName(type: number): string {
  return Object.entries(MODEL_TYPES).find(([, value]) => value === type)?.[0] ?? String(type);
}

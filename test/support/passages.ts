import { encodePassage, StoredPassage } from '../../lib/corpus/store/codec.js';
import { passageId } from '../../lib/corpus/store/passage-id.js';
import type { SamplePassage } from '../../lib/records/sample.js';

/** A passage as the corpus has it, with its number there if it has one. */
export function storedAs(
  {
    title,
    text,
    tokens,
    bounds = [],
    supporting = false,
  }: Pick<SamplePassage, 'title' | 'text' | 'tokens'> & Partial<SamplePassage>,
  number?: number,
): StoredPassage {
  const record = { id: passageId(title, text), title, text, bounds, tokens };
  return new StoredPassage(encodePassage(record), supporting, number);
}

import { createHash } from 'node:crypto';
import type { Corpus } from '../corpus/open.js';
import { passageId } from '../corpus/store/passage-id.js';
import { temporaryStore } from '../disk/temporary-store.js';
import type { SampleMeta } from '../records/sample.js';
import type { FoundPassages } from '../verify/foreign/passages.js';

/** Passages of corpora by what they say, white space aside. */
export interface PassagesByText {
  /** The id of the passage that has this title and text, one behind the other. */
  find(text: string): string | undefined;
  close(): Promise<void>;
}

/** White space aside: pairs leave blanks behind, and datasets are joined with and without. */
const inkKey = (text: string): string =>
  createHash('sha256').update(text.replace(/\s+/g, '').normalize()).digest('base64');

/** Makes the index, on disk, when it is first asked, in one pass over all passages. */
export function passagesByText(corpora: readonly Corpus[]): PassagesByText {
  let index: ReturnType<typeof temporaryStore> | undefined;
  const made = (): ReturnType<typeof temporaryStore> => {
    if (index) return index;
    index = temporaryStore();
    for (const corpus of corpora) {
      for (let number = 0; number < corpus.info.passages; number++) {
        const { id, title, text } = corpus.passage(number);
        index.put(inkKey(title + text), Buffer.from(id));
      }
    }
    return index;
  };
  return {
    find: text => (corpora.length > 0 ? made().get(inkKey(text))?.toString() : undefined),
    close: async () => index?.close(),
  };
}

/**
 * The passages of a context in order. Where no corpus has one, its id is made of what stands there, the
 * title being the first line.
 *
 * @param supporting those that the answer needs: their ids, or the numbers that their headers have
 */
export function readPassages(
  bare: string,
  { passages, isFlat, header }: FoundPassages,
  byText: PassagesByText,
  supporting: { ids: ReadonlySet<string>; numbers: ReadonlySet<number> },
): SampleMeta['passages'] {
  const taken = new Set<string>();
  const first = header.includes('{n}') ? 1 : 0;
  return passages.map(({ body, end }, i) => {
    const whole = bare.slice(body, end);
    const known = byText.find(whole);
    const id = known !== undefined && !taken.has(known) ? known : idOf(whole.trim(), isFlat);
    taken.add(id);
    return { id, supporting: supporting.ids.has(id) || supporting.numbers.has(i + first) };
  });
}

function idOf(whole: string, isFlat: boolean): string {
  const line = isFlat ? -1 : whole.indexOf('\n');
  if (line < 0) return passageId('', whole);
  return passageId(whole.slice(0, line).trim(), whole.slice(line + 1).trim());
}

import { decodeHTMLStrict } from 'entities/decode';
import { RecordError } from '../../errors.js';

/** What titles have in common that look the same: NFC, entities decoded, blanks squeezed. */
export const sameTitle = (title: string): string =>
  decodeHTMLStrict(title).normalize('NFC').replace(/\s+/g, ' ').trim();

/** The same without quotation marks around all of it, which some files have around every title. */
const bareTitle = (title: string): string => sameTitle(title).replace(/^"(.+)"$/s, '$1');

/** How titles are compared, from the strictest way to the loosest; the last one only gives a hint. */
const WAYS = [
  (title: string) => title,
  sameTitle,
  bareTitle,
  (title: string) => bareTitle(title).toLowerCase(),
];

/**
 * The titles among those of a record's passages that its supporting facts mean: each fact's as it
 * stands, or else those that differ in nothing that can be seen. A fact without a title means the
 * passages without one, as a title that stands there twice means both.
 *
 * @throws RecordError SUPPORT_MISSING
 */
export function supportedTitles(
  wanted: ReadonlySet<string>,
  titles: readonly string[],
): ReadonlySet<string> {
  const named = new Set(titles);
  if ([...wanted].every(title => named.has(title))) return wanted;
  const indexes = WAYS.map(way => ({ way, index: lazyIndex(named, way) }));
  const matches = (title: string, ways: typeof indexes): readonly string[] => {
    for (const { way, index } of ways) {
      const found = index().get(way(title));
      if (found) return found;
    }
    return [];
  };
  const supported = new Set<string>();
  for (const title of wanted) {
    const found = matches(title, indexes.slice(0, -1));
    if (found.length === 0) throw missing(title, matches(title, indexes)[0]);
    for (const each of found) supported.add(each);
  }
  return supported;
}

/** Titles by what a way of comparing makes of them, made when they are first looked for. */
function lazyIndex(
  titles: ReadonlySet<string>,
  way: (title: string) => string,
): () => ReadonlyMap<string, readonly string[]> {
  let index: Map<string, string[]> | undefined;
  return () => {
    if (index) return index;
    index = new Map();
    for (const title of titles) {
      const key = way(title);
      const others = index.get(key);
      if (others) others.push(title);
      else index.set(key, [title]);
    }
    return index;
  };
}

function missing(title: string, near: string | undefined): RecordError {
  const hint = near === undefined ? '' : `; ${JSON.stringify(near)} does`;
  const message = `the supporting title ${JSON.stringify(title)} does not stand in context${hint}`;
  return new RecordError('SUPPORT_MISSING', message);
}

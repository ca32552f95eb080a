import type { CorpusInfo, CorpusInput } from '../corpus/store/info.js';
import { SOURCES } from './sources/registry.js';
import type { Source, SourceSplit } from './sources/source.js';

/** What of a published dataset an input is. */
interface Known {
  source: Source;
  split: SourceSplit;
}

/** What a corpus holds, beside what its dataset's authors count. */
export interface Comparison {
  text: string;
  /** The counts differ. */
  differs: boolean;
}

type Counted = Pick<CorpusInfo, 'inputs' | 'questions' | 'passages' | 'rejects'>;

/**
 * Compares a corpus with the published counts, where it is known to be made of whole published files
 * and of nothing else: by the SHA-256 of its inputs, and the members of archives that were read.
 * Undefined where that is not known, or nobody has counted.
 */
export function comparePublished(
  { inputs, questions, passages, rejects }: Counted,
  sources: Readonly<Record<string, Source>> = SOURCES,
): Comparison[] {
  const known = inputs.map(input => knownAs(input, sources));
  const [first] = known;
  if (!first || known.some(each => each?.source !== first.source)) return [];
  const splits = known.map(each => each!.split);
  if (new Set(splits).size < splits.length) return [];
  const { source } = first;
  const name = `${source.title} (${splits.map(split => split.name).join(', ')})`;
  const found: Comparison[] = [];
  const published = splits.reduce((sum, split) => sum + (split.questions ?? Number.NaN), 0);
  if (!Number.isNaN(published)) {
    const lost = rejects === 0 ? '' : ` and ${rejects} rejects`;
    found.push(compared(`${name}, known by its SHA-256`, `questions${lost}`, questions, published));
  }
  const all = source.files.flatMap(file => file.splits);
  if (source.passages && all.every(split => splits.includes(split))) {
    const { count, said } = source.passages;
    found.push(compared(name, `unique passages by ${said}`, passages, count));
  }
  return found;
}

function compared(name: string, what: string, here: number, published: number): Comparison {
  const differs = here !== published;
  const text = differs
    ? `${name}: ${here} ${what}, published are ${published}`
    : `${name}: ${here} ${what}, as published`;
  return { text, differs };
}

function knownAs(
  { sha256, member, max_record_bytes }: CorpusInput,
  sources: Readonly<Record<string, Source>>,
): Known | undefined {
  // With another limit than by default, records may be left out on purpose.
  if (max_record_bytes !== undefined) return undefined;
  for (const source of Object.values(sources)) {
    for (const file of source.files) {
      if (file.sha256 !== sha256) continue;
      const split = file.splits.find(
        each => each.member === member || each.member?.endsWith(`/${member}`),
      );
      if (split) return { source, split };
    }
  }
  return undefined;
}

import type { ExampleKind } from '../example.js';

/** What LoongRL's choice of a reward goes by, and so verl's where it has that one. */
const PREFIXES: Readonly<Record<Exclude<ExampleKind, 'row' | 'trajectory'>, string>> = {
  keychain: 'custom_longcontext_needle_qa_',
  plain: 'custom_longcontextqa_',
  needle: 'custom_needle_',
};

/** What rows of verl are told by, and rewarded by. */
export const dataSourceOf = (kind: keyof typeof PREFIXES, dataset: string): string =>
  `${PREFIXES[kind]}${dataset}`;

/** What a source says that we have given; undefined for one of others. */
export function sampleSource(
  dataSource: string,
): { kind: keyof typeof PREFIXES; dataset: string } | undefined {
  for (const kind of Object.keys(PREFIXES) as (keyof typeof PREFIXES)[]) {
    const prefix = PREFIXES[kind];
    if (dataSource.startsWith(prefix)) return { kind, dataset: dataSource.slice(prefix.length) };
  }
  return undefined;
}

import type { Sink } from './sink.js';
import { SINKS } from './sinks.js';

/** What stands beside a file of samples, by the same name with another ending. */
export const MANIFEST_ENDING = '.manifest.json';
export const REJECTS_ENDING = '.rejects.jsonl.gz';

/** The name of an output without its ending, by which what stands beside it is found. */
export function baseOf(file: string): string {
  const ending = ENDINGS.find(each => file.endsWith(each)) ?? '';
  return file.slice(0, file.length - ending.length);
}

/** The longest first, since some end with another. */
const ENDINGS = Object.values<Sink>(SINKS)
  .map(({ ending }) => ending)
  .sort((a, b) => b.length - a.length);

/** What an output file's name is made of. */
export interface OutputName {
  subset: string;
  /** As asked for; -1 means all. */
  numSamples: number;
  /** Missing for relevant-only without a length. */
  maxSeqLength: number | null;
  chains?: { keyFormat: string; count: number; hops: number } | undefined;
  needles?: { keys: number; values: number; queries: number } | undefined;
}

/** The name of an output without its ending; the reference's habit. */
export function outputName({
  subset,
  numSamples,
  maxSeqLength,
  chains,
  needles,
}: OutputName): string {
  return [
    `${subset}-num_sample_${numSamples < 0 ? 'all' : numSamples}`,
    ...(maxSeqLength === null ? [] : [`max_seq_${maxSeqLength}`]),
    ...(chains
      ? [
          `uuid_len_${chains.keyFormat}`,
          `numchain_${chains.count}`,
          `numhop-${chains.hops}`,
          'distractor',
        ]
      : []),
    ...(needles
      ? ['needle', `keys_${needles.keys}`, `values_${needles.values}`, `queries_${needles.queries}`]
      : []),
  ].join('-');
}

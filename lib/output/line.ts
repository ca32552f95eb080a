import type { RenderedText } from '../prompt/rendered-text.js';
import type { Sample } from '../records/sample.js';
import { JsonBytes } from './json-bytes.js';

/**
 * A sample as a line of JSON, cut where its `index` stands: that is known only to whoever writes
 * the file, in order.
 */
export interface SampleLine {
  /** Up to `"index":`. */
  head: string;
  /** From behind the index to the line feed, in UTF-8. */
  tail: Uint8Array;
  /** The sample's `length`. */
  tokens: number;
  /** True if the sample carries warnings. */
  marked: boolean;
}

const json = new JsonBytes();

/** Drops what only later stages need, and serialises. */
export function sampleLine(sample: Sample<string | RenderedText>): SampleLine {
  const { id, index: _, passages: __, ...rest } = sample;
  return {
    head: `{"id":${JSON.stringify(id)},"index":`,
    tail: json.fields(rest).text('}\n').take(),
    tokens: sample.length,
    marked: sample.meta.warnings.length > 0,
  };
}

/** The parts of a line, in bytes. */
export const lineParts = ({ head, tail }: SampleLine, index: number): Uint8Array[] => [
  Buffer.from(`${head}${index}`),
  tail,
];

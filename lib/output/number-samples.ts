import type { Transform } from 'node:stream';
import type { Sample } from '../records/sample.js';
import { stage } from '../stream/stage.js';

/** Numbers the samples of each length by their position in the stream. */
export function numberSamples(): Transform {
  const next = new Map<number | null, number>();
  return stage<Sample, Sample>((sample, push) => {
    const { max_seq_length } = sample.meta;
    const index = next.get(max_seq_length) ?? 0;
    next.set(max_seq_length, index + 1);
    push({ ...sample, index });
  });
}

/** Drops what only later stages need: the last stage before a sample is written. */
export function withoutPassages(): Transform {
  return stage<Sample, Sample>(({ passages: _, ...sample }, push) => push(sample));
}

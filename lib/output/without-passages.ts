import type { Transform } from 'node:stream';
import type { Sample } from '../records/sample.js';
import { stage } from '../stream/stage.js';

/** Drops what only later stages need: the last stage before a sample is written. */
export function withoutPassages(): Transform {
  return stage<Sample, Sample>(({ passages: _, passage_numbers: __, ...sample }, push) =>
    push(sample),
  );
}

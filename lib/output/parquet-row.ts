import type { Row } from '../parquet/write/encode-rows.js';
import { RenderedText } from '../prompt/rendered-text.js';
import type { BlockSample } from './sink.js';

/** What of a sample is written. */
export const rowOf = (sample: BlockSample, rendered: (text: RenderedText) => unknown): Row =>
  Object.fromEntries(
    Object.entries(sample)
      .filter(([name, value]) => value !== undefined && name !== 'passages')
      .map(([name, value]) => [name, value instanceof RenderedText ? rendered(value) : value]),
  );

import { Readable } from 'node:stream';
import type { WorldOptions } from './shapes/shape.js';
import { SHAPES, type WorldShape } from './shapes/shapes.js';

/** Characters gathered before they are handed on. */
const CHUNK = 256 * 1024;

/** The bytes of a dataset's file, made as fast as they are read and no faster. */
export function worldStream(shape: WorldShape, options: WorldOptions): Readable {
  return Readable.from(chunks(shape, options), { objectMode: false, highWaterMark: CHUNK });
}

function* chunks(shape: WorldShape, options: WorldOptions): Generator<Buffer> {
  const { frame, records } = SHAPES[shape];
  const [before, between, after] = frame;
  let text = before;
  let separator = '';
  for (const record of records(options)) {
    text += separator + JSON.stringify(record);
    separator = between;
    if (text.length < CHUNK) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(separator === '' && after === '\n' ? text : text + after);
}

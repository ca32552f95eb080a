import type { Transform } from 'node:stream';
import { isFields } from '../records/fields.js';
import { jsonLines } from './parsing/lines.js';
import type { JsonValue } from './parsing/values.js';
import { sampleWatch, watched } from './read-samples.js';
import { readStage } from './read-stage.js';

/**
 * The stage for those who look at lines that should be samples and may be anything: a Transform of
 * bytes (JSON lines) to objects as they are, and to the JSON text of what is no object, since a
 * stream cannot carry `null`.
 *
 * @throws (as an error event) INPUT_SYNTAX, INPUT_TRUNCATED, INPUT_NOT_UTF8; INPUT_FORMAT at the end
 *   of an input in which no line is anything like a sample
 */
export function readValues(file = '-'): Transform {
  const watch = sampleWatch(file);

  function* valuesOf(values: Iterable<JsonValue>): Generator<object | string> {
    for (const { value } of values) {
      watch.see(value);
      yield isFields(value) ? value : JSON.stringify(value);
    }
  }

  return readStage({ file, reader: watched(jsonLines(file), watch), recordsOf: valuesOf });
}

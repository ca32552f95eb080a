import type { Transform } from 'node:stream';
import type { InputLimits } from '../input/limits.js';
import { isFields } from '../records/fields.js';
import { isForeignRow, isForeignSample } from '../records/foreign.js';
import { looksLikeSample } from '../records/sample-fields.js';
import { jsonInput } from './input.js';
import type { JsonValue } from './parsing/values.js';
import { sampleWatch, watched } from './read-samples.js';
import { readStage } from './read-stage.js';

/**
 * The stage for those who look at lines that should be samples and may be anything: a Transform of
 * bytes (JSON lines, or a JSON array) to objects as they are, and to the JSON text of what is no
 * object, since a stream cannot carry `null`; of a record that is too large, to the
 * error that says so.
 *
 * @throws (as an error event) INPUT_SYNTAX, INPUT_TRUNCATED, INPUT_NOT_UTF8; INPUT_FORMAT at the end
 *   of an input in which no line is anything like a sample
 */
export function readValues(file = '-', limits?: InputLimits): Transform {
  const watch = sampleWatch(
    file,
    value => looksLikeSample(value) || isForeignSample(value) || isForeignRow(value),
  );

  function* valuesOf(values: Iterable<JsonValue>): Generator<object | string> {
    for (const { value, fault } of values) {
      if (fault) {
        yield fault;
        continue;
      }
      watch.see(value);
      yield isFields(value) ? value : JSON.stringify(value);
    }
  }

  return readStage({
    file,
    reader: watched(jsonInput({ file, limits, onEmpty: () => undefined }), watch),
    recordsOf: valuesOf,
  });
}

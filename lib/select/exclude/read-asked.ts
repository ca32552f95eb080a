import { readIds } from '../../ids/read-ids.js';
import type { InputLimits } from '../../input/limits.js';
import { openInput } from '../../input/open.js';
import { jsonInput } from '../../json/input.js';
import type { JsonValue } from '../../json/parsing/values.js';
import { readStage } from '../../json/read-stage.js';
import { flow } from '../../stream/flow.js';
import { type Asked, askedIn } from './marks.js';

/** One value of a file: the questions that it tells of; none where it tells of none. */
export type Told = readonly Asked[];

/**
 * Reads a file of what was asked before: records as JSON lines, as a JSON array or as a table, or
 * a list of ids in any form that `readIds` takes.
 *
 * @throws KeychainError INPUT_*, as `openInput` and `readIds` do
 */
export async function* readAsked(file: string, limits?: InputLimits): AsyncGenerator<Told> {
  const first = await firstCharacter(file, limits);
  if (first !== '{' && first !== '[') {
    if (first === undefined) return;
    for await (const id of readIds(file)) yield askedIn(id);
    return;
  }
  function* toldOf(values: Iterable<JsonValue>): Generator<Told> {
    for (const { value, fault } of values) yield fault ? [] : askedIn(value);
  }
  yield* flow(
    openInput(file, { limits }),
    readStage({
      file,
      reader: jsonInput({ file, limits, onEmpty: () => undefined }),
      recordsOf: toldOf,
    }),
  ) as AsyncIterable<Told>;
}

const MARK = '\u{feff}';

/** The first character that is no blank; undefined of an empty file. */
async function firstCharacter(file: string, limits?: InputLimits): Promise<string | undefined> {
  const input = openInput(file, { limits });
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      // A mark of UTF-8 is cut by no chunk of a file.
      const [first] = chunk.toString('utf8').replace(MARK, '').trimStart();
      if (first !== undefined) return first;
    }
    return undefined;
  } finally {
    input.destroy();
  }
}

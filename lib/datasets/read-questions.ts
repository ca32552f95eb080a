import type { Readable } from 'node:stream';
import { type OpenOptions, openInput } from '../input/open.js';
import { flow } from '../stream/flow.js';
import { type ParseOptions, parse } from './parse.js';
import { type UniqueIdsOptions, uniqueIds } from './unique-ids.js';

export type { DatasetFormat } from './registry.js';
export type ReadOptions = Omit<ParseOptions, 'file' | 'check'> &
  OpenOptions &
  Pick<UniqueIdsOptions, 'seen'>;

/**
 * Reads the questions of a dataset from a file, or standard input for `-`: opened, decompressed,
 * parsed, ids checked.
 *
 * @returns a Readable of Question records
 * @throws (as an error event) what `openInput` and `parse` throw
 */
export function readQuestions(file: string, options: ReadOptions = {}): Readable {
  const { onBytes, seen, ...parsing } = options;
  return flow(
    openInput(file, { ...(onBytes && { onBytes }), limits: options.limits }),
    parse({ ...parsing, file, check: uniqueIds({ onReject: options.onReject, file, seen }) }),
  );
}

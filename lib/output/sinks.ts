import type { Sink } from './sink.js';
import { jsonl } from './sinks/jsonl.js';
import { jsonlGz } from './sinks/jsonl-gz.js';

/** What writes samples, by the name of the format. */
export const SINKS = {
  'jsonl.gz': jsonlGz,
  jsonl,
} as const satisfies Record<string, Sink>;

export type SinkName = keyof typeof SINKS;

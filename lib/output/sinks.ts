import type { Sink } from './sink.js';
import { jsonl } from './sinks/jsonl.js';
import { jsonlGz } from './sinks/jsonl-gz.js';
import { jsonlZst } from './sinks/jsonl-zst.js';
import { parquet } from './sinks/parquet.js';

/** What writes samples, by the name of the format. */
export const SINKS = {
  'jsonl.gz': jsonlGz,
  'jsonl.zst': jsonlZst,
  jsonl,
  parquet,
} as const satisfies Record<string, Sink>;

export type SinkName = keyof typeof SINKS;

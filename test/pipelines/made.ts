import { readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { Manifest } from '../../lib/assemble/outputs/manifest.js';
import type { Reject } from '../../lib/records/reject.js';
import type { Sample } from '../../lib/records/sample.js';
import { silentReporter } from '../../lib/reporter.js';
import type { Run } from '../../lib/run.js';

/** The records of JSON lines. */
export const recordsIn = <T>(lines: string | Buffer): T[] =>
  `${lines}`
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as T);

/** One output of a pipeline, with all that stands beside it. */
export interface Output {
  bytes: Buffer;
  lines: string;
  samples: Sample[];
  manifest: Manifest;
  rejects: Reject[];
}

/** Reads an output by the name of its file. */
export async function outputAt(file: string): Promise<Output> {
  const bytes = await readFile(file);
  const base = file.replace(/\.jsonl(\.gz)?$/, '');
  const lines = `${file.endsWith('.gz') ? gunzipSync(bytes) : bytes}`;
  const rejects = await readFile(`${base}.rejects.jsonl.gz`).catch(() => undefined);
  return {
    bytes,
    lines,
    samples: recordsIn(lines),
    manifest: JSON.parse(await readFile(`${base}.manifest.json`, 'utf8')) as Manifest,
    rejects: rejects ? recordsIn(gunzipSync(rejects)) : [],
  };
}

/** A run that listens: to what is written, warned of and rejected. */
export function listening(): {
  run: Run;
  /** What was written; to be asked for once, at the end. */
  written: () => Promise<string>;
  warnings: string[];
  rejects: Reject[];
} {
  const stdout = new PassThrough();
  const all = text(stdout);
  const warnings: string[] = [];
  const rejects: Reject[] = [];
  const reporter = {
    ...silentReporter,
    warn: (message: string) => warnings.push(message),
    reject: (reject: Reject) => rejects.push(reject),
  };
  return {
    run: { stdout, reporter },
    written: () => {
      stdout.end();
      return all;
    },
    warnings,
    rejects,
  };
}

import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CorpusInfo } from '../lib/corpus/info.js';
import type { Reject } from '../lib/records.js';
import { VERSION } from '../lib/version.js';
import { lineParts, type SampleLine } from '../lib/write/line.js';
import { outputName } from '../lib/write/names.js';
import { type RejectFile, rejectFile } from '../lib/write/reject-file.js';
import {
  openSampleFile,
  type SampleFile,
  type SampleFileResult,
} from '../lib/write/sample-file.js';
import {
  chainsAt,
  type OutputSettings,
  type SampleSettings,
  type SelectSettings,
} from './settings.js';

/** Where a run's samples go: a file a length, or one stream. */
export interface Outputs {
  write(length: number, line: SampleLine): Promise<void>;
  reject(length: number, reject: Reject): Promise<void>;
  finish(counts: { questions: number; unanswerable: number }): Promise<OutputSummary[]>;
  abandon(): Promise<void>;
}

/** What a user is told of one output. */
export interface OutputSummary {
  file: string;
  max_seq_length: number | null;
  samples: number;
  marked: number;
  tokens: SampleFileResult['tokens'];
  rejects: Record<string, number>;
}

export interface OutputParts {
  output: OutputSettings;
  select: SelectSettings;
  sample: SampleSettings;
  corpus: CorpusInfo;
  /** Folder of the files. */
  folder: string;
  /** Rejects met while the dataset was read. */
  readRejects: AsyncIterable<Reject> | Iterable<Reject>;
}

/** One gzipped file a length, with manifest and rejects beside it. */
export async function fileOutputs(parts: OutputParts): Promise<Outputs> {
  const { sample } = parts;
  const files: { base: string; samples: SampleFile; rejects: RejectFile }[] = [];
  for (const maxSeqLength of sample.maxSeqLengths) {
    const base = join(parts.folder, nameAt(parts, maxSeqLength));
    const samples = await openSampleFile(`${base}.jsonl.gz`, parts.output.gzipLevel);
    files.push({ base, samples, rejects: rejectFile(`${base}.rejects.jsonl.gz`) });
  }
  for await (const reject of parts.readRejects) {
    for (const { rejects } of files) await rejects.write(reject);
  }
  return {
    write: (length, line) => files[length]!.samples.write(line),
    reject: (length, reject) => files[length]!.rejects.write(reject),
    finish: async counts => {
      const summaries: OutputSummary[] = [];
      for (const [i, { base, samples, rejects }] of files.entries()) {
        const rejected = await rejects.finish();
        const result = await samples.finish();
        const maxSeqLength = sample.maxSeqLengths[i] ?? null;
        const manifest = manifestOf(parts, maxSeqLength, counts, result, rejected);
        await writeFile(`${base}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
        summaries.push({
          file: `${base}.jsonl.gz`,
          max_seq_length: maxSeqLength,
          samples: result.samples,
          marked: result.marked,
          tokens: result.tokens,
          rejects: rejected,
        });
      }
      return summaries;
    },
    abandon: async () => {
      for (const { samples, rejects } of files) {
        await samples.abandon();
        await rejects.abandon();
      }
    },
  };
}

function nameAt({ output, select, sample }: OutputParts, maxSeqLength: number | null): string {
  const { chains } = sample;
  return outputName({
    subset: output.subset,
    numSamples: select.numSamples,
    maxSeqLength,
    chains: chains && {
      keyFormat: chains.keyFormat,
      count: chainsAt(chains.count, maxSeqLength ?? 0),
      hops: chains.hops,
    },
  });
}

/** The manifest holds what the samples depend on, and nothing else: no path, clock or worker. */
function manifestOf(
  { output, select, sample, corpus }: OutputParts,
  maxSeqLength: number | null,
  counts: { questions: number; unanswerable: number },
  result: SampleFileResult,
  rejects: Record<string, number>,
): object {
  const { maxSeqLengths: _, ...options } = sample;
  const { idsFile, ...selection } = select;
  return {
    inputs: corpus.inputs,
    corpus: { key: corpus.key, passages: corpus.passages, questions: corpus.questions },
    tokenizer: corpus.tokenizer,
    options: {
      ...options,
      ...selection,
      filterIds: idsFile !== undefined,
      maxSeqLength,
      subset: output.subset,
      gzipLevel: output.gzipLevel,
    },
    versions: { keychain: VERSION, node: process.versions.node, zlib: process.versions.zlib },
    counts: { ...counts, samples: result.samples, marked: result.marked, rejects },
    tokens: result.tokens,
    output: { bytes: result.bytes, sha256: result.sha256 },
  };
}

/** One plain stream, question by question, then length by length. */
export function streamOutputs(
  stream: NodeJS.WritableStream,
  file: string,
  { output, sample, readRejects }: OutputParts,
): Outputs {
  const indexes = sample.maxSeqLengths.map(() => 0);
  const counts = sample.maxSeqLengths.map((): Record<string, number> => ({}));
  const rejects = output.rejects === undefined ? undefined : rejectFile(output.rejects);
  let started = false;
  const start = async (): Promise<void> => {
    if (started) return;
    started = true;
    for await (const reject of readRejects) await rejects?.write(reject);
  };
  return {
    write: async (length, line) => {
      await start();
      const bytes = Buffer.concat(lineParts(line, indexes[length]!++));
      if (!stream.write(bytes)) await once(stream, 'drain');
    },
    reject: async (length, reject) => {
      await start();
      const tally = counts[length]!;
      tally[reject.code] = (tally[reject.code] ?? 0) + 1;
      await rejects?.write(reject);
    },
    finish: async () => {
      await start();
      await rejects?.finish();
      return sample.maxSeqLengths.map((max_seq_length, i) => ({
        file,
        max_seq_length,
        samples: indexes[i]!,
        marked: 0,
        tokens: null,
        rejects: counts[i]!,
      }));
    },
    abandon: async () => {
      await rejects?.abandon();
    },
  };
}

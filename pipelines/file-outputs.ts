import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputName } from '../lib/output/names.js';
import { type RejectFile, rejectFile } from '../lib/output/reject-file.js';
import { openSampleFile, type SampleFile } from '../lib/output/sample-file.js';
import { manifestOf } from './manifest.js';
import type { OutputParts, OutputSummary, Outputs } from './outputs.js';
import { chainsAt } from './settings.js';

/** One gzipped file a length, with manifest and rejects beside it. */
export async function fileOutputs(parts: OutputParts): Promise<Outputs> {
  const { sample } = parts;
  const files: { base: string; samples: SampleFile; rejects: RejectFile }[] = [];
  const abandon = async (): Promise<void> => {
    for (const { samples, rejects } of files) {
      await samples.abandon();
      await rejects.abandon();
    }
  };
  try {
    for (const maxSeqLength of sample.maxSeqLengths) {
      const base = join(parts.folder, nameAt(parts, maxSeqLength));
      const samples = await openSampleFile(`${base}.jsonl.gz`, parts.output.gzipLevel);
      files.push({ base, samples, rejects: rejectFile(`${base}.rejects.jsonl.gz`) });
    }
    for await (const reject of parts.readRejects) {
      for (const { rejects } of files) await rejects.write(reject);
    }
  } catch (error) {
    await abandon();
    throw error;
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
    abandon,
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

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { writeWhole } from '../../disk/write-whole.js';
import { jsonText } from '../../json/json-text.js';
import { MANIFEST_ENDING, REJECTS_ENDING } from '../../output/names.js';
import { type RejectFile, rejectFile } from '../../output/reject-file.js';
import { openSampleFile, type SampleFile } from '../../output/sample-file.js';
import { SINKS } from '../../output/sinks.js';
import type { Reject } from '../../records/reject.js';
import type { Dataset } from '../dataset.js';
import { type LengthCounts, lengthCounts } from './length-counts.js';
import { manifestOf } from './manifest.js';
import { nameAt } from './names.js';
import type { OutputSummary, Outputs, QuestionCounts } from './outputs.js';

/** One length's file under way, with what stands beside it. */
interface Output {
  maxSeqLength: number | null;
  /** Path without its ending. */
  base: string;
  samples: SampleFile;
  rejects: RejectFile;
  counts: LengthCounts;
}

/**
 * One file a length, with manifest and rejects beside it.
 *
 * @param readRejects those met while the dataset was read; they stand in each length's rejects
 */
export async function fileOutputs(
  dataset: Dataset,
  readRejects: AsyncIterable<Reject>,
): Promise<Outputs> {
  const { format, compressionLevel: level } = dataset.settings;
  const sink = SINKS[format];
  const outputs: Output[] = [];
  const abandon = async (): Promise<void> => {
    for (const { samples, rejects } of outputs) {
      await samples.abandon();
      await rejects.abandon();
    }
  };
  try {
    for (const maxSeqLength of dataset.maxSeqLengths) {
      const base = join(dataset.folder, nameAt(dataset.settings, maxSeqLength));
      outputs.push({
        maxSeqLength,
        base,
        samples: await openSampleFile(base + sink.ending, sink, level),
        rejects: rejectFile(base + REJECTS_ENDING),
        counts: lengthCounts(),
      });
    }
    for await (const reject of readRejects) {
      for (const { rejects } of outputs) await rejects.write(reject);
    }
  } catch (error) {
    await abandon();
    throw error;
  }
  return {
    write: async blocks => {
      const written = blocks.map(({ lengths, made, packed, linesSha256 }) => {
        const output = outputs[lengths[0]!]!;
        output.counts.add(made[0]!);
        return packed && output.samples.write(packed, linesSha256);
      });
      await Promise.all(written);
      for (const { length, reject } of blocks.flatMap(({ rejects }) => rejects)) {
        await outputs[length]!.rejects.write(reject);
      }
    },
    finish: async questions => {
      const summaries: OutputSummary[] = [];
      for (const output of outputs) summaries.push(await finish(output, dataset, questions));
      return summaries;
    },
    abandon,
  };
}

async function finish(
  { base, samples, rejects, counts, maxSeqLength }: Output,
  dataset: Dataset,
  questions: QuestionCounts,
): Promise<OutputSummary> {
  const { format } = dataset.settings;
  const rejected = await rejects.finish();
  // Those of an earlier run are not this one's.
  if (Object.keys(rejected).length === 0) await rm(base + REJECTS_ENDING, { force: true });
  const digest = await samples.finish();
  const { tokens, ...made } = counts.summary();
  const manifest = manifestOf(dataset, maxSeqLength, {
    counts: { ...questions, ...made, rejects: rejected },
    tokens,
    output: { format, ...digest },
  });
  const text = `${jsonText(manifest, 2)}\n`;
  await writeWhole(base + MANIFEST_ENDING, Readable.from([text]));
  return {
    file: base + SINKS[format].ending,
    max_seq_length: maxSeqLength,
    ...made,
    tokens,
    rejects: rejected,
  };
}

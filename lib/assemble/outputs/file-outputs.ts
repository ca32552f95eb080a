import { join } from 'node:path';
import { finalPlace, removeFile } from '../../disk/final-place.js';
import { jsonText } from '../../json/json-text.js';
import { openByteFile } from '../../output/byte-file.js';
import { MANIFEST_ENDING, REJECTS_ENDING } from '../../output/names.js';
import { type RejectFile, rejectFile } from '../../output/reject-file.js';
import { openSampleFile, type SampleFile } from '../../output/sample-file.js';
import { SINKS } from '../../output/sinks.js';
import type { Reject } from '../../records/reject.js';
import type { Dataset } from '../dataset.js';
import { type LengthCounts, lengthCounts } from './length-counts.js';
import { manifestOf, recordsTold } from './manifest.js';
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
      // What cannot be written at the end is told now.
      for (const ending of [MANIFEST_ENDING, REJECTS_ENDING]) await finalPlace(base + ending);
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
  const rejected = await rejects.end();
  const digest = await samples.end();
  const { tokens, ...made } = counts.summary();
  const told = { ...questions, ...made, rejects: rejected };
  const manifest = manifestOf(dataset, maxSeqLength, {
    counts: { ...told, not_asked: told.read - recordsTold(told) },
    tokens,
    output: { format, ...digest },
  });
  const manifestFile = await openByteFile(base + MANIFEST_ENDING);
  try {
    await manifestFile.write(Buffer.from(`${jsonText(manifest, 2)}\n`));
    await manifestFile.end();
    // All is on the disk. A process that is killed now may leave files without a manifest, but none
    // beside the manifest of others.
    await removeFile(base + MANIFEST_ENDING);
    await samples.commit();
    await rejects.commit();
    await manifestFile.commit();
  } catch (error) {
    await manifestFile.abandon();
    throw error;
  }
  return {
    file: base + SINKS[format].ending,
    max_seq_length: maxSeqLength,
    ...made,
    tokens,
    rejects: rejected,
  };
}

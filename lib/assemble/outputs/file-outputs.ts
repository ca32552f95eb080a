import { join } from 'node:path';
import { finalPlace } from '../../disk/final-place.js';
import { takeLease } from '../../disk/lease.js';
import { SINKS } from '../../output/sinks.js';
import { planDigest } from '../../settings/plan.js';
import type { MadeBlock } from '../block/block.js';
import type { Dataset } from '../dataset.js';
import { formOf } from '../form.js';
import { totalOf } from '../total.js';
import { earlyRejects } from './early-rejects.js';
import { type FileOutput, type OutputPlace, openFileOutput } from './file-output.js';
import { manifestOf, planAt, recordsTold } from './manifest.js';
import { nameAt } from './names.js';
import type { Outputs, QuestionCounts } from './outputs.js';
import { type DecisionLog, decisionLog } from './part/decisions.js';
import type { LogHead } from './part/log.js';
import { judgedOf } from './part/names.js';

/** One file a length, with manifest and rejects beside it. */
export async function fileOutputs(dataset: Dataset): Promise<Outputs> {
  const { settings, run } = dataset;
  const places = dataset.maxSeqLengths.map(length => placeAt(dataset, length));
  const decided = dataset.judging && (await openDecisions(shortest(places)));
  const outputs: FileOutput[] = [];
  const suspend = async (error: unknown): Promise<void> => {
    let isLeft = false;
    for (const output of outputs) isLeft = (await output.suspend(error)) || isLeft;
    await (isLeft ? decided?.suspend() : decided?.end());
  };
  try {
    for (const place of places) {
      const { fresh } = settings;
      // What a model has decided on a block's questions has to be known as long as the block is.
      const most = decided && !fresh ? decided.log.to : Number.POSITIVE_INFINITY;
      const isWanted = ({ to }: { to: number }): boolean => to <= most;
      outputs.push(
        await openFileOutput(place, { fresh, keepLog: dataset.shard !== undefined, isWanted }),
      );
    }
    await decided?.log.keep(Math.max(...outputs.map(({ before }) => before.to)));
    for (const output of outputs) {
      for await (const reject of output.earlierRejects()) run.reporter.reject(reject);
    }
  } catch (error) {
    await suspend(error);
    throw error;
  }

  const finish = (length: number, questions: QuestionCounts): Promise<void> =>
    outputs[length]!.finish(earlyRejects(dataset), (made, { tokens, digest }) => {
      const counts = { ...questions, ...made };
      return manifestOf(dataset, places[length]!.plan, {
        counts: { ...counts, not_asked: counts.read - recordsTold(counts) },
        tokens,
        output: { format: settings.format, ...digest },
      });
    });
  return {
    before: outputs.map(({ before }) => before),
    decisions: decided?.log,
    write: async (blocks, counts) => {
      decided?.log.stay();
      await Promise.all(outputs.map((output, length) => output.write(blocksOf(blocks, length))));
      for (const { isLast, lengths } of blocks) {
        if (isLast) await finish(lengths[0]!, counts(lengths[0]!));
      }
    },
    finish: async () => {
      await decided?.end();
      return outputs.map(output => output.summary());
    },
    suspend,
  };
}

function placeAt(dataset: Dataset, maxSeqLength: number | null): OutputPlace {
  const { settings, folder, shard } = dataset;
  return {
    base: join(folder, nameAt(settings, maxSeqLength, shard?.is)),
    format: settings.format,
    form: formOf(settings),
    maxSeqLength,
    plan: planAt(dataset, maxSeqLength),
    positions: positionsOf(dataset),
    tokenizer: dataset.corpus.info.tokenizer,
  };
}

/** Of a shard it is known where it ends, of a whole run mostly. */
const positionsOf = (dataset: Dataset): LogHead['positions'] => {
  const { share } = dataset.shard ?? {};
  return share ? { from: share.from, to: share.to } : { from: 0, to: totalOf(dataset) ?? null };
};

const shortest = (places: readonly OutputPlace[]): OutputPlace =>
  places.reduce((a, b) => ((b.maxSeqLength ?? 0) < (a.maxSeqLength ?? 0) ? b : a));

/** Opens what a model has decided; it stands beside the shortest file, and is shared by all lengths. */
async function openDecisions({ base, format, plan, positions }: OutputPlace): Promise<{
  log: DecisionLog;
  suspend(): Promise<void>;
  end(): Promise<void>;
}> {
  const { path } = await finalPlace(base + SINKS[format].ending);
  const lease = await takeLease(`${judgedOf(path)}.lease`, path);
  const log = decisionLog(path, { planSha256: planDigest(plan), from: positions.from });
  return {
    log,
    suspend: async () => {
      log.suspend();
      await lease.release();
    },
    end: async () => {
      // Those of a run that has taken over stay.
      if (lease.isHeld()) log.end();
      else log.suspend();
      await lease.release();
    },
  };
}

const blocksOf = (blocks: readonly MadeBlock[], length: number): MadeBlock[] =>
  blocks.filter(({ lengths }) => lengths[0] === length);

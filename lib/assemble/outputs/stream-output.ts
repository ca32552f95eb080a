import type { RejectFile } from '../../output/reject-file.js';
import { writeBytes } from '../../stream/write-bytes.js';
import type { Dataset } from '../dataset.js';
import { earlyRejects } from './early-rejects.js';
import { lengthCounts } from './length-counts.js';
import { NOTHING_BEFORE, type Outputs } from './outputs.js';

/**
 * One plain stream of lines, question by question, then length by length.
 *
 * @param rejects those of all datasets
 */
export async function streamOutput(dataset: Dataset, rejects: RejectFile): Promise<Outputs> {
  const { maxSeqLengths } = dataset;
  const { stdout } = dataset.run;
  const counts = maxSeqLengths.map(() => lengthCounts());
  const rejected = maxSeqLengths.map((): Record<string, number> => ({}));
  for await (const reject of earlyRejects(dataset)) await rejects.write(reject);
  return {
    before: maxSeqLengths.map(() => NOTHING_BEFORE),
    write: async blocks => {
      for (const { lengths, made, packed, rejects: found } of blocks) {
        for (const { length, reject } of found) {
          const sum = rejected[length]!;
          sum[reject.code] = (sum[reject.code] ?? 0) + 1;
          await rejects.write(reject);
        }
        for (const [lane, length] of lengths.entries()) counts[length]!.add(made[lane]!);
        // Who has opened the stream hears of its errors, such as a reader that has seen enough.
        if (packed) await writeBytes(stdout, packed.bytes);
      }
    },
    finish: async () =>
      maxSeqLengths.map((max_seq_length, i) => ({
        file: '-',
        max_seq_length,
        ...counts[i]!.summary(),
        rejects: rejected[i]!,
      })),
    // What was written of other datasets goes on.
    suspend: async () => undefined,
  };
}

import { once } from 'node:events';
import { lineParts } from '../lib/output/line.js';
import { rejectFile } from '../lib/output/reject-file.js';
import { tokenTally } from '../lib/output/token-stats.js';
import type { OutputParts, Outputs } from './outputs.js';

/** One plain stream, question by question, then length by length. */
export function streamOutputs(
  stream: NodeJS.WritableStream,
  file: string,
  { output, sample, readRejects }: OutputParts,
): Outputs {
  const indexes = sample.maxSeqLengths.map(() => 0);
  const marked = sample.maxSeqLengths.map(() => 0);
  const tallies = sample.maxSeqLengths.map(() => tokenTally());
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
      tallies[length]!.add(line.tokens);
      if (line.marked) marked[length]!++;
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
        marked: marked[i]!,
        tokens: tallies[i]!.stats(),
        rejects: counts[i]!,
      }));
    },
    abandon: async () => {
      await rejects?.abandon();
    },
  };
}

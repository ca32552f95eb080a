import { join } from 'node:path';
import { REJECTS_ENDING } from '../../output/names.js';
import { type RejectFile, rejectFile } from '../../output/reject-file.js';
import type { Reject } from '../../records/reject.js';
import type { Shard } from '../../records/shard.js';
import type { MakingSettings } from '../dataset.js';
import type { DatasetPlace } from './folders.js';
import { nameAt } from './names.js';

/**
 * Writes the rejects of a dataset of which nothing else has come to where they would stand beside
 * its outputs.
 *
 * @param shared the file of all datasets' rejects, where there is one
 */
export async function writeRejectsAlone(
  rejects: AsyncIterable<Reject>,
  { folder }: DatasetPlace,
  settings: MakingSettings,
  shared: RejectFile | undefined,
  shard: Shard | undefined,
): Promise<void> {
  const lengths = settings.maxSeqLength ?? [null];
  const files = shared
    ? [shared]
    : lengths.map(length =>
        rejectFile(join(folder, nameAt(settings, length, shard)) + REJECTS_ENDING),
      );
  try {
    for await (const reject of rejects) {
      for (const file of files) await file.write(reject);
    }
    for (const file of files) {
      await file.end();
      await file.commit();
    }
  } catch (error) {
    for (const file of files) await file.abandon();
    throw error;
  }
}

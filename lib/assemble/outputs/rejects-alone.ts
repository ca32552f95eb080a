import { join } from 'node:path';
import { REJECTS_ENDING } from '../../output/names.js';
import { type RejectFile, rejectFile } from '../../output/reject-file.js';
import type { Reject } from '../../records/reject.js';
import type { Shard } from '../../records/shard.js';
import type { MakingSettings } from '../dataset.js';
import type { DatasetPlace } from './folders.js';
import { nameAt } from './names.js';
import { findOtherFormat } from './other-formats.js';

/**
 * Writes the rejects of a dataset of which nothing else has come to where they would stand beside
 * its outputs. Where an output is, its rejects stay what they are.
 *
 * @param shared the file of all datasets' rejects, where there is one
 * @param warn is told of what is not written
 */
export async function writeRejectsAlone(
  rejects: AsyncIterable<Reject>,
  { folder }: DatasetPlace,
  settings: MakingSettings,
  shared: RejectFile | undefined,
  shard: Shard | undefined,
  warn: (message: string) => void,
): Promise<void> {
  const files = shared ? [shared] : [];
  for (const length of shared ? [] : (settings.maxSeqLength ?? [null])) {
    const base = join(folder, nameAt(settings, length, shard));
    const there = await findOtherFormat(base);
    if (there) {
      warn(`the rejects are not written: where they belong, ${there.file} is there with its own`);
    } else files.push(rejectFile(base + REJECTS_ENDING));
  }
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

import { KeychainError } from '../errors.js';
import type { StageCounts } from '../output/stage-output.js';
import type { Run } from '../run.js';
import type { SettingsOf } from '../settings/values.js';
import type { Asking } from './asked-records.js';
import { batchIn } from './batch-in.js';
import { batchOut } from './batch-out.js';

type Settings = SettingsOf<'rollout'>;

/** Whether the records are asked in files, and not here. */
export const isBatch = ({ batchOut: to, batchIn: from }: Settings): boolean =>
  to !== undefined || from !== undefined;

/**
 * Writes requests, or takes their answers in; no rollouts are written.
 *
 * @throws KeychainError USAGE, and what either of them does
 */
export function batch(asking: Asking, settings: Settings, run: Run): Promise<StageCounts> {
  const { batchOut: to, batchIn: from, out, ...rest } = settings;
  const refuse = (message: string): never => {
    throw new KeychainError('USAGE', message);
  };
  if (to !== undefined && from !== undefined) refuse('one of --batch-out and --batch-in at a time');
  if (out !== undefined) {
    const option = to === undefined ? '--batch-in' : '--batch-out';
    refuse(`${option} writes no rollouts for --out; afterwards, run without it`);
  }
  if (to !== undefined) return batchOut(asking, settings, { ...rest, batchOut: to }, run);
  return batchIn(asking, { ...rest, batchIn: from ?? [] }, run);
}

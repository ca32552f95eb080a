import { ftruncateSync, openSync } from 'node:fs';
import { append } from '../../../disk/append.js';
import { keepWork, markTemporary } from '../../../disk/temporary.js';
import type { Before } from './before.js';
import { headOf, logLine } from './log.js';
import { logOf, partOf } from './names.js';
import type { PartOptions } from './part.js';

/** Opens both files at the place from which on nothing is whole, cut off there. */
export async function openBoth(
  { path, head, lease }: PartOptions,
  { row, bytes, logBytes, head: start }: Before,
): Promise<{ part: number; log: number }> {
  const part = partOf(path);
  const log = logOf(path);
  const isNew = row < 0;
  // Without a block there is nothing to keep. Opened at once, so that no signal comes in between.
  if (isNew) for (const each of [part, log]) markTemporary(each, lease.isHeld);
  else keepWork(part, log);
  const files = { part: openSync(part, 'a'), log: openSync(log, 'a') };
  ftruncateSync(files.part, isNew ? 0 : bytes);
  ftruncateSync(files.log, isNew ? 0 : logBytes);
  if (!isNew) return files;
  await append(files.part, [start]);
  await append(files.log, [Buffer.from(logLine(headOf(head)))]);
  return files;
}

import { existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../disk/make-folder.js';
import { endWork, keepWork } from '../disk/temporary.js';
import { writing } from '../disk/unwritable.js';
import { KeychainError } from '../errors.js';
import type { Reporter } from '../reporter.js';
import { attempts, TransientError } from './attempts.js';
import { chunksOf } from './chunks.js';
import type { Clock } from './clock.js';
import { type Expected, faultIn } from './expected.js';
import { NETWORK_LIMITS } from './limits.js';
import { inTurn } from './turn.js';
import { forgetValidator, readValidator, validatorOf, writeValidator } from './validator.js';
import type { Reply } from './web.js';

/*
 * A file under way is `NAME.part` until it is whole and is what it is expected to be; then it gets
 * its name. What a killed process, or a cut connection, has left is gone on with: the rest is asked
 * for by its range, on the condition (`If-Range`) that the file is still the one that was begun.
 * Where a server names nothing to tell that by, it is gone on with only if a digest is known, which
 * decides at the end. A server that sends the whole file again (200 for 206) is taken at its word.
 */

export interface TransferParts {
  /** What is fetched, for people. */
  name: string;
  /** Where it goes. */
  path: string;
  /** Where it is until it is whole; default: beside it, `NAME.part`. */
  part?: string;
  /** Whose turn it is; default: beside the part. */
  lease?: string;
  expected: Expected;
  /**
   * Asks for the file with further headers; what it refuses is thrown.
   *
   * @throws TransientError, KeychainError
   */
  ask(headers: Readonly<Record<string, string>>): Promise<Reply>;
  /** What can be done when all fails, in words. */
  way: string;
  /** Bytes that it may have where nobody says how many. Default: `NETWORK_LIMITS.fileBytes`. */
  most?: number;
  reporter: Reporter;
  clock: Clock;
}

/**
 * Fetches a file, unless it is there.
 *
 * @throws KeychainError DOWNLOAD_FAILED, DOWNLOAD_DIFFERS, OUTPUT_UNWRITABLE, and what `ask` does
 */
export async function transfer(parts: TransferParts): Promise<void> {
  const { path, name, clock, reporter } = parts;
  const { part = `${path}.part` } = parts;
  await writing(path, () => makeFolder(dirname(path)));
  const lease = await inTurn({
    lease: parts.lease ?? `${part}.lease`,
    name,
    isDone: async () => existsSync(path),
    say: reporter.step,
    clock,
  });
  if (!lease) return;
  try {
    keepWork(part);
    await fetchWhole(part, parts);
    await lease.check();
    await writing(path, () => rename(part, path));
    await forgetValidator(part);
    endWork(part);
  } finally {
    await lease.release();
  }
}

/** Fetches all of the part, and sees that it is what was expected. */
async function fetchWhole(part: string, parts: TransferParts): Promise<void> {
  const { name, expected, reporter, clock, way } = parts;
  for (let isFirst = true; ; isFirst = false) {
    const before = await sizeOf(part);
    await attempts(() => fetchRest(part, parts), { clock, way, say: reporter.step });
    const fault = await faultIn(part, expected);
    if (fault === undefined) return;
    await startOver(part);
    // Two halves may be of two files: once, it is fetched as one.
    if (isFirst && before > 0) {
      reporter.step(`${name}: ${fault}; fetching it from its beginning`);
      continue;
    }
    endWork(part);
    throw differs(parts, fault);
  }
}

const differs = ({ name, way }: TransferParts, fault: string): KeychainError =>
  new KeychainError('DOWNLOAD_DIFFERS', `${name}: ${fault}; ${way}`);

/** Whether the bytes themselves show that they are those that were meant. */
const isProvable = ({ sha256, gitSha1 }: Expected): boolean => (sha256 ?? gitSha1) !== undefined;

/** Fetches what is missing of the part. */
async function fetchRest(part: string, parts: TransferParts): Promise<void> {
  const { ask, expected, path } = parts;
  const validator = await readValidator(part);
  if (validator === undefined && !isProvable(expected)) await startOver(part);
  const have = await sizeOf(part);
  if (have > 0 && have === expected.bytes) return;
  const reply = await ask(
    have === 0
      ? {}
      : { range: `bytes=${have}-`, ...(validator !== undefined && { 'if-range': validator }) },
  );
  const { status, header, url } = reply;
  if (status === 416) {
    await reply.body.dump();
    if (/\/(\d+)$/.exec(header('content-range') ?? '')?.[1] === `${have}`) return;
    await startOver(part);
    throw new TransientError(`${url.host} has no such part of the file`);
  }
  const [, from, total] = /^bytes (\d+)-\d+\/(\d+)$/.exec(header('content-range') ?? '') ?? [];
  const goesOn = status === 206 && have > 0;
  if (goesOn && Number(from) !== have) {
    await reply.body.dump();
    await startOver(part);
    throw new TransientError(`${url.host} sends another part than was asked for`);
  }
  if (!goesOn) {
    await startOver(part);
    await writing(path, () => writeValidator(part, validatorOf(reply)));
  }
  const length = header('content-length');
  const whole = goesOn ? Number(total) : length === undefined ? undefined : Number(length);
  if (whole !== undefined && whole !== (expected.bytes ?? whole)) {
    await reply.body.dump();
    throw differs(parts, `${url.host} has ${whole} bytes, not ${expected.bytes}`);
  }
  await receive(reply, part, { have: goesOn ? have : 0, whole: whole ?? expected.bytes }, parts);
}

/** Writes what comes of a reply behind what is there. */
async function receive(
  { body, url }: Reply,
  part: string,
  { have, whole }: { have: number; whole: number | undefined },
  parts: TransferParts,
): Promise<void> {
  const { name, path, reporter, most = NETWORK_LIMITS.fileBytes } = parts;
  const file = await writing(path, () => open(part, 'a'));
  let done = have;
  const tell = (): void => reporter.progress(name, { done, total: whole, unit: 'bytes' });
  try {
    tell();
    for await (const chunk of chunksOf(body, url, () => done > have)) {
      done += chunk.length;
      // To leave the loop closes the connection: a body may have no end.
      if (done > (whole ?? most)) break;
      await writing(path, () => writeAll(file, chunk));
      tell();
    }
    await writing(path, () => file.sync());
  } finally {
    await file.close();
  }
  if (done > (whole ?? most)) {
    await startOver(part);
    endWork(part);
    throw differs(parts, `${url.host} sends more than its ${whole ?? most} bytes`);
  }
  if (whole !== undefined && done < whole) {
    throw new TransientError(`${url.host}: ended after ${done} of ${whole} bytes`, {
      hasProgressed: done > have,
    });
  }
}

async function writeAll(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let from = 0; from < chunk.length; ) {
    from += (await file.write(chunk, from)).bytesWritten;
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** Forgets what is there of a part. */
async function startOver(part: string): Promise<void> {
  await forgetValidator(part);
  if (existsSync(part)) await truncate(part).catch(() => rm(part, { force: true }));
}

import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import type { ProcessIdentity } from './process-identity.js';

/** Who holds a lease. */
export interface Holder extends ProcessIdentity {
  /** 16 hexadecimal digits, never drawn twice. */
  readonly id: string;
  readonly host: string;
  /** ISO 8601, for people. */
  readonly since: string;
}

/** What a lease file says. */
export interface LeaseContent {
  bytes: Buffer;
  /** The holder's; of bytes that are no lease, something that such bytes have in common. */
  id: string;
  holder: Holder | undefined;
}

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = constants;
/** Whatever has been put there, a link or a pipe, is not followed or waited for. */
const AS_IT_IS = O_NOFOLLOW | O_NONBLOCK;
export const READ_AND_WRITE = O_RDWR | AS_IT_IS;

export const writeContent = (content: Holder & { renewals: number }): string =>
  `${JSON.stringify({ ...content, renewed: new Date().toISOString() })}\n`;

export function readContent(bytes: Buffer): LeaseContent {
  const holder = holderOf(bytes);
  const id = holder?.id ?? createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { bytes, id, holder };
}

/** What is at a path, or nothing. */
export function lookAt(path: string): LeaseContent | undefined {
  let fd: number;
  try {
    fd = openSync(path, O_RDONLY | AS_IT_IS);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return readContent(readFileSync(fd));
  } finally {
    closeSync(fd);
  }
}

/** Makes the file, unless there is one; whether it did. */
export function createLease(path: string, holder: Holder): boolean {
  let fd: number;
  try {
    fd = openSync(path, O_CREAT | O_EXCL | O_WRONLY, 0o666);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(fd, writeContent({ ...holder, renewals: 0 }));
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  return true;
}

/** Gives one lease the name of another. */
export function replaceLease(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    // A network file system may have done it, and not have heard so.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

export const removeLease = (path: string): void => rmSync(path, { force: true });

function holderOf(bytes: Buffer): Holder | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false;
  const { id, place, pid, start, host, since }: Partial<Record<keyof Holder, unknown>> = value;
  const texts = [place, host, since].every(text => typeof text === 'string');
  const numbers = isProcessNumber(pid) && (start === null || Number.isSafeInteger(start));
  return texts && numbers && typeof id === 'string' && /^[0-9a-f]{16}$/.test(id);
}

/** To the system, 0 and less are groups of processes. */
const isProcessNumber = (pid: unknown): boolean =>
  typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0;

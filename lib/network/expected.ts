import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** What is known of a file before it is fetched; what is missing is unknown. */
export interface Expected {
  bytes?: number | undefined;
  sha256?: string | undefined;
  /** The SHA-1 that git has of it as a blob. */
  gitSha1?: string | undefined;
}

/** What of a file is not as expected, in words; undefined where nothing is. */
export async function faultIn(path: string, expected: Expected): Promise<string | undefined> {
  const { size } = await stat(path);
  if (expected.bytes !== undefined && size !== expected.bytes) {
    return `it has ${size} bytes, not ${expected.bytes}`;
  }
  if (expected.sha256 !== undefined) {
    const sha256 = await digest(path, createHash('sha256'));
    if (sha256 !== expected.sha256) return `its SHA-256 is ${sha256}, not ${expected.sha256}`;
  }
  if (expected.gitSha1 !== undefined) {
    const sha1 = await digest(path, createHash('sha1').update(`blob ${size}\0`));
    if (sha1 !== expected.gitSha1) return `it is not the blob ${expected.gitSha1} of git`;
  }
  return undefined;
}

/** Whether two files hold the same. */
export async function haveSameBytes(path: string, other: string): Promise<boolean> {
  if ((await stat(path)).size !== (await stat(other)).size) return false;
  const [one, two] = [path, other].map(each => digest(each, createHash('sha256')));
  return (await one) === (await two);
}

async function digest(path: string, hash: ReturnType<typeof createHash>): Promise<string> {
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

import { readFile, rm } from 'node:fs/promises';
import { replaceFile } from '../disk/replace-file.js';
import type { Reply } from './web.js';

/** What `If-Range` is told of the file that was begun, which stands beside its part. */
const placeOf = (part: string): string => `${part}.from`;

/**
 * What tells one state of a file from the next: its ETag, if that is a strong one, else the time of
 * its last change (RFC 9110, section 13.1.5); undefined where a server says neither.
 */
export function validatorOf({ header }: Pick<Reply, 'header'>): string | undefined {
  const etag = header('etag');
  if (etag?.startsWith('"')) return etag;
  return header('last-modified');
}

/** What was begun, if it is known. */
export async function readValidator(part: string): Promise<string | undefined> {
  const text = await readFile(placeOf(part), 'utf8').catch(() => '');
  return /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}

export async function writeValidator(part: string, validator: string | undefined): Promise<void> {
  if (validator !== undefined) replaceFile(placeOf(part), validator);
}

export const forgetValidator = (part: string): Promise<void> => rm(placeOf(part), { force: true });

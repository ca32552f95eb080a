import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, dirname, resolve } from 'node:path';
import { repoOfPath } from '../hub/cache.js';
import type { TokenizerIdentity } from '../records/sample.js';

/** Where the folder is somebody's home: its name is a person's, and samples go to others. */
const NO_NAME = 'tokenizer';
/** Where systems keep the homes of all. */
const HOMES = ['/home', '/Users'];

/**
 * Who a `tokenizer.json` is: its id on the Hub, else its folder's name, and the digest of its bytes.
 *
 * @param home the home folder of whoever runs this
 */
export const hfIdentity = (file: string, bytes: Buffer, home = homedir()): TokenizerIdentity => ({
  type: 'hf',
  name: repoOfPath(file) ?? folderName(resolve(dirname(file)), resolve(home)),
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

function folderName(folder: string, home: string): string {
  return folder === home || HOMES.includes(dirname(folder)) ? NO_NAME : basename(folder);
}

import { constants, existsSync } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeFolder } from '../disk/make-folder.js';
import { markTemporary, unmarkTemporary } from '../disk/temporary.js';
import { writing } from '../disk/unwritable.js';
import { KeychainError } from '../errors.js';
import { readAddress } from '../hub/address.js';
import type { Hub } from '../hub/hub.js';
import { haveSameBytes } from '../network/expected.js';

/**
 * Files that an address of the Hub means, copied from its cache into a folder.
 *
 * @param prefix - stands before their names, which on the Hub are often the same
 * @throws KeychainError USAGE, HUB_*, DOWNLOAD_*, OUTPUT_UNWRITABLE; OUTPUT_DIFFERS where another file
 *   has the name of one of them
 */
export async function copyFromHub(
  text: string,
  hub: Hub,
  out: string,
  prefix = '',
): Promise<string[]> {
  const paths = await hub.files(readAddress(text, 'dataset'));
  const copies: string[] = [];
  for (const path of paths) {
    const copy = join(out, prefix + basename(path));
    await writing(copy, async () => {
      if (!(await isThere(copy, path))) await copyWhole(path, copy, out);
    });
    copies.push(copy);
  }
  return copies;
}

/** Whether a copy is there already. What else has its name is left alone. */
async function isThere(copy: string, path: string): Promise<boolean> {
  if (!existsSync(copy)) return false;
  if (await haveSameBytes(copy, path)) return true;
  throw new KeychainError(
    'OUTPUT_DIFFERS',
    `${copy}: is another file than the one on the Hub; move it away, or name another folder with --out`,
  );
}

/** A copy gets its name when it is whole; where a file system can, it shares the bytes. */
async function copyWhole(from: string, to: string, folder: string): Promise<void> {
  await makeFolder(folder);
  const partial = markTemporary(`${to}.partial`);
  try {
    await copyFile(from, partial, constants.COPYFILE_FICLONE);
    await rename(partial, to);
  } finally {
    await rm(partial, { force: true });
    unmarkTemporary(partial);
  }
}

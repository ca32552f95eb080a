import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KeychainError } from '../errors.js';
import type { Clock } from '../network/clock.js';
import { faultIn } from '../network/expected.js';
import { transfer } from '../network/transfer.js';
import type { Web } from '../network/web.js';
import type { Reporter } from '../reporter.js';
import { askWeb, refuseOthers } from './ask.js';
import { askGoogleDrive } from './google-drive.js';
import type { SourceFile } from './sources/source.js';

export interface OfficialParts {
  web: Web;
  clock: Clock;
  reporter: Reporter;
  /** Folder that the file goes to. */
  out: string;
  /** What else can be done, in words. */
  way: string;
}

/**
 * A file of its official place in a folder: found there, or fetched.
 *
 * @throws KeychainError DOWNLOAD_FAILED, DOWNLOAD_DIFFERS, OUTPUT_UNWRITABLE; OUTPUT_DIFFERS where
 *   another file has its name
 */
export async function fetchOfficial(file: SourceFile, parts: OfficialParts): Promise<string> {
  const { web, clock, reporter, out, way } = parts;
  const { name, bytes, sha256 } = file;
  const path = join(out, name);
  const expected = { bytes, sha256 };
  if (await isThere(path, expected)) return path;
  const ask = askWeb(web, clock);
  const url = new URL(file.url);
  await transfer({
    name,
    path,
    expected,
    way,
    reporter,
    clock,
    ask: async headers => {
      const reply =
        file.behind === 'google-drive'
          ? await askGoogleDrive(url, headers, ask)
          : await ask(url, headers);
      return refuseOthers(reply, way);
    },
  });
  return path;
}

async function isThere(
  path: string,
  expected: { bytes: number | undefined; sha256: string | undefined },
): Promise<boolean> {
  if (!existsSync(path)) return false;
  const fault = await faultIn(path, expected);
  if (fault === undefined) return true;
  throw new KeychainError(
    'OUTPUT_DIFFERS',
    `${path}: is another file than the one that is published: ${fault}; move it away, or name another folder with --out`,
  );
}

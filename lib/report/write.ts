import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KeychainError } from '../errors.js';
import { jsonText } from '../json/json-text.js';
import { lineFile } from '../output/line-file.js';
import { isFields } from '../records/fields.js';
import type { Run } from '../run.js';
import { PAGE_MARK } from './page/mark.js';
import { REPORT_KIND, type Report } from './summary.js';

/** The file of figures that goes beside a page. */
export const figuresBeside = (page: string): string =>
  `${/^\.html?$/i.test(extname(page)) ? page.slice(0, -extname(page).length) : page}.json`;

/**
 * Writes the page, and the figures beside it; `-` is standard output, for the page alone. A report that
 * is there is replaced, anything else is not.
 *
 * @throws KeychainError OUTPUT_DIFFERS, OUTPUT_UNWRITABLE, OUTPUT_IN_USE
 */
export async function writeReport(
  out: string,
  report: Report,
  page: string,
  { stdout }: Pick<Run, 'stdout'>,
): Promise<void> {
  if (out === '-') {
    await new Promise(resolve => stdout.write(page, resolve));
    return;
  }
  const figures = figuresBeside(out);
  await refuseForeign(out, text => text.includes(PAGE_MARK));
  await refuseForeign(figures, isFigures);
  await writeWhole(figures, `${jsonText(report, 2)}\n`);
  await writeWhole(out, page);
}

function isFigures(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) && value.kind === REPORT_KIND;
  } catch {
    return false;
  }
}

async function refuseForeign(path: string, isOurs: (text: string) => boolean): Promise<void> {
  const stats = await stat(path).catch(() => undefined);
  // A device is written to as it is.
  if (!stats?.isFile() || stats.size === 0) return;
  if (isOurs(await readFile(path, 'utf8'))) return;
  throw new KeychainError(
    'OUTPUT_DIFFERS',
    `${path}: is there and is no report; name another file with --out`,
  );
}

const writeWhole = (path: string, text: string): Promise<void> =>
  pipeline(Readable.from([Buffer.from(text)]), lineFile(path));

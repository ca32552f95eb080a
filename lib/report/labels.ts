import { basename, resolve } from 'node:path';
import { baseOf } from '../output/names.js';

/** Characters of a run's label. */
const LONGEST = 60;

/**
 * What runs are called: their files' or folders' own names, with that of the folder around them where
 * two are alike, and a number where these are, too. No path of the machine gets into a report.
 */
export function labelsOf(paths: readonly string[]): string[] {
  const short = paths.map(path => nameOf(path));
  const longer = paths.map((path, i) =>
    isUnique(short, i) || path === '-' ? short[i]! : `${nameOf(resolve(path, '..'))}/${short[i]!}`,
  );
  return longer.map((label, i) => {
    const before = longer.slice(0, i).filter(other => other === label).length;
    return before === 0 ? label : `${label} (${before + 1})`;
  });
}

const isUnique = (names: readonly string[], i: number): boolean =>
  names.indexOf(names[i]!) === i && names.lastIndexOf(names[i]!) === i;

const nameOf = (path: string): string =>
  path === '-' ? 'standard input' : baseOf(basename(resolve(path))).slice(0, LONGEST);

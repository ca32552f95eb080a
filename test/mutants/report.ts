import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';

const FOUND = ['Killed', 'Timeout'];
/** What of a mutant's end is worth a look, in words. */
const DOUBTFUL: Readonly<Record<string, string>> = {
  Survived: 'survived',
  NoCoverage: 'no test comes by',
  Timeout: 'timed out',
};
const MISSED = ['Survived', 'NoCoverage'];

const count = (results: readonly MutantResult[], statuses: readonly string[]): number =>
  results.filter(({ status }) => statuses.includes(status)).length;

/** How many mutants of a room were found. What cannot be run at all is no mutant. */
export function figuresOf(name: string, results: readonly MutantResult[]): string {
  const found = count(results, FOUND);
  const all = found + count(results, MISSED);
  const share = all === 0 ? '-' : `${((100 * found) / all).toFixed(1)} %`;
  const parts = [...FOUND, ...MISSED, 'RuntimeError', 'CompileError']
    .map(status => [count(results, [status]), status.toLowerCase()] as const)
    .filter(([times]) => times > 0)
    .map(([times, status]) => `${times} ${status}`);
  return `${name}: ${found} of ${all} found, ${share} (${parts.join(', ')})`;
}

/** A mutant that no test noticed, or that was found for it took too long alone. */
export interface Doubtful {
  /** Its place, as `--only` takes it. */
  readonly place: string;
  readonly verdict: string;
  readonly original: string;
  readonly replacement: string;
}

/** The doubtful mutants of a run, in the order of their places. */
export function doubtfulOf(results: readonly MutantResult[]): Doubtful[] {
  return results
    .filter(({ status }) => status in DOUBTFUL)
    .sort((a, b) => a.fileName.localeCompare(b.fileName) || before(a, b))
    .map(({ status, fileName, location: { start, end }, replacement }) => {
      const lines = readFileSync(fileName, 'utf8')
        .split('\n')
        .slice(start.line - 1, end.line);
      lines[lines.length - 1] = lines.at(-1)!.slice(0, end.column - 1);
      lines[0] = lines[0]!.slice(start.column - 1);
      const range = [start, end].map(({ line, column }) => `${line}:${column - 1}`).join('-');
      return {
        place: `${relative('', fileName)}:${range}`,
        verdict: DOUBTFUL[status]!,
        original: lines.join('\n'),
        replacement,
      };
    });
}

const before = ({ location: a }: MutantResult, { location: b }: MutantResult): number =>
  a.start.line - b.start.line || a.start.column - b.start.column;

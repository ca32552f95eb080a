import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { MutantResult } from '@stryker-mutator/api/core';

const FOUND = ['Killed', 'Timeout'];
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

/** A mutant that no test noticed. */
export interface Missed {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  readonly original: string;
  readonly replacement: string;
  /** No test comes by. */
  readonly uncovered: boolean;
}

/** The mutants of a run that no test noticed, in the order of their places. */
export function missedOf(results: readonly MutantResult[]): Missed[] {
  const missed: Missed[] = [];
  for (const { status, fileName, location, replacement } of results) {
    if (!MISSED.includes(status)) continue;
    const { start, end } = location;
    const lines = readFileSync(fileName, 'utf8')
      .split('\n')
      .slice(start.line - 1, end.line);
    lines[lines.length - 1] = lines.at(-1)!.slice(0, end.column - 1);
    lines[0] = lines[0]!.slice(start.column - 1);
    missed.push({
      file: relative('', fileName),
      line: start.line,
      original: lines.join('\n'),
      replacement,
      uncovered: status === 'NoCoverage',
    });
  }
  return missed.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

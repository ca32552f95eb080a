import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { MutantResult } from '@stryker-mutator/api/core';
import { mutateRoom } from './mutate-room.js';
import { type Doubtful, doubtfulOf, figuresOf } from './report.js';
import { ROOMS } from './rooms.js';
import { soFar } from './so-far.js';
import { tryNamed } from './try-named.js';

/*
 * npm run mutants -- [ROOM...] [--only GLOB] [--quick] [--jobs N] [--out FILE]
 * npm run mutants -- named
 *
 * Changes the code of a room in one place after the other and runs its tests on each change: one that no
 * test notices is a thing that could break in silence. `--only` mutates some files of the room, or a place
 * in one (`FILE:10:4-10:9`); `--quick` leaves out tests that take longer than a second, which finds less;
 * `--jobs` tries some mutants at a time; `--out` writes the mutants that were missed, or timed out, as JSON lines.
 * Ctrl+C tells what was tried so far. `named` tries those that have a name, one for each thing that is
 * promised, and fails where one is not killed.
 */

const NAMED = 'named';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true },
    quick: { type: 'boolean' },
    jobs: { type: 'string' },
    out: { type: 'string' },
  },
});

const rooms = ROOMS.map(({ name }) => name);
const names = positionals.length > 0 ? positionals : [NAMED, ...rooms];
for (const name of names) {
  if (name !== NAMED && !rooms.includes(name)) {
    console.error(`no room ${name}; there is: ${[NAMED, ...rooms].join(', ')}`);
    process.exit(2);
  }
}

const all: Doubtful[] = [];
for (const name of names) {
  if (name === NAMED) await named();
  else await mutated(name);
}

async function mutated(name: string): Promise<void> {
  const interrupted = (): void => {
    console.log('interrupted; what was tried so far:');
    tell(name, soFar);
  };
  process.on('SIGINT', interrupted);
  const { only = [], quick = false, jobs = 1 } = values;
  tell(name, await mutateRoom(name, { only, quick, jobs: Number(jobs) }));
  process.off('SIGINT', interrupted);
}

function tell(name: string, results: readonly MutantResult[]): void {
  const doubtful = doubtfulOf(results);
  for (const { place, verdict, original, replacement } of doubtful) {
    console.log(`${place} (${verdict})\n  - ${short(original)}\n  + ${short(replacement)}`);
  }
  console.log(figuresOf(name, results));
  all.push(...doubtful);
  const lines = all.map(each => `${JSON.stringify(each)}\n`);
  if (values.out) writeFileSync(values.out, lines.join(''));
}

function short(code: string): string {
  return code.replace(/\s+/g, ' ').slice(0, 120);
}

async function named(): Promise<void> {
  await tryNamed(({ invariant, breaks, test, title }, verdict) => {
    if (verdict !== 'killed') process.exitCode = 1;
    console.log(`${invariant}: ${breaks}: ${verdict}\n  ${test} › ${title}`);
  });
}

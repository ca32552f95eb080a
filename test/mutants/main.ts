import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { mutateRoom } from './mutate-room.js';
import { figuresOf, type Missed, missedOf } from './report.js';
import { ROOMS } from './rooms.js';

/*
 * npm run mutants -- [ROOM...] [--only GLOB] [--out FILE]
 *
 * Changes the code of a room in one place after the other and runs its tests on each change: one that no
 * test notices is a thing that could break in silence. `--only` mutates some files of the room; `--out`
 * writes the mutants that were missed as JSON lines.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true }, out: { type: 'string' } },
});

const names = positionals.length > 0 ? positionals : ROOMS.map(({ name }) => name);
for (const name of names) {
  if (!ROOMS.some(room => room.name === name)) {
    console.error(`no room ${name}; there is: ${ROOMS.map(room => room.name).join(', ')}`);
    process.exit(2);
  }
}

const short = (code: string): string => code.replace(/\s+/g, ' ').slice(0, 120);

const all: Missed[] = [];
for (const name of names) {
  const results = await mutateRoom(name, values.only);
  const missed = await missedOf(results);
  for (const { file, line, original, replacement, uncovered } of missed) {
    const note = uncovered ? ' (no test comes by)' : '';
    console.log(`${file}:${line}${note}\n  - ${short(original)}\n  + ${short(replacement)}`);
  }
  console.log(figuresOf(name, results));
  all.push(...missed);
}
if (values.out) await writeFile(values.out, all.map(each => `${JSON.stringify(each)}\n`).join(''));

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KNOBS } from './knobs.js';
import { measureRow } from './measure.js';
import { withTable } from './page.js';

// Measures what the page of difficulty says, and writes its tables; with --check, says whether they
// are what it measures, and writes nothing. Knobs may be named.

const PAGE = 'pipelines/guides/difficulty.md';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: 'boolean', default: false } },
  });
  const wanted = KNOBS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const unknown = positionals.find(name => !KNOBS.some(knob => knob.name === name));
  if (unknown !== undefined) {
    const names = KNOBS.map(({ name }) => name).join(', ');
    throw new TypeError(`there is no knob ${unknown}; there are ${names}`);
  }
  const before = await readFile(PAGE, 'utf8');
  const dir = await mkdtemp(join(tmpdir(), 'keychain-difficulty-'));
  try {
    let page = before;
    for (const knob of wanted) {
      const cells: string[][] = [];
      for (const row of knob.rows) {
        cells.push(await measureRow(row, knob, dir));
        console.log([row.label, ...cells.at(-1)!].join('  '));
      }
      page = withTable(page, knob, cells);
    }
    if (!values.check) await writeFile(PAGE, page);
    else if (page !== before) throw new Error(`${PAGE} says something else`);
  } finally {
    await rm(dir, { recursive: true });
  }
}

await main();

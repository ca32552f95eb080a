import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { soakKills } from './kills/kills.js';
import { soakMutations } from './mutations/mutations.js';
import { soakNeedles } from './needles/needles.js';
import { soakSamples } from './samples/samples.js';
import { soakTokenizers } from './tokenizers/tokenizers.js';

/*
 * npm run soak -- [mutations] [--count N] [--seed S] [--jobs J] [--only N]
 * npm run soak -- kills [--count N] [--seed S] [--jobs J] [--only N]
 * npm run soak -- tokenizers [--count N] [--seed S] [--only NAME]
 * npm run soak -- samples [--count N] [--seed S] [--only NAME]
 * npm run soak -- needles [--count N] [--seed S] [--only multi-key|multi-value|multi-query]
 *
 * Tries what takes longer than a test may. `--only` runs one mutation or one scenario of kills again
 * and keeps its files, or tries one tokenizer. `--count` is that of mutations or scenarios, or of
 * made-up texts for each tokenizer, or of questions of each dataset at most, or of
 * samples with needles.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    first: { type: 'string', default: '0' },
    jobs: { type: 'string', default: `${availableParallelism()}` },
    only: { type: 'string' },
  },
});

const SOAKS: Record<string, () => Promise<boolean>> = {
  mutations,
  kills,
  samples: () =>
    soakSamples({
      count: countOr(20_000),
      seed: Number(values.seed),
      only: values.only,
      say: line => console.log(line),
    }),
  needles: () =>
    soakNeedles({
      count: countOr(2000),
      seed: Number(values.seed),
      lengths: [4096, 16_384],
      only: values.only,
      say: line => console.log(line),
    }),
  tokenizers: () =>
    soakTokenizers({
      count: countOr(20_000),
      seed: Number(values.seed),
      only: values.only,
      say: line => console.log(line),
    }),
};

const names = positionals.length > 0 ? positionals : Object.keys(SOAKS);
for (const name of names) {
  const soak = SOAKS[name];
  if (!soak) {
    console.error(`no soak ${name}; there is: ${Object.keys(SOAKS).join(', ')}`);
    process.exit(2);
  }
  if (!(await soak())) process.exitCode = 1;
}
process.exit();

/** How many are asked for, or by default. */
function countOr(otherwise: number): number {
  return values.count === undefined ? otherwise : Number(values.count);
}

async function kills(): Promise<boolean> {
  const only = values.only === undefined ? undefined : Number(values.only);
  const report = await soakKills({
    seed: Number(values.seed),
    first: only ?? Number(values.first),
    count: only === undefined ? countOr(1000) : 1,
    jobs: only === undefined ? Number(values.jobs) : 1,
    keep: only !== undefined,
    onVerdict: ({ index, what, problems }) => {
      if (problems.length === 0 && only === undefined) return;
      console.log(`scenario ${index}: ${problems.join('\n  ') || 'nothing wrong'}\n  ${what}`);
    },
  });
  const { tried, killed, again, failed } = report;
  console.log(
    `${tried} scenarios, ${killed} kills; blocks made again after one: ` +
      `${again.length === 0 ? 'not noted' : `${Math.max(...again)} at most, of ${again.length}`}; ` +
      `${failed.length} wrong`,
  );
  if (only !== undefined) console.log(`its files: ${report.dir}`);
  return tried > 0 && failed.length === 0;
}

async function mutations(): Promise<boolean> {
  const only = values.only === undefined ? undefined : Number(values.only);
  const count = only === undefined ? countOr(20_000) : 1;
  const report = await soakMutations({
    seed: Number(values.seed),
    first: only ?? Number(values.first),
    count,
    jobs: only === undefined ? Number(values.jobs) : 1,
    patience: 10_000,
    keep: only !== undefined,
    onVerdict: ({ index, what, problems }) => {
      if (problems.length > 0 || only !== undefined) {
        console.log(`mutation ${index}: ${problems.join('\n  ') || 'nothing wrong'}\n  ${what}`);
      }
      if (process.stderr.isTTY) process.stderr.write(`\r${index} of ${count}`);
    },
  });
  const ends = Object.entries(report.exitCodes).map(([code, times]) => `${times} with ${code}`);
  console.log(
    `${report.tried} mutations, ended: ${ends.join(', ')}; ${report.failed.length} wrong`,
  );
  if (only !== undefined) console.log(`its files: ${report.dir}`);
  return report.failed.length === 0;
}

import { describeReach, type Figure, isReached, ratioOf } from './figure.js';
import { round } from './render.js';
import type { Report, Result } from './report.js';

const ABOUT = `# Results

Written by a command, not by hand:

\`\`\`sh
npm run build
npm run --silent bench -- --json > bench.json
node dist/bench/results.js < bench.json > bench/RESULTS.md
npx biome check --write bench/RESULTS.md
\`\`\`

Each ratio is between two things measured in the same run, in turn, and where they were measured
several times, between the medians. Memory is the highest anonymous memory (\`RssAnon\`) of the measured
process, threads included; pages of mapped files, which the kernel may drop at any time, do not count.`;

const LIMITS = `## What the figures do not show

- The machine is a virtual one that shares its hardware with others: seconds differ from run to run
  by a quarter and more, and one process's rate says little. Look at the ratios, and at those with
  some doubt: neighbours do not hit two runs alike.
- The data is the project's own fictional world (\`lib/world\`), of the shape and length of the real
  datasets. Its passages have more names outside ASCII than HotpotQA's, so that more of them take two
  bytes a character inside JavaScript. Only the real English of the counting benchmark is not made up.
- The reference was not measured in the same run: its 0.4 s and 1.2 s a sample are older figures, maybe of
  another machine, so that ratio says less than the others.
- Files were in the page cache. A cold disk or a network file system is slower, for us and for what we
  are held against.
- \`pigz\` compresses what is there already; \`keychain\` has to make it first: to read passages at random,
  to count every pair, to check every seam, and to serialise. It compresses with the zlib of Node.
- Nothing here says how good the samples are; \`verify\` and the tests do.`;

/** The page of a run's figures, in Markdown. */
export function resultsPage({ machine, date, scale, rounds, results }: Report): string {
  const size = scale === 1 ? 'full size' : `${scale} times the full size`;
  const judged = results.flatMap(({ benchmark, figures }) =>
    figures.filter(({ reach }) => reach).map(figure => ({ benchmark, figure })),
  );
  const bounds = table(
    ['benchmark', 'figure', 'measured', 'to reach', ''],
    judged.map(({ benchmark, figure }) => [
      benchmark,
      figure.what,
      measured(figure),
      describeReach(figure),
      isReached(figure) ? 'reached' : '**not reached**',
    ]),
  );
  return `${[
    ABOUT,
    `On ${machine}; ${date}, at ${size}, ${rounds === 1 ? 'one round' : `${rounds} rounds`}.`,
    `## The bounds\n\n${bounds}`,
    ...results.map(section),
    LIMITS,
  ].join('\n\n')}\n`;
}

function section({ benchmark, on, figures, notes, took }: Result): string {
  const rows = figures.map(figure => {
    const { what, value, unit, against, memory } = figure;
    return [
      what,
      `${round(value)} ${unit}`,
      against ? `${round(ratioOf(figure)!)} x ${against.what} (${round(against.value)})` : '',
      memory === undefined ? '' : `${round(memory)} MB`,
    ];
  });
  return [
    `## \`${benchmark}\``,
    `On ${on}. Took ${round(took)} s, preparation included.`,
    ...notes.map(note => `Note: ${note}`),
    table(['figure', 'value', 'against', 'memory'], rows),
  ].join('\n\n');
}

/** What a figure is judged by: its ratio, if that is bounded. */
const measured = (figure: Figure): string =>
  figure.reach?.of === 'ratio'
    ? `${round(ratioOf(figure)!)} x ${figure.against!.what}`
    : `${round(figure.value)} ${figure.unit}`;

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

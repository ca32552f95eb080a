import type { Figure } from '../figures/figure.js';
import { FIGURES } from '../figures/registry.js';
import type { FigureSummary, Report, RunSummary } from '../summary.js';
import { drawSvg } from './draw.js';
import { escapeHtml } from './escape.js';
import { PAGE_MARK } from './mark.js';
import { plotSpec } from './plot-spec.js';
import { STYLE } from './style.js';
import { callsTable, differencesTable, figureTable, rejectsTable, runsTable } from './tables.js';
import { grouped, percent, shortTokens } from './words.js';

/** Nothing is loaded and nothing runs: the page is text, plots and a style. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The page of a report: one document that needs no network and no script. */
export async function renderPage(report: Report): Promise<string> {
  const { runs, figures } = report;
  const labels = new Set([...runs, ...report.calls].map(({ label }) => label));
  const title = `Report: ${[...labels].join(', ')}`;
  const plots: string[] = [];
  for (const figure of figures) plots.push(await section(figure));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${PAGE_MARK}
<title>${escapeHtml(title.slice(0, 200))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Report</h1>
<p class="quiet">${escapeHtml(`What ${runs.length === 1 ? 'this run is' : `these ${runs.length} runs are`}, and how good. The same figures stand in the JSON file beside this page.`)}</p>
${runs.map(headline).join('\n')}
${comparison(report)}
${rejects(runs)}
${costs(report)}
<div class="figures">
${plots.join('\n')}
</div>
</main>
</body>
</html>
`;
}

/** What a stranger sees in ten seconds. */
function headline(run: RunSummary): string {
  const lengths = Object.keys(run.lengths);
  const rejected = Object.values(run.rejects).reduce((sum, count) => sum + count, run.unreadable);
  const known: [string, string][] = [
    ['records', grouped(run.records)],
    ['lengths (tokens)', spanOf(lengths.map(shortTokens))],
    ['budget used (median)', percent(run.budget_use_median)],
    ['rejects', grouped(rejected)],
    ['pass rate', percent(run.pass_rate)],
  ];
  const items = known.map(
    ([name, text]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd></div>`,
  );
  return `<h2>${escapeHtml(run.label)}</h2>\n<dl class="heads">${items.join('')}</dl>`;
}

function spanOf(names: readonly string[]): string {
  if (names.length === 0) return '–';
  return names.length <= 3 ? names.join(', ') : `${names[0]!} to ${names.at(-1)!}`;
}

function comparison({ runs, differences }: Report): string {
  if (runs.length < 2) return '';
  return `<section><h2>Runs side by side</h2>
<p>The first run is what the others are held against.</p>
${runsTable(runs)}
<h3>Differences</h3>
${differencesTable(differences)}</section>`;
}

function rejects(runs: readonly RunSummary[]): string {
  const some = runs.some(
    ({ rejects: by, unreadable }) => unreadable > 0 || Object.keys(by).length > 0,
  );
  if (!some) return '';
  return `<section><h2>Rejects by reason</h2>
<p>Records that were set aside, and why; the rejects files say which.</p>
${rejectsTable(runs)}</section>`;
}

function costs({ calls }: Report): string {
  if (calls.length === 0) return '';
  return `<section><h2>Cost and speed of calls</h2>
<p>What commands have told of the models that they called. Seconds are those of whole commands; what came from the journal was neither asked nor paid for again.</p>
${callsTable(calls)}</section>`;
}

async function section(summary: FigureSummary): Promise<string> {
  const figure: Figure = FIGURES[summary.name];
  const { title, reading } = figure;
  const svg = await drawSvg(plotSpec(figure, summary), {
    name: summary.name,
    label: `${title}. ${reading}`,
  });
  // Maps of several runs stand side by side.
  const isWide = figure.y !== undefined && summary.runs.length > 1;
  return `<section${isWide ? ' class="wide"' : ''}><h2>${escapeHtml(title)}</h2>
<p>${escapeHtml(reading)}</p>
<div class="plot" role="region" tabindex="0" aria-label="${escapeHtml(`Plot: ${title}`)}">${svg}</div>
<details><summary>${escapeHtml(`The figures of: ${title}`)}</summary>${figureTable(summary)}</details></section>`;
}

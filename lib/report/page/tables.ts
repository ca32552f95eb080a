import type { Figure } from '../figures/figure.js';
import { FIGURES } from '../figures/registry.js';
import type { CallSummary, Difference, FigureSummary, RunSummary } from '../summary.js';
import { escapeHtml } from './escape.js';
import { grouped, percent, signed } from './words.js';

/** A cell of a table: a text, or a number that is set to the right. */
type Entry = string | { number: string };

/** A table with its head; everything in it is text. */
function table(label: string, head: readonly Entry[], rows: readonly (readonly Entry[])[]): string {
  const line = (tag: 'th' | 'td', entries: readonly Entry[]): string =>
    `<tr>${entries.map(entry => cell(tag, entry)).join('')}</tr>`;
  const body = rows.map(row => line('td', row)).join('\n');
  const name = escapeHtml(label);
  return `<div class="scroll" role="region" tabindex="0" aria-label="${name}"><table><thead>${line('th', head)}</thead><tbody>\n${body}\n</tbody></table></div>`;
}

function cell(tag: 'th' | 'td', entry: Entry): string {
  const scope = tag === 'th' ? ' scope="col"' : '';
  return typeof entry === 'string'
    ? `<${tag}${scope}>${escapeHtml(entry)}</${tag}>`
    : `<${tag}${scope} class="n">${escapeHtml(entry.number)}</${tag}>`;
}

const number = (text: string): Entry => ({ number: text });

/** The figures of a plot, for those who want them exactly. */
export function figureTable({ name, title, value, counts, runs }: FigureSummary): string {
  const { x, y }: Figure = FIGURES[name];
  const isRate = value === 'rate';
  const head: Entry[] = [
    'run',
    x.title,
    ...(y ? [y.title] : []),
    number(counts),
    ...(isRate ? [number('right')] : []),
    number(isRate ? 'pass rate' : 'share'),
  ];
  const rows = runs.flatMap(({ label, places }) =>
    places.map((place): Entry[] => [
      label,
      place.x,
      ...(y ? [place.y] : []),
      number(grouped(place.count)),
      ...(isRate ? [number(grouped(place.right))] : []),
      number(percent(place.value)),
    ]),
  );
  return table(`The figures of: ${title}`, head, rows);
}

/** Rejects of all runs by reason. */
export function rejectsTable(runs: readonly RunSummary[]): string {
  const rows = runs.flatMap(({ label, rejects, unreadable }) => [
    ...Object.entries(rejects).map(([code, count]): Entry[] => [
      label,
      code,
      number(grouped(count)),
    ]),
    ...(unreadable > 0 ? [[label, 'not readable here', number(grouped(unreadable))]] : []),
  ]);
  return table('Rejects by reason', ['run', 'reason', number('records')], rows);
}

/** What calls of models have cost, and how fast they were. */
export function callsTable(calls: readonly CallSummary[]): string {
  const head: Entry[] = [
    'events of',
    'command',
    'model',
    number('requests'),
    number('from the journal'),
    number('prompt tokens'),
    number('answer tokens'),
    number('cost'),
    number('seconds'),
    number('requests a second'),
    number('answer tokens a second'),
  ];
  const rows = calls.map((each): Entry[] => [
    each.label,
    each.command,
    each.model,
    number(grouped(each.requests)),
    number(grouped(each.reused)),
    number(grouped(each.prompt_tokens)),
    number(grouped(each.answer_tokens)),
    number(each.cost === 0 ? '–' : each.cost.toFixed(2)),
    number(each.seconds.toFixed(1)),
    number(each.requests_per_second?.toFixed(1) ?? '–'),
    number(each.answer_tokens_per_second?.toFixed(0) ?? '–'),
  ]);
  return table('Cost and speed of calls', head, rows);
}

/** Runs side by side. */
export function runsTable(runs: readonly RunSummary[]): string {
  const head = [
    'run',
    number('records'),
    number('budget used'),
    number('answers'),
    number('pass rate'),
  ];
  const rows = runs.map((run): Entry[] => [
    run.label,
    number(grouped(run.records)),
    number(percent(run.budget_use_median)),
    number(grouped(run.answers)),
    number(percent(run.pass_rate)),
  ]);
  return table('Runs side by side', head, rows);
}

/** What runs have more, or less, than the first. */
export function differencesTable(differences: readonly Difference[]): string {
  const points = (value: number | null): Entry =>
    number(value === null ? '–' : signed(`${(value * 100).toFixed(1)} points`, value));
  const head = ['run', 'against', number('records'), number('budget used'), number('pass rate')];
  const rows = differences.map((each): Entry[] => [
    each.label,
    each.from,
    number(signed(grouped(each.records), each.records)),
    points(each.budget_use_median),
    points(each.pass_rate),
  ]);
  return table('Differences from the first run', head, rows);
}

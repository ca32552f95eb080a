import { CHECK_NAMES } from '../finding.js';
import { BROKEN_KINDS, type BrokenKind } from '../foreign/kinds.js';
import { describeCounted } from './counted.js';
import type { FileReport } from './tally.js';

type Column = [heading: string, cell: (report: FileReport) => string];

const COLUMNS: Column[] = [
  ['file', ({ file }) => file],
  ['samples', ({ samples }) => `${samples}`],
  ['marked', ({ marked }) => `${marked}`],
  ['failed', ({ failed }) => `${failed}`],
  ['tokens min', ({ tokens }) => `${tokens?.min ?? '-'}`],
  ['median', ({ tokens }) => `${tokens?.median ?? '-'}`],
  ['max', ({ tokens }) => `${tokens?.max ?? '-'}`],
  ['budget used min', ({ budgetUse }) => percent(budgetUse?.min)],
  ['p1', ({ budgetUse }) => percent(budgetUse?.p1)],
  ['mean', ({ budgetUse }) => percent(budgetUse?.mean)],
  ['pairs', ({ pairs }) => `${pairs?.count ?? '-'}`],
  ['mean position', ({ pairs }) => pairs?.meanPosition.toFixed(3) ?? '-'],
  ['KS', ({ pairs }) => pairs?.ks.toFixed(3) ?? '-'],
];

/** Reports for the terminal: a table with a row a file, then what is wrong, who
 * counted, and what is open. */
export function renderReport(reports: FileReport[]): string {
  const blocks = [
    table(reports),
    ...reports.flatMap(findings),
    ...reports.flatMap(foreign),
    ...describeCounted(reports),
    ...notChecked(reports),
  ];
  return `${blocks.join('\n\n')}\n`;
}

// --- internal ---

function percent(share: number | undefined): string {
  return share === undefined ? '-' : `${(share * 100).toFixed(1)} %`;
}

function table(reports: FileReport[]): string {
  const rows = [
    COLUMNS.map(([heading]) => heading),
    ...reports.map(report => COLUMNS.map(([, cell]) => cell(report))),
  ];
  const widths = COLUMNS.map((_, i) => Math.max(...rows.map(row => row[i]!.length)));
  return rows.map(row => alignRow(row, widths)).join('\n');
}

/** Names to the left, figures to the right. */
function alignRow(row: string[], widths: number[]): string {
  return row
    .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
    .join('  ')
    .trimEnd();
}

function findings(report: FileReport): string[] {
  if (report.ok) return [];
  const { checks, failed, failedIds, file, fileFindings } = report;
  const counts = CHECK_NAMES.filter(name => checks[name] > 0).map(
    name => `${name} ${checks[name]}`,
  );
  const lines = [`${file}: ${failed} of ${report.samples} samples failed (${counts.join(', ')})`];
  for (const { check, message } of fileFindings) lines.push(`  whole file: ${check}: ${message}`);
  for (const { id, check, message } of report.findings) lines.push(`  ${id}: ${check}: ${message}`);
  const told = new Set(report.findings.map(({ id }) => id));
  const others = failedIds.filter(id => !told.has(id));
  if (others.length > 0) lines.push(`  also failed: ${others.join(', ')}`);
  const untold = failed - new Set([...told, ...failedIds]).size;
  if (untold > 0) lines.push(`  and ${untold} more`);
  return [lines.join('\n')];
}

/** Of samples without `meta`: how many are broken, and what is merely otherwise than ours. */
function foreign({ file, foreign: figures }: FileReport): string[] {
  if (!figures) return [];
  const { samples, broken, differing, kinds, differences, told } = figures;
  const what = (Object.keys(BROKEN_KINDS) as BrokenKind[])
    .filter(kind => kinds[kind] > 0)
    .map(kind => `${kinds[kind]} ${BROKEN_KINDS[kind].told}`);
  const others = CHECK_NAMES.filter(name => differences[name]).map(
    name => `${name} ${differences[name]}`,
  );
  const lines = [
    `${file}: ${samples} samples without meta: ${broken} broken${what.length > 0 ? ` (${what.join(', ')})` : ''}, ${differing} differ`,
  ];
  if (others.length > 0) {
    lines.push(
      `  what differs from what is promised of our samples is no failure (${others.join(', ')})`,
    );
  }
  for (const { id, check, message } of told) lines.push(`  differs: ${id}: ${check}: ${message}`);
  return [lines.join('\n')];
}

function notChecked(reports: FileReport[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { file, notChecked } of reports) {
    for (const reason of notChecked) reasons.set(reason, [...(reasons.get(reason) ?? []), file]);
  }
  const lines = [...reasons].map(([reason, files]) => {
    return files.length === reports.length ? `  ${reason}` : `  ${files.join(', ')}: ${reason}`;
  });
  return lines.length > 0 ? [['Not checked:', ...lines].join('\n')] : [];
}

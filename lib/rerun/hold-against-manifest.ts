import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type ManifestCounts, recordsTold } from '../assemble/outputs/manifest.js';
import { digestFile } from '../corpus/build/digest.js';
import type { InputLimits } from '../input/limits.js';
import { openInput } from '../input/open.js';
import { baseOf, MANIFEST_ENDING, REJECTS_ENDING } from '../output/names.js';
import type { Finding } from '../verify/finding.js';
import type { FileReport } from '../verify/report/tally.js';
import { linesDigest } from './lines-digest.js';

/** What of a manifest is looked at; those of earlier versions have it too, as far as it is there. */
interface Held {
  plan?: { settings?: Record<string, unknown> };
  counts?: Partial<ManifestCounts>;
  output: { bytes?: unknown; sha256: string; lines_sha256?: unknown };
}

/**
 * Holds a file that was verified against the manifest beside it: its counts, its size and its
 * SHA-256, or that of its lines where somebody has packed the same ones otherwise. So a file of
 * which a part is missing, or that another run has written, does not pass.
 *
 * @returns the report with what was found, or could not be looked at
 */
export async function holdAgainstManifest(
  report: FileReport,
  limits?: InputLimits,
): Promise<FileReport> {
  const { file } = report;
  if (file === '-')
    return added(report, [], ['whether it is whole: standard input has no manifest']);
  const base = baseOf(file);
  const path = base + MANIFEST_ENDING;
  if (!existsSync(path)) {
    return added(report, [], ['whether the file is whole: there is no manifest beside it']);
  }
  // A folder of that name, or what nobody may read, is no manifest either, and no end of the check.
  const manifest = parsed(await readFile(path, 'utf8').catch(() => ''));
  if (!manifest) {
    const broken = `${path} is no whole manifest; make the file again, or remove the manifest`;
    return added(report, [broken]);
  }
  const { found, open } = await heldAgainst(manifest, report, limits);
  return added(report, [...found, ...(await rejectsOf(base, manifest))], open);
}

async function heldAgainst(
  { plan, counts = {}, output }: Held,
  { file, samples, marked }: FileReport,
  limits: InputLimits | undefined,
): Promise<{ found: string[]; open: string[] }> {
  const found = [
    ...differ('samples', samples, counts.samples),
    ...differ('samples with warnings', marked, counts.marked),
    ...sumsOf(counts),
  ];
  const { bytes, sha256 } = await digestFile(file);
  if (sha256 === output.sha256) return { found, open: [] };
  const [length = null] = [plan?.settings?.['max-seq-length'] ?? []].flat() as (number | null)[];
  if (output.lines_sha256 === (await linesDigest(openInput(file, { limits }), length))) {
    const open = 'whether it is the very file of its manifest: the same lines are packed otherwise';
    return { found, open: [open] };
  }
  found.push(
    `it is not the file of its manifest: ${bytes} bytes with SHA-256 ${sha256}, ` +
      `not ${output.bytes} with ${output.sha256}; make it again`,
  );
  return { found, open: [] };
}

/** Whether it is told of each record what has become of it; earlier versions did not say. */
function sumsOf({ read, not_asked: notAsked = 0, ...counts }: Partial<ManifestCounts>): string[] {
  if (read === undefined) return [];
  const told = recordsTold(counts as ManifestCounts) + notAsked;
  if (told === read && notAsked >= 0) return [];
  return [`the counts of its manifest do not add up: of ${read} records it tells of ${told}`];
}

const differ = (what: string, here: number, told: unknown): string[] =>
  told === undefined || told === here ? [] : [`${here} ${what}, its manifest counts ${told}`];

/** Whether the rejects beside the file are those that its manifest counts. */
async function rejectsOf(base: string, { counts }: Held): Promise<string[]> {
  if (!counts?.rejects) return [];
  const told = Object.values(counts.rejects).reduce((sum, count) => sum + count, 0);
  const path = base + REJECTS_ENDING;
  let here = 0;
  if (existsSync(path)) {
    for await (const chunk of openInput(path) as AsyncIterable<Buffer>) {
      for (const byte of chunk) if (byte === 0x0a) here++;
    }
  }
  return told === here ? [] : [`${here} rejects stand beside it, its manifest counts ${told}`];
}

function parsed(text: string): Held | undefined {
  try {
    const manifest = JSON.parse(text) as Held | null;
    return typeof manifest?.output?.sha256 === 'string' ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function added(
  report: FileReport,
  messages: readonly string[],
  open: readonly string[] = [],
): FileReport {
  const findings = messages.map((message): Finding => ({ check: 'manifest', message }));
  return {
    ...report,
    ok: report.ok && findings.length === 0,
    checks: { ...report.checks, manifest: findings.length },
    fileFindings: [...report.fileFindings, ...findings],
    notChecked: [...report.notChecked, ...open],
  };
}

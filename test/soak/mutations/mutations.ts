import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTrier } from './children.js';
import { layGround } from './ground.js';
import type { Verdict } from './try-case.js';

export interface MutationOptions {
  seed: number;
  /** The first mutation, and how many. */
  first: number;
  count: number;
  /** Processes that try them side by side. */
  jobs: number;
  /** Milliseconds after which a command is said to hang. */
  patience: number;
  /** Leaves all files where they are. */
  keep?: boolean;
  onVerdict?: (verdict: Verdict) => void;
}

/** What mutations have come to. */
export interface MutationReport {
  tried: number;
  /** By exit code; -1 where a process has died. */
  exitCodes: Record<string, number>;
  failed: Verdict[];
  /** Where the files are, if they are kept. */
  dir: string;
}

/**
 * Mutates every input of every command, seeded, and holds what comes of it against what must hold
 * of any input: a known exit code, one line with a code, no stack trace, no hang, samples that
 * `verify` takes, and no record that is neither written nor left out nor rejected.
 */
export async function soakMutations(options: MutationOptions): Promise<MutationReport> {
  const { seed, first, count, jobs, patience, keep = false, onVerdict } = options;
  const dir = await mkdtemp(join(tmpdir(), 'keychain-soak-'));
  const ground = join(dir, 'ground');
  await layGround(ground);
  const report: MutationReport = { tried: 0, exitCodes: {}, failed: [], dir };
  let next = first;
  const work = async (): Promise<void> => {
    const trier = openTrier({ ground, cases: join(dir, 'cases'), seed, keep });
    while (next < first + count) {
      const verdict = await trier.try(next++, patience);
      report.tried++;
      report.exitCodes[verdict.exitCode] = (report.exitCodes[verdict.exitCode] ?? 0) + 1;
      if (verdict.problems.length > 0) report.failed.push(verdict);
      onVerdict?.(verdict);
    }
    trier.close();
  };
  try {
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    if (!keep) await rm(dir, { recursive: true, force: true });
  }
  return report;
}

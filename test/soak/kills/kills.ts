import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layGround } from './ground.js';
import { scenarioOf } from './scenarios.js';
import { tryScenario, type Unbroken, unbroken, type Verdict } from './trial.js';

export interface KillOptions {
  seed: number;
  /** The first scenario, and how many. */
  first: number;
  count: number;
  /** Scenarios that are tried side by side. */
  jobs: number;
  /** Begins no scenario after so many milliseconds. */
  time?: number;
  /** Leaves all files where they are. */
  keep?: boolean;
  onVerdict?: (verdict: Verdict) => void;
}

/** What kills have come to. */
export interface KillReport {
  tried: number;
  /** Runs that were killed. */
  killed: number;
  /** For each run that went on after a kill, the blocks that were made again; where it was noted. */
  again: number[];
  failed: Verdict[];
  /** Where the files are, if they are kept. */
  dir: string;
}

/**
 * Kills runs at moments that are drawn over the whole of their lives, makes each once more, and holds
 * what is there against what an unbroken run leaves: the same bytes, nothing else, no call paid twice.
 */
export async function soakKills(options: KillOptions): Promise<KillReport> {
  const { seed, first, count, jobs, time = Number.POSITIVE_INFINITY, keep = false } = options;
  const dir = await mkdtemp(join(tmpdir(), 'keychain-kills-'));
  const report: KillReport = { tried: 0, killed: 0, again: [], failed: [], dir };
  const whole = new Map<string, Promise<Unbroken>>();
  const until = performance.now() + time;
  try {
    const ground = await layGround(dir);
    let next = first;
    const work = async (): Promise<void> => {
      while (next < first + count && performance.now() < until) {
        const scenario = scenarioOf(seed, next++);
        const name = JSON.stringify(scenario.work);
        const made =
          whole.get(name) ?? unbroken(scenario.work, ground, join(dir, `u${whole.size}`));
        whole.set(name, made);
        const verdict = await tryScenario(scenario, { ground, dir, expected: await made, keep });
        report.tried++;
        report.killed += verdict.killed;
        report.again.push(...verdict.again);
        if (verdict.problems.length > 0) report.failed.push(verdict);
        options.onVerdict?.(verdict);
      }
    };
    await Promise.all(Array.from({ length: jobs }, work));
  } finally {
    if (!keep) await rm(dir, { recursive: true, force: true });
  }
  return report;
}

import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { InstrumenterContext, MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { runFile, type TestEnd } from './ava-file.js';
import { testFilesOf } from './test-files.js';

/*
 * Runs the tests of a room for Stryker, in its child process: modules are loaded once, and mutants are
 * switched on and off. Where a mutant acts while modules load, Stryker starts another process.
 */

/** Where the first run leaves what it has seen. */
const SEEN = 'mutants-seen.json';

/** Whose tests are to be run; the plugin is told by the environment. */
export const ROOM_VARIABLE = 'KEYCHAIN_MUTANTS_ROOM';

/** Whether slow tests are left out; the plugin is told by the environment. */
export const QUICK_VARIABLE = 'KEYCHAIN_MUTANTS_QUICK';

const SEPARATOR = ' › ';

/** What the first run has seen, for those that follow. */
interface Seen {
  /** Milliseconds that each test took of the processor: on a busy machine it may wait for long. */
  readonly times: Record<string, number>;
  /** How often each test came by each mutant, and loading did. */
  readonly coverage: MutantCoverage;
}

/**
 * A mutant that a test comes by so many times as often as without it is a loop without end. Stryker's own
 * limit is far higher, since most test libraries run a test anew for each smaller example.
 */
const ENDLESS = { times: 10, atLeast: 10_000 };

declare global {
  // The switchboard of the mutated code.
  var __stryker__: InstrumenterContext | undefined;
}

const context = (): InstrumenterContext => {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
};

class AvaTestRunner implements TestRunner {
  #files: readonly string[] = [];
  #patience = Number.POSITIVE_INFINITY;
  #seen: Seen = { times: {}, coverage: { static: {}, perTest: {} } };

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    const isQuick = process.env[QUICK_VARIABLE] !== undefined;
    if (isQuick) this.#patience = QUICK;
    this.#files = await testFilesOf(process.env[ROOM_VARIABLE]!, isQuick);
    await import(`${process.cwd()}/dist/test/support/properties.js`);
    // A smaller example of what is wrong is of no use here.
    fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
    if (existsSync(SEEN)) this.#seen = JSON.parse(await readFile(SEEN, 'utf8'));
  }

  async dryRun({ disableBail }: DryRunOptions): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    const times: Record<string, number> = {};
    for (const file of this.#files) {
      let before = processorMs();
      const onTest = (title: string): void => {
        const { currentTestId: last } = context();
        if (last) times[last] = processorMs() - before;
        before = processorMs();
        context().currentTestId = file + SEPARATOR + title;
      };
      const ends = await runFile(file, { onTest, bail: !disableBail });
      onTest('');
      context().currentTestId = undefined;
      tests.push(...ends.map(end => resultOf(file, end)));
    }
    const coverage = context().mutantCoverage ?? this.#seen.coverage;
    this.#seen = { times, coverage };
    await writeFile(SEEN, JSON.stringify(this.#seen));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage };
  }

  async mutantRun({
    activeMutant,
    mutantActivation,
    hitLimit,
    testFilter,
    disableBail,
  }: MutantRunOptions): Promise<MutantRunResult> {
    const ns = context();
    ns.activeMutant = activeMutant.id;
    // Threads and processes that a test starts.
    process.env.__STRYKER_ACTIVE_MUTANT__ = activeMutant.id;
    const tests: TestResult[] = [];
    for (const { file, titles } of this.#order(testFilter ?? Object.keys(this.#seen.times))) {
      ns.hitCount = 0;
      ns.hitLimit = hitLimit && this.#hitLimit(activeMutant.id, file, titles);
      const ends = await runFile(file, { titles, onTest: () => undefined, bail: !disableBail });
      tests.push(...ends.map(end => resultOf(file, end)));
      const endless = determineHitLimitReached(ns.hitCount, ns.hitLimit);
      if (endless) return toMutantRunResult(endless);
      if (ends.every(({ failure }) => failure === undefined)) continue;
      if (mutantActivation === 'runtime') await this.#seeThatItPasses(file, titles);
      if (!disableBail) break;
    }
    return toMutantRunResult({ status: DryRunStatus.Complete, tests });
  }

  /**
   * A mutant is found by tests that pass without it, here and now: they might as well have failed for
   * what another test has left in this process, or for a busy machine.
   *
   * @throws Error after which the mutant is tried in another process
   */
  async #seeThatItPasses(file: string, titles: readonly string[]): Promise<void> {
    const ns = context();
    ns.activeMutant = undefined;
    ns.hitLimit = undefined;
    delete process.env.__STRYKER_ACTIVE_MUTANT__;
    let failures: TestEnd[] = [];
    // What the mutant has left under way may come to its end during the first one.
    for (let round = 0; round < 2; round++) {
      const ends = await runFile(file, { titles, onTest: () => undefined, bail: true });
      failures = ends.filter(({ failure }) => failure !== undefined);
      if (failures.length === 0) return;
    }
    const [{ title, failure } = { title: '', failure: '' }] = failures;
    throw new Error(`${file} fails without a mutant, too: ${title}: ${failure}`);
  }

  /** How often some tests may come by a mutant. */
  #hitLimit(mutant: string, file: string, titles: readonly string[]): number {
    const { perTest, static: loading } = this.#seen.coverage;
    const usual = titles.map(title => perTest[file + SEPARATOR + title]?.[mutant] ?? 0);
    const sum = usual.reduce((total, count) => total + count, loading[mutant] ?? 0);
    return ENDLESS.atLeast + ENDLESS.times * sum;
  }

  /** Tests by file, the quickest files first; the slow tests of a file are a file of their own. */
  #order(ids: readonly string[]): Group[] {
    const groups = new Map<string, Group>();
    for (const id of ids) {
      const at = id.indexOf(SEPARATOR);
      const file = id.slice(0, at);
      const ms = this.#seen.times[id] ?? 0;
      if (ms > this.#patience) continue;
      const key = ms > SLOW ? id : file;
      const group = groups.get(key) ?? { file, titles: [], ms: 0 };
      group.titles.push(id.slice(at + SEPARATOR.length));
      group.ms += ms;
      groups.set(key, group);
    }
    return [...groups.values()].sort((a, b) => a.ms - b.ms);
  }
}

/** Tests of one file that are run together. */
interface Group {
  readonly file: string;
  readonly titles: string[];
  ms: number;
}

/** From how many ms on a test is put behind the others. */
const SLOW = 100;

/** Up to how many ms a test is run where slow ones are left out. */
const QUICK = 1000;

function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function resultOf(file: string, { title, ms, failure }: TestEnd): TestResult {
  const id = file + SEPARATOR + title;
  const of = { id, name: id, timeSpentMs: ms };
  return failure === undefined
    ? { ...of, status: TestStatus.Success }
    : { ...of, status: TestStatus.Failed, failureMessage: failure };
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'ava-in-process', AvaTestRunner),
];

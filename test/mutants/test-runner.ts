import { readFile, writeFile } from 'node:fs/promises';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
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

/** Where the first run leaves what each test took, so that the others begin with the quick ones. */
const TIMES = 'mutants-times.json';

/** Whose tests are to be run; the plugin is told by the environment. */
export const ROOM_VARIABLE = 'KEYCHAIN_MUTANTS_ROOM';

const SEPARATOR = ' › ';

/**
 * Stryker takes a mutant for a loop without end when it is come by 100 times as often as in the first
 * run; a few times as often is enough, as nothing is made smaller here that a property has found.
 */
const LOOP_SHARE = 0.05;

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
  #times: Record<string, number> = {};

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    this.#files = await testFilesOf(process.env[ROOM_VARIABLE]!);
    await import(`${process.cwd()}/dist/test/support/properties.js`);
    // A smaller example of what is wrong is of no use here.
    fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
    this.#times = JSON.parse(await readFile(TIMES, 'utf8').catch(() => '{}'));
  }

  async dryRun({ disableBail }: DryRunOptions): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const file of this.#files) {
      const ends = await runFile(file, {
        onTest: title => {
          context().currentTestId = file + SEPARATOR + title;
        },
        bail: !disableBail,
      });
      context().currentTestId = undefined;
      tests.push(...ends.map(end => resultOf(file, end)));
    }
    await writeFile(
      TIMES,
      JSON.stringify(Object.fromEntries(tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]))),
    );
    return {
      status: DryRunStatus.Complete,
      tests,
      mutantCoverage: context().mutantCoverage ?? { static: {}, perTest: {} },
    };
  }

  async mutantRun({
    activeMutant,
    hitLimit,
    testFilter,
    disableBail,
  }: MutantRunOptions): Promise<MutantRunResult> {
    const ns = context();
    ns.activeMutant = activeMutant.id;
    ns.hitLimit = hitLimit === undefined ? undefined : Math.ceil(hitLimit * LOOP_SHARE);
    ns.hitCount = hitLimit === undefined ? undefined : 0;
    // Threads and processes that a test starts.
    process.env.__STRYKER_ACTIVE_MUTANT__ = activeMutant.id;
    const tests: TestResult[] = [];
    for (const [file, titles] of this.#order(testFilter ?? Object.keys(this.#times))) {
      const ends = await runFile(file, { titles, onTest: () => undefined, bail: !disableBail });
      tests.push(...ends.map(end => resultOf(file, end)));
      if (!disableBail && ends.some(({ failure }) => failure !== undefined)) break;
    }
    const timeout = determineHitLimitReached(ns.hitCount, ns.hitLimit);
    return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests });
  }

  /** Tests by file, the quickest files first; the slow tests of a file are a file of their own. */
  #order(ids: readonly string[]): [file: string, titles: string[]][] {
    const groups = new Map<string, { file: string; titles: string[]; ms: number }>();
    for (const id of ids) {
      const at = id.indexOf(SEPARATOR);
      const file = id.slice(0, at);
      const ms = this.#times[id] ?? 0;
      const key = ms > SLOW ? id : file;
      const group = groups.get(key) ?? { file, titles: [], ms: 0 };
      group.titles.push(id.slice(at + SEPARATOR.length));
      group.ms += ms;
      groups.set(key, group);
    }
    return [...groups.values()]
      .sort((a, b) => a.ms - b.ms)
      .map(({ file, titles }) => [file, titles]);
  }
}

/** From how many ms on a test is put behind the others. */
const SLOW = 100;

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

import { rmSync } from 'node:fs';
import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MutantResult } from '@stryker-mutator/api/core';
import { Stryker } from '@stryker-mutator/core';
import { soFar } from './so-far.js';
import { QUICK_VARIABLE, ROOM_VARIABLE } from './test-runner.js';

/*
 * Of the settings in `stryker.json`: types are not checked, as a mutant may have any. TypeScript 7 cannot
 * be asked to rewrite `tsconfig.json`, and nothing in it points out of the copy. Modules are never
 * unloaded and a test file is loaded again for each mutant, so the process does not get old. The time
 * limits are wide: a busy machine is not a mutant that was found.
 */

export interface MutateOptions {
  /** Patterns of files to be mutated, instead of all of the room. */
  readonly only?: readonly string[];
  /** Leaves out slow tests: what they alone would find counts as missed. */
  readonly quick?: boolean;
  /** Mutants tried at a time, each in a process of its own. */
  readonly jobs?: number;
}

/**
 * Mutates a room and runs its tests on each mutant, in a copy of the project in a temporary folder.
 *
 * @param name - a room of `ROOMS`
 */
export async function mutateRoom(
  name: string,
  { only = [], quick = false, jobs = 1 }: MutateOptions = {},
): Promise<readonly MutantResult[]> {
  const dir = await mkdtemp(join(tmpdir(), 'keychain-mutants-'));
  const remove = (): void => rmSync(dir, { recursive: true, force: true });
  // An interrupt ends the process where it stands.
  process.once('exit', remove);
  soFar.length = 0;
  process.env[ROOM_VARIABLE] = name;
  if (quick) process.env[QUICK_VARIABLE] = 'yes';
  try {
    // Stryker makes one in the copy itself, but behind the build.
    await symlink(resolve('node_modules'), join(dir, 'node_modules'));
    return await new Stryker({
      configFile: 'test/mutants/stryker.json',
      mutate: only.length > 0 ? [...only] : [`lib/${name}/**/*.ts`],
      plugins: ['test-runner', 'so-far'].map(here),
      concurrency: jobs,
      tempDirName: dir,
    }).runMutationTest();
  } finally {
    process.off('exit', remove);
    remove();
  }
}

function here(module: string): string {
  return fileURLToPath(new URL(`./${module}.js`, import.meta.url));
}

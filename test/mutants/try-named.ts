import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { NAMED_MUTANTS, type NamedMutant } from './named-mutants.js';

/** What of the project is no source. */
const LEFT_OUT = ['node_modules', 'dist', '.git', 'out', 'demo-out'];

const require = createRequire(import.meta.url);
const packageOf = (name: string): string => dirname(require.resolve(`${name}/package.json`));
const TSC = [join(packageOf('typescript'), 'bin/tsc'), '--noCheck', '--declaration', 'false'];
const AVA = [join(dirname(require.resolve('ava')), 'cli.mjs')];

/** Runs a program of Node's in a folder; returns whether it went well. */
async function run(cwd: string, [script = '', ...args]: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [script, ...args], { cwd, stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => resolve(code === 0));
  });
}

/** A title as AVA takes it where patterns are allowed. */
export const exactly = (title: string): string => title.replace(/[*!\\]/g, '\\$&');

const passes = (dir: string, { test, title }: NamedMutant): Promise<boolean> =>
  run(dir, [...AVA, `dist/${test.replace(/\.ts$/, '.js')}`, '--match', exactly(title)]);

/** How a named mutant fared; the test has to pass without it. */
export type Verdict = 'killed' | 'survived' | 'fails anyway' | 'not there';

/**
 * Makes the changes one after the other in a copy of the project in a temporary folder, each with its
 * test run before and after.
 */
export async function tryNamed(
  onVerdict: (mutant: NamedMutant, verdict: Verdict) => void,
  mutants: readonly NamedMutant[] = NAMED_MUTANTS,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'keychain-mutants-'));
  try {
    const filter = (path: string): boolean => !LEFT_OUT.includes(relative('', path));
    await cp('.', dir, { recursive: true, filter });
    await symlink(resolve('node_modules'), join(dir, 'node_modules'), 'dir');
    if (!(await run(dir, TSC))) throw new Error('the project does not compile');
    for (const mutant of mutants) onVerdict(mutant, await verdictOn(dir, mutant));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function verdictOn(dir: string, mutant: NamedMutant): Promise<Verdict> {
  const path = join(dir, mutant.file);
  const source = await readFile(path, 'utf8');
  if (source.split(mutant.find).length !== 2) return 'not there';
  if (!(await passes(dir, mutant))) return 'fails anyway';
  const target = join(dir, 'dist', mutant.file.replace(/\.ts$/, '.js'));
  const compiled = await readFile(target, 'utf8');
  await writeFile(
    path,
    source.replace(mutant.find, () => mutant.replace),
  );
  await run(dir, TSC);
  const isKilled = !(await passes(dir, mutant));
  await writeFile(path, source);
  await writeFile(target, compiled);
  return isKilled ? 'killed' : 'survived';
}

import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keyedRandom } from '../../../lib/random.js';
import { command } from '../../support/command.js';
import { lookAtLines, lookAtSamples } from './look.js';
import { type Mutant, mutate } from './mutate/mutate.js';
import { accountProblems, endProblems } from './problems.js';
import type { Paths, Subject } from './subject.js';
import { SUBJECTS } from './subjects.js';

/** What a mutation has come to. */
export interface Verdict {
  index: number;
  /** The command line, and how its input was changed. */
  what: string;
  exitCode: number;
  problems: string[];
}

/** Where mutations are tried, and from what seed they are. */
export interface Bench {
  /** The ground's folder. */
  ground: string;
  /** Records of all kinds, which somebody could mix into a file. */
  foreign: readonly unknown[];
  /** Where each case gets a folder. */
  cases: string;
  /** A model server that always answers. */
  url: string;
  /** A stand-in of the Hub, for any folder. */
  hub: string;
  seed: number;
  /** Leaves the case's folder as it is. */
  keep?: boolean;
}

/** Runs mutation number `index` of the seed, and looks at all that it leaves. */
export async function tryCase(bench: Bench, index: number): Promise<Verdict> {
  const subject = SUBJECTS[index % SUBJECTS.length]!;
  // A few folders down: a name that leads out of its place still stays among the temporary files.
  const dir = join(bench.cases, `${index}`, 'a', 'b', 'c');
  await mkdir(dir, { recursive: true });
  if (subject.copy) await cp(join(bench.ground, subject.copy), join(dir, subject.copy), TREE);
  const file = await fileOf(bench.ground, subject);
  const paths = pathsOf(bench, dir, subject.copy === undefined ? (subject.name ?? 'input') : file);
  const original = await readFile(paths.ground(file));
  const random = keyedRandom('mutation', bench.seed, index);
  const mutant = mutate(original, random, { foreign: bench.foreign, packed: subject.packed });
  await writeFile(paths.input, mutant.bytes);
  const args = subject.args(paths);
  const result = await withVariables(subject.variables?.(paths), () => command(args));
  const problems = [
    ...endProblems(result, { reports: subject.leaves === 'report' }),
    ...(await leftProblems(subject, paths, mutant, result)),
    ...(subject.foundAlways && result.code === 0 && !mutant.bytes.equals(original)
      ? ['the change is not found']
      : []),
  ];
  if (!bench.keep) await rm(join(bench.cases, `${index}`), { recursive: true, force: true });
  const said = problems.length > 0 ? `\n    ${result.stderr.trimEnd().slice(-600)}` : '';
  const what = `${args.join(' ')}\n    ${mutant.said}${said}`;
  return { index, what, exitCode: result.code, problems };
}

const TREE = { recursive: true };

/** Runs something with variables of the environment that it alone has. */
async function withVariables<T>(
  variables: Readonly<Record<string, string>> = {},
  run: () => Promise<T>,
): Promise<T> {
  Object.assign(process.env, variables);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }
}

/** The name of the subject's file in the ground. */
async function fileOf(ground: string, { file }: Subject): Promise<string> {
  const [before, after] = file.split('*');
  if (after === undefined) return file;
  const folder = dirname(file);
  const names = (await readdir(join(ground, folder))).map(name => join(folder, name));
  const found = names.find(name => name.startsWith(before!) && name.endsWith(after));
  if (found === undefined) throw new Error(`the ground has no ${file}`);
  return found;
}

function pathsOf(bench: Bench, dir: string, name: string): Paths {
  return {
    input: join(dir, name),
    url: bench.url,
    hub: bench.hub,
    ground: name => join(bench.ground, name),
    own: name => join(dir, name),
  };
}

/** What is wrong with what a command has left: lost records, samples that do not hold. */
async function leftProblems(
  subject: Subject,
  paths: Paths,
  { records }: Mutant,
  { code }: { code: number },
): Promise<string[]> {
  const done = code === 0 || code === 3;
  const counted = done && subject.eachRecord ? records : undefined;
  if (subject.leaves === 'lines') {
    if (counted === undefined) return [];
    const lines = paths.own(subject.lines ?? 'lines');
    return accountProblems(await lookAtLines(lines, paths.own('rejects')), counted);
  }
  if (subject.leaves !== 'samples') return [];
  const { account, problems } = await lookAtSamples(paths.own('out'));
  if (done && account.written > 0) {
    const corpus = subject.corpus?.(paths) ?? paths.own('corpus');
    problems.push(...(await verifyProblems(paths.own('out'), corpus, subject.tokenizer?.(paths))));
  }
  if (!done && account.written > 0) problems.push(`${account.written} samples of a failed run`);
  if (counted !== undefined) problems.push(...accountProblems(account, counted));
  return problems;
}

/** What `verify` has against samples that were made without an error. */
export async function verifyProblems(
  samples: string,
  corpus: string,
  tokenizer: readonly string[] = [],
): Promise<string[]> {
  const { code, stdout, stderr } = await command([
    ...['verify', samples, '--corpus', corpus, '--quiet'],
    ...tokenizer,
  ]);
  if (code === 0) return [];
  return [`verify ends with ${code}: ${stderr}${stdout.split('\n').slice(2, 8).join('\n    ')}`];
}

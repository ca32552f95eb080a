import { execFile } from 'node:child_process';
import { appendFile, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { tempDir } from './temp-dir.js';

/** What a contributor adds: a file, and a row in a registry. Paths are those below `lib`. */
export interface Addition {
  file: string;
  /** The file as it is once it is compiled. */
  source: string;
  registry: string;
  /** The registry's table, such as `PLACEMENTS`. */
  table: string;
  /** The new row's name in the table and its name in the file. */
  row: [name: string, exported: string];
}

export interface House {
  /** Runs `bin/pipe` of this house and gives its standard output. */
  pipe(args: readonly string[], input?: string): Promise<string>;
}

/** A copy of the built package with one thing more. */
export async function houseWith(t: ExecutionContext, addition: Addition): Promise<House> {
  const root = await tempDir(t);
  const lib = join(root, 'dist', 'lib');
  for (const part of ['dist/lib', 'dist/pipelines', 'dist/bin', 'bin/pipe', 'package.json']) {
    await cp(part, join(root, part), {
      recursive: true,
      filter: path => !/\.(ts|map)$/.test(path),
    });
  }
  await symlink(resolve('node_modules'), join(root, 'node_modules'));
  await mkdir(dirname(join(lib, addition.file)), { recursive: true });
  await writeFile(join(lib, addition.file), addition.source);
  await addRow(lib, addition);
  return {
    pipe: async (args, input = '') => {
      const running = promisify(execFile)(process.execPath, [join(root, 'bin/pipe'), ...args], {
        env: { ...process.env, XDG_CACHE_HOME: join(root, 'cache') },
        maxBuffer: 2 ** 26,
      });
      running.child.stdin!.end(input);
      return (await running).stdout;
    },
  };
}

async function addRow(lib: string, { file, registry, table, row }: Addition): Promise<void> {
  const path = join(lib, registry);
  const before = await readFile(path, 'utf8');
  const head = `export const ${table} = {`;
  const [name, exported] = row;
  const after = before.replace(head, `${head} ${JSON.stringify(name)}: ${exported},`);
  if (after === before) throw new Error(`${registry} has no table ${table}`);
  await writeFile(path, after);
  const depth = '../'.repeat(registry.split('/').length - 1) || './';
  await appendFile(path, `\nimport { ${exported} } from '${depth}${file}';\n`);
}

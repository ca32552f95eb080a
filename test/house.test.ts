import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import test from 'ava';

// The rule that keeps imports pointing down the house. Circles are refused by the linter.

const map = /```\n(bin\/pipe.*?)```/s.exec(await readFile('lib/README.md', 'utf8'))?.[1] ?? '';

/** Rooms from the top of the house to the bottom, as the map in lib/README.md lists them. */
const ROOMS = [
  'bin',
  'pipelines',
  ...[...map.matchAll(/^ {2}(\w+)\//gm)].map(([, room]) => `lib/${room}`),
  'lib',
];

/** Stages: they are composed, and know nothing of each other. */
const STAGES = ['select', 'merge', 'filter', 'fill', 'chain', 'needle', 'verify'].map(
  room => `lib/${room}`,
);

/** Rooms that stand on less than what is below them. */
const ONLY: Record<string, readonly string[]> = {
  'lib/verify': ['lib/records', 'lib/stream', 'lib/disk', 'lib'],
  'lib/world': ['lib/records', 'lib/stream', 'lib'],
};

const roomOf = (file: string): string | undefined => {
  const [top = '', second = '', ...rest] = file.split('/');
  return top === 'lib' && rest.length > 0 ? `${top}/${second}` : top;
};

const IMPORT = /(?:^|\n)\s*(?:import|export)[^'"]*?from '(\.[^']+)'|import\('(\.[^']+)'\)/g;

/** Who imports whom, types included. */
async function* imports(): AsyncGenerator<{ from: string; to: string }> {
  for (const top of ['lib', 'pipelines', 'bin', 'bench']) {
    const names = await readdir(top, { recursive: true });
    for (const from of names.filter(name => name.endsWith('.ts')).map(name => join(top, name))) {
      for (const [, declared, dynamic] of (await readFile(from, 'utf8')).matchAll(IMPORT)) {
        const to = normalize(join(dirname(from), declared ?? dynamic ?? ''));
        yield { from, to: to.replace(/^dist\//, '') };
      }
    }
  }
}

/** What is wrong with an arrow, if anything is. */
function faultOf(above: string, below: string): string | undefined {
  if (above === below) return undefined;
  if (['bench', 'test'].includes(below)) return 'nothing stands on benchmarks or tests';
  if (above === 'bench') return undefined;
  if (!ROOMS.includes(above) || !ROOMS.includes(below)) return 'the map has no such room';
  // The files beside the rooms may look into records, which look nowhere.
  if (above === 'lib' && below === 'lib/records') return undefined;
  if (ROOMS.indexOf(below) < ROOMS.indexOf(above)) return 'up the house';
  if (STAGES.includes(above) && STAGES.includes(below)) return 'from stage to stage';
  return (ONLY[above]?.includes(below) ?? true) ? undefined : `${above} stands on less`;
}

test('imports point down the house, and no stage imports another', async t => {
  const faults: string[] = [];
  let seen = 0;
  for await (const { from, to } of imports()) {
    seen++;
    const fault = faultOf(roomOf(from)!, roomOf(to)!);
    if (fault) faults.push(`${from} -> ${to}: ${fault}`);
  }
  t.deepEqual(faults, []);
  t.true(seen > 500, 'imports were found at all');
});

test('the map names every room', async t => {
  for (const entry of await readdir('lib', { withFileTypes: true })) {
    if (entry.isDirectory()) t.true(ROOMS.includes(`lib/${entry.name}`), entry.name);
  }
});

const LOADED_AT_ONCE = /(?:^|\n)\s*(?:import|export)(?! type)[^'"]*?from '([^']+)'/g;

/** The files and packages that a file loads before it does anything, itself included. */
async function loadedBy(file: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name = ''] of (await readFile(file, 'utf8')).matchAll(LOADED_AT_ONCE)) {
    const path = normalize(join(dirname(file), name)).replace(/\.js$/, '.ts');
    if (name.startsWith('.')) await loadedBy(path, seen);
    else if (!name.startsWith('node:')) seen.add(name);
  }
  return seen;
}

test('help is there at once: it waits for no table of settings, and for no package but one', async t => {
  const loaded = await loadedBy('bin/main.ts');
  t.true(loaded.has('bin/commands/keychain.ts'), 'imports were followed');
  t.false(loaded.has('lib/settings/table.ts'));
  t.deepEqual(
    [...loaded].filter(name => !name.endsWith('.ts')),
    ['leven'],
  );
});

test('a page of help, and a task, need no native code, encoder or archive', async t => {
  const loaded = await loadedBy('bin/cli/task.ts');
  t.true(loaded.has('lib/settings/table.ts'), 'imports were followed');
  for (const heavy of [
    'lmdb',
    'yauzl',
    'highland',
    'hyparquet-writer',
    'cli-progress',
    'piscina',
  ]) {
    t.deepEqual(
      [...loaded].filter(name => name === heavy || name.startsWith(`${heavy}/`)),
      [],
    );
  }
});

import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { tempDir } from './support/temp-dir.js';

const run = promisify(execFile);

/** What npm would put into the package of a folder; asks nobody and writes nothing there. */
async function packed(t: ExecutionContext, dir: string): Promise<string[]> {
  const flags = ['--dry-run', '--json', '--ignore-scripts', '--offline', '--no-update-notifier'];
  const cache = ['--cache', await tempDir(t)];
  const { stdout } = await run('npm', ['pack', ...flags, ...cache], {
    cwd: dir,
    maxBuffer: 1 << 26,
    // On Windows npm is a script.
    shell: process.platform === 'win32',
  });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  return files.map(({ path }) => path).sort();
}

const CODE = ['bin', 'lib', 'pipelines'];

/** Modules by their path without an ending; what only declares the types of others is none. */
async function sources(): Promise<string[]> {
  const found = await Promise.all(
    CODE.map(async folder =>
      (await readdir(folder, { recursive: true }))
        .filter(name => name.endsWith('.ts') && !name.endsWith('.d.ts'))
        .map(name => normalize(join(folder, name.slice(0, -3)))),
    ),
  );
  return found.flat();
}

interface Manifest {
  version: string;
  bin: Record<string, string>;
  exports: Record<string, string | Record<string, string>>;
}

const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;

test('the package has what it says it has: its command, and the files that it exports', async t => {
  const files = new Set(await packed(t, '.'));
  const exported = Object.values(manifest.exports).flatMap(each =>
    typeof each === 'string' ? each : Object.values(each),
  );
  for (const path of [...Object.values(manifest.bin), ...exported]) {
    // A pattern stands for each file that fits it.
    const [start = '', end] = normalize(path).split('*');
    const fits = (file: string): boolean => file.startsWith(start) && file.endsWith(end ?? '');
    t.true(end === undefined ? files.has(start) : [...files].some(fits), path);
  }
  // Whoever has installed it runs `npx keychain-pipeline`, which takes the only command there is.
  t.is(Object.keys(manifest.bin).length, 1);
});

test('the package has every module, with its types, and none that has lost its source', async t => {
  const modules = (await packed(t, '.')).filter(path => path.startsWith('dist/'));
  const expected = (await sources()).flatMap(path => [`dist/${path}.js`, `dist/${path}.d.ts`]);
  t.deepEqual(modules, expected.sort());
});

test('what the pages of the package link to is in it, too', async t => {
  const files = await packed(t, '.');
  const isThere = (path: string) =>
    files.some(file => file === path || file.startsWith(`${path}/`));
  const pages = files.filter(path => path.endsWith('.md'));
  for (const page of ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'lib/README.md']) {
    t.true(pages.includes(page), page);
  }
  for (const page of pages) {
    const text = await readFile(page, 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const path = normalize(join(dirname(page), target)).replace(/\/$/, '');
      t.true(isThere(path), `${page} links to ${target}`);
    }
  }
});

test('nothing else is in the package', async t => {
  const others = (await packed(t, '.')).filter(
    path => !/^dist\/(?:bin|lib|pipelines)\/.+\.(?:js|d\.ts)$/.test(path),
  );
  const pages = others.filter(path =>
    /^(?:bench|bin|lib|pipelines)\/(?:.+\/)?[^/]+\.md$/.test(path),
  );
  const examples = others.filter(
    path =>
      path.startsWith('pipelines/examples/') ||
      /^pipelines\/(?:guides\/\w+\.py|recipes\/\w+\.yaml)$/.test(path),
  );
  const schemas = others.filter(path => /^lib\/.+\.schema\.json$/.test(path));
  const known = new Set([...pages, ...examples, ...schemas]);
  const rest = others.filter(path => !known.has(path));
  t.deepEqual(rest, [
    'CHANGELOG.md',
    'CITATION.cff',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'bench/pictures/report.png',
    'bench/pictures/view.png',
    'bin/pipe',
    'lib/records/schemas/features.json',
    'lib/view/page/page.html',
    'lib/view/page/style.css',
    'package.json',
  ]);
});

/** What lies about in the folder of somebody who works on the project. */
const RUBBISH = [
  '.env',
  '.github/workflows/ci.yml',
  'bench.json',
  'bench/main.ts',
  'core.1234',
  'demo-out/samples/a.jsonl.gz',
  'dist/bench/main.js',
  'dist/lib/errors.js.map',
  'dist/lib/errors.tsbuildinfo',
  'dist/test/package.test.js',
  'keychain-pipeline-0.1.0.tgz',
  'lib/errors.ts',
  'lib/notes.txt',
  'out/a.jsonl.gz',
  'test/package.test.ts',
  'test/snapshots/README.md',
];

test('what lies about in a working folder gets into no package', async t => {
  const dir = await tempDir(t);
  await cp('package.json', join(dir, 'package.json'));
  const wanted = ['dist/lib/errors.d.ts', 'dist/lib/errors.js', 'lib/README.md'];
  for (const path of [...RUBBISH, ...wanted]) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), 'x');
  }
  t.deepEqual(await packed(t, dir), [...wanted, 'package.json']);
});

test('the packages that run a script when they are installed are named, and no others', async t => {
  const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const scripted = Object.keys(packages).filter(path => packages[path]!.hasInstallScript);
  const page = await readFile('SECURITY.md', 'utf8');
  const [, section = ''] = page.split('run a script when they are installed:');
  const [table = ''] = section.split('\n\nNeither');
  const named = [...table.matchAll(/^\| `(.+?)`/gm)].map(([, name]) => name);
  t.true(named.length > 0);
  t.deepEqual(
    scripted.map(path => path.replace(/.*node_modules\//, '')),
    named,
  );
});

test('the command can be run, and the citation is of this version', async t => {
  const { mode } = await stat(manifest.bin['keychain-pipe']!);
  t.not(mode & 0o111, 0);
  t.true((await readFile('CITATION.cff', 'utf8')).includes(`\nversion: ${manifest.version}\n`));
});

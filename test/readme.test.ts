import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { ERROR_CODES } from '../lib/errors.js';
import type { Sample } from '../lib/records/sample.js';
import { pipe } from './support/pipe.js';
import { tempDir } from './support/temp-dir.js';
import { worldFile } from './support/world.js';

const readme = await readFile('README.md', 'utf8');

test('the README lists every error code, with its meaning, and no other', t => {
  const listed = [...readme.matchAll(/^\| `([A-Z0-9_]+)`\s+\| (.+?)\s+\|$/gm)].map(
    ([, code, text]) => [code, text],
  );
  const known = Object.entries(ERROR_CODES).map(([code, { summary }]) => [code, summary]);
  t.deepEqual(listed.sort(), known.sort());
});

test('the pipeline that the README shows runs as it stands', async t => {
  const snippet = /```ts\n(.*?)```/s.exec(readme)?.[1];
  t.truthy(snippet);
  const dir = await tempDir(t);
  await mkdir(join(dir, 'node_modules'));
  await symlink(resolve('.'), join(dir, 'node_modules', 'keychain-pipeline'));
  await writeFile(join(dir, 'custom.mjs'), snippet ?? '');
  const world = await worldFile(t, 'hotpotqa', 100);
  await writeFile(join(dir, 'hotpot.json'), await readFile(world));

  const child = spawn(process.execPath, ['custom.mjs'], { cwd: dir });
  let stderr = '';
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  t.is(code, 0, stderr);

  const file = join(dir, 'hard.jsonl.gz');
  const samples = gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Sample);
  t.true(samples.length > 0);
  t.true(samples.every(({ meta }) => meta.hops === 6));
  const args = [
    'verify',
    file,
    '--dataset',
    join(dir, 'hotpot.json'),
    '--tokenizer-path',
    'o200k_base',
  ];
  const { code: verified, stdout } = await pipe(args);
  t.is(verified, 0, stdout);
});

test('the README names the options that commands have', async t => {
  const { OPTION_GROUPS } = await import('../bin/cli/options.js');
  const known = new Set(Object.values(OPTION_GROUPS).flatMap(group => Object.keys(group)));
  const named = [...readme.matchAll(/--([a-z][a-z_-]+)/g)].map(([, name = '']) =>
    name.replaceAll('_', '-'),
  );
  for (const name of new Set(named)) t.true(known.has(name), name);
});

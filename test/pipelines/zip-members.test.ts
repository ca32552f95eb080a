import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import type { Manifest } from '../../lib/assemble/outputs/manifest.js';
import { worldRecords } from '../../lib/world/index.js';
import { zipOf } from '../datasets/fixtures.js';
import { command } from '../support/command.js';
import '../support/own-cache.js';
import { tempDir } from '../support/temp-dir.js';

const worldOf = (seed: number): string =>
  JSON.stringify([...worldRecords('hotpotqa', { questions: 40, seed })]);

test('two members of an archive are two datasets, each made again from its manifest', async t => {
  const dir = await tempDir(t);
  const archive = join(dir, 'both.zip');
  const members = [
    { name: 'data/train.json', data: worldOf(1) },
    { name: 'data/dev.json', data: worldOf(2) },
  ];
  await writeFile(archive, zipOf(members));
  const saveDir = join(dir, 'out');
  const inputs = members.map(({ name }) => `${archive}#${name}`);
  const made = await command([
    ...['relevant-only', ...inputs, '--num-samples', '5', '--save-dir', saveDir, '--quiet'],
  ]);
  t.is(made.code, 0, made.stderr);

  const names = (await readdir(saveDir, { recursive: true })).filter(name =>
    name.endsWith('.manifest.json'),
  );
  const manifests = await Promise.all(
    names.map(async name => JSON.parse(await readFile(join(saveDir, name), 'utf8')) as Manifest),
  );
  t.deepEqual(names.map(name => name.split('/')[0]).sort(), ['dev', 'train']);
  t.deepEqual(manifests.map(({ inputs: [input] }) => input?.member).sort(), [
    'data/dev.json',
    'data/train.json',
  ]);
  t.is(new Set(manifests.map(({ plan_sha256 }) => plan_sha256)).size, 2);
  t.is(new Set(manifests.map(({ output }) => output.sha256)).size, 2);
  const schema = JSON.parse(
    await readFile('lib/records/schemas/manifest.schema.json', 'utf8'),
  ) as object;
  const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
  for (const manifest of manifests) {
    t.true(ajv.validate(schema, manifest), ajv.errorsText(ajv.errors));
  }

  const moved = join(dir, 'moved.zip');
  await rename(archive, moved);
  const again = await command(['run', join(saveDir, names[0]!), '--input', moved]);
  t.is(again.code, 0, again.stderr);
  t.regex(again.stderr, /lines and bytes agree/);
});

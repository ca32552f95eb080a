import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { manifestsBeside } from '../../../lib/export/hub/manifests.js';
import { planDigest } from '../../../lib/settings/plan.js';
import { publicManifest } from '../../../lib/settings/public/manifest.js';
import { tempDir } from '../../support/temp-dir.js';

test('manifests are copied without the folders of the machine; commands and inputs are told once', async t => {
  const dir = await tempDir(t);
  const write = async (folder: string, name: string, value: unknown): Promise<string> => {
    await mkdir(join(dir, folder), { recursive: true });
    await writeFile(join(dir, folder, `${name}.manifest.json`), JSON.stringify(value));
    return join(dir, folder, `${name}.jsonl.gz`);
  };
  const manifest = {
    plan_sha256: 'p',
    command_line: ['keychain', '/home/ann/h.json', '--save-dir', 'my out'],
    inputs: [{ name: 'h.json', sha256: 'f00', format: 'auto' }],
  };
  const files = [
    await write('one/out', 'a', manifest),
    await write('two/out', 'a', manifest),
    await write('one/out', 'b', { no: 'manifest' }),
    join(dir, 'without.jsonl'),
    '-',
  ];
  const copied = await manifestsBeside(files, publicManifest);
  t.deepEqual(
    copied.files.map(({ path }) => path),
    ['manifests/out/a.manifest.json', 'manifests/out-2/a.manifest.json'],
  );
  t.deepEqual(copied.commands, [['keychain', 'h.json', '--save-dir', 'my out']]);
  t.deepEqual(copied.inputs, [{ name: 'h.json', sha256: 'f00', isTexts: false, options: [] }]);
  for (const { text } of copied.files) {
    t.notRegex(text, /ann/);
    t.is(JSON.parse(text).plan_sha256, 'p');
  }
});

test('how inputs were read is told with them', async t => {
  const dir = await tempDir(t);
  const inputs = [
    {
      name: 'a.zip',
      member: 'in/h.json',
      sha256: '1',
      format: 'hotpotqa',
      unescape_entities: true,
    },
    { name: 'books', sha256: '2', format: 'texts', filler_tokens: 77, max_record_bytes: 9 },
  ];
  const files = [{ setting: 'chatTemplate', name: 'chat.jinja', sha256: '3' }];
  const manifest = { plan_sha256: 'p', inputs, files };
  await writeFile(join(dir, 'a.manifest.json'), JSON.stringify(manifest));
  const copied = await manifestsBeside([join(dir, 'a.jsonl')], publicManifest);
  t.deepEqual(
    copied.inputs.map(({ name, isTexts, options }) => [name, isTexts, ...options]),
    [
      ['a.zip#in/h.json', false, ['--dataset-format', 'hotpotqa'], ['--unescape-entities']],
      ['books', true, ['--filler-tokens', '77'], ['--max-record-bytes', '9']],
    ],
  );
  t.deepEqual(copied.templates, ['chat.jinja']);
});

test('a model that is called by its folder is none of the machine in the copy, whose digest is its own', t => {
  const plan = { command: 'keychain', settings: { model: '/home/ann/m/Qwen', hops: 4 } };
  const copy = publicManifest({ plan, plan_sha256: 'before', command_line: ['rm', '/home/ann'] });
  const expected = { command: 'keychain', settings: { model: 'Qwen', hops: 4 } };
  t.deepEqual(copy, { plan: expected, plan_sha256: planDigest(expected as never) });
  const named = { plan: expected, plan_sha256: 'same' };
  t.deepEqual(publicManifest(named), named);
});

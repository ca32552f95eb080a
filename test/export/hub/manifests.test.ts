import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { manifestsBeside } from '../../../lib/export/hub/manifests.js';
import { withoutFolders } from '../../../lib/export/hub/without-folders.js';
import { tempDir } from '../../support/temp-dir.js';

test('of absolute paths the last name is left, and all else stays', t => {
  const words = [
    ...[
      '/home/ann/data/hotpot.json',
      '--corpus=/scratch/ann/c',
      '~/x/y.json',
      'C:\\Users\\ann\\d.json',
    ],
    ...['../d.json', '4k,8k', '--template', 'a / b', '/a/b.json,/c/d.json'],
  ];
  t.deepEqual(words.map(withoutFolders), [
    ...['hotpot.json', '--corpus=c', 'y.json', 'd.json'],
    ...['../d.json', '4k,8k', '--template', 'a / b', 'b.json,d.json'],
  ]);
  const part = fc.stringMatching(/^[a-z0-9_.-]{1,8}$/);
  fc.assert(
    fc.property(fc.array(part, { minLength: 2, maxLength: 5 }), parts => {
      t.is(withoutFolders(`/${parts.join('/')}`), parts.at(-1)!);
    }),
  );
});

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
    inputs: [{ name: 'h.json', sha256: 'f00' }],
  };
  const files = [
    await write('one/out', 'a', manifest),
    await write('two/out', 'a', manifest),
    await write('one/out', 'b', { no: 'manifest' }),
    join(dir, 'without.jsonl'),
    '-',
  ];
  const copied = await manifestsBeside(files);
  t.deepEqual(
    copied.files.map(({ path }) => path),
    ['manifests/out/a.manifest.json', 'manifests/out-2/a.manifest.json'],
  );
  t.deepEqual(copied.commands, ["keychain-pipe keychain h.json --save-dir 'my out'"]);
  t.deepEqual(copied.inputs, [{ name: 'h.json', sha256: 'f00' }]);
  for (const { text } of copied.files) {
    t.notRegex(text, /ann/);
    t.is(JSON.parse(text).plan_sha256, 'p');
  }
});

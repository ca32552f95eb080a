import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { placesOf } from '../../lib/assemble/outputs/folders.js';
import { MAKING } from '../../lib/settings/commands.js';
import { resolve } from '../../lib/settings/resolve.js';
import { command, commandOutput } from '../support/command.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const foldersOf = (dataset: string[], given = {}): string[] =>
  placesOf(resolve('relevant-only', { dataset, saveDir: 'out', ...given }) as never).map(
    ({ folder }) => folder,
  );

const APART: [what: string, files: string[], folders: string[]][] = [
  ['one input', ['a/train.json'], ['out/train']],
  ['inputs of different names', ['a/x.json', 'a/y.jsonl.gz'], ['out/x', 'out/y']],
  ['one name in two folders', ['a/train.json', 'b/train.jsonl'], ['out/a-train', 'out/b-train']],
  ['only those of one name', ['a/t.json', 'b/t.gz', 'b/u'], ['out/a-t', 'out/b-t', 'out/u']],
  ['names of another case', ['a/Dev.json', 'b/dev.json'], ['out/a-Dev', 'out/b-dev']],
  [
    'letters composed or not',
    ['a/caf\u00e9.json', 'b/cafe\u0301.json'],
    ['out/a-caf\u00e9', 'out/b-cafe\u0301'],
  ],
  ['a file called like standard input', ['-', 'a/stdin.json'], ['out/stdin', 'out/a-stdin']],
  ['a name that leads upwards', ['a/...json'], ['out/dataset']],
  ['a name of its folder', ['a/..jsonl'], ['out/dataset']],
];

for (const [what, files, folders] of APART) {
  test(`each has a folder of its own: ${what}`, t => {
    t.deepEqual(foldersOf(files), folders);
  });
}

const REFUSED: [what: string, files: string[]][] = [
  ['a file twice', ['a/train.json', 'a/train.json']],
  ['a file by two paths', ['a/train.json', './a/../a/train.json']],
  ['two endings in one folder', ['a/train.json', 'a/train.jsonl']],
  ['folders of one name', ['a/x/train.json', 'b/x/train.json']],
  ['folders of another case', ['a/X/train.json', 'b/x/train.json']],
  ['a name like the one made', ['a/train.json', 'b/train.json', 'c/a-train.json']],
];

for (const [what, files] of REFUSED) {
  for (const given of [{}, { saveName: 'both' }, { corpus: 'c', out: '-' }]) {
    test(`nothing is read where two would share a folder: ${what}, ${JSON.stringify(given)}`, t => {
      const error = t.throws(() => foldersOf(files, given), { message: /would both write to/ });
      t.like(error, { code: 'USAGE' });
      t.true(error!.message.includes(files.at(-1)!));
    });
  }
}

test('on one stream nothing is shared', t => {
  t.notThrows(() => foldersOf(['a/train.json', 'a/train.jsonl'], { out: '-' }));
});

for (const name of ['keychain', 'synth', 'relevant-only']) {
  test(`${name} loses no sample of two inputs of one name`, async t => {
    const dir = await tempDir(t);
    const inputs = [join(dir, 'hotpotqa', 'train.json'), join(dir, 'musique', 'train.jsonl')];
    for (const [i, shape] of (['hotpotqa', 'musique'] as const).entries()) {
      await mkdir(join(inputs[i]!, '..'));
      await copyFile(await worldFile(t, shape, 3, i), inputs[i]!);
    }
    const out = join(dir, 'out');
    const options = ['--save-dir', out, '--corpus', join(dir, 'corpora')];
    await commandOutput([name, ...inputs, '--max-seq-length', '2k', ...options]);
    t.deepEqual((await readdir(out)).sort(), ['hotpotqa-train', 'musique-train']);
    t.deepEqual((await readdir(join(dir, 'corpora'))).sort(), ['hotpotqa-train', 'musique-train']);
    let samples = 0;
    for (const file of await readdir(out, { recursive: true })) {
      if (!file.endsWith('.jsonl.gz')) continue;
      samples +=
        gunzipSync(await readFile(join(out, file)))
          .toString()
          .split('\n').length - 1;
    }
    t.is(samples, 6);
    // Each is made again from the input that it was made from.
    for (const each of await readdir(out)) {
      const names = await readdir(join(out, each));
      const manifest = join(out, each, names.find(file => file.endsWith('.manifest.json'))!);
      t.is((await command(['run', manifest])).code, 0, each);
    }
  });
}

const LEADING_OUT: [option: string, value: string][] = [
  ['--save-name', '../x'],
  ['--save-name', '..'],
  ['--save-name', 'a/../../x'],
  ['--save-name', '/tmp/x'],
  ['--save-name', ''],
  ['--subset', '../x'],
  ['--subset', 'a/b'],
  ['--subset', '/x'],
  ['--subset', 'a\\b'],
  ['--subset', ''],
  ['--subset', 'a\0b'],
  ['--save-name', 'a\0b'],
  ['--save-dir', 'a\0b'],
];

for (const name of MAKING) {
  for (const [option, value] of LEADING_OUT) {
    test(`${name} takes no ${option} ${JSON.stringify(value)}`, async t => {
      const file = join(await tempDir(t), 'x.json');
      await writeFile(file, '[]');
      const { code, stderr } = await command([name, file, '--max-seq-length', '2k', option, value]);
      t.is(code, 2);
      t.regex(stderr, new RegExp(`^error: USAGE: ${option} .*must.*\n$`));
    });
  }
}

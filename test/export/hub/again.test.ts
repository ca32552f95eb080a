import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { writeBooks } from '../../support/books.js';
import { readCard } from '../../support/export/card.js';
import { pathsIn } from '../../support/paths.js';
import { pipeOutput } from '../../support/pipe.js';
import { tempDir } from '../../support/temp-dir.js';
import { worldFile } from '../../support/world.js';

const run = promisify(execFile);

/** Blocks of commands in a card. */
const commandsIn = (text: string): string[] =>
  [...text.matchAll(/^```sh\n(.*?)\n```$/gms)].map(([, lines = '']) => lines);

/** Runs lines of a card, as somebody would who has installed the package. */
const runLines = (lines: string, cwd: string): Promise<{ stdout: string; stderr: string }> =>
  run('sh', ['-ec', lines.replaceAll(/^keychain-pipe(?= )/gm, resolve('bin/pipe'))], {
    cwd,
    env: { ...process.env, XDG_CACHE_HOME: join(cwd, 'cache') },
  });

/** Files below a folder, by what is in them. */
const contents = async (folder: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      (await pathsIn(folder))
        .filter(path => basename(path) !== 'export.json')
        .map(async path => [relative(folder, path), await readFile(path, 'base64')] as const),
    ),
  );

const SECRET = 'ann-of-gpu07';

test('the commands of a card run again in a folder of the inputs, make the same data, and verify it', async t => {
  const dir = join(await tempDir(t), SECRET);
  const inputs = join(dir, 'in');
  await mkdir(join(inputs, 'texts of ours'), { recursive: true });
  const dataset = join(inputs, 'hotpot.json');
  await cp(await worldFile(t, 'hotpotqa', 60), dataset);
  await writeBooks(join(inputs, 'texts of ours'), 3);
  await writeFile(join(inputs, 'system.txt'), "Think; it's `hard`.\n");
  const tokenizer = [
    '--tokenizer-path',
    'o200k_base',
    '--passage-format',
    '/{i}/ {title}\\n{text}',
  ];
  const keychain = [
    ...['keychain', dataset, '--max-seq-length', '3k', '--num-samples', '6', ...tokenizer],
    ...[
      '--fillers',
      join(inputs, 'texts of ours'),
      '--filler-tokens',
      '90',
      '--sample-instruction',
      '/no_think',
    ],
    ...[
      '--chat-template',
      join(inputs, 'chat.jinja'),
      '--sample-system-prompt',
      `@${join(inputs, 'system.txt')}`,
    ],
    ...['--save-dir', join(dir, 'out')],
  ];
  await writeFile(
    join(inputs, 'chat.jinja'),
    '{% for message in messages %}<{{ message.role }}>{{ message.content }}\n{% endfor %}<assistant>',
  );
  await pipeOutput(keychain);
  const made = join(dir, 'data set');
  await pipeOutput(['export', join(dir, 'out', 'hotpot'), '--to', 'hub', '--out', made]);

  const { text, yaml } = await readCard(made);
  const before = await contents(made);
  for (const [path, bytes] of Object.entries(before)) {
    t.false(Buffer.from(bytes, 'base64').includes(SECRET), path);
  }
  const [again, verify] = commandsIn(text);
  t.regex(again!, / --sample-instruction \/no_think /);
  const elsewhere = await tempDir(t);
  await cp(inputs, elsewhere, { recursive: true });
  await runLines(again!, elsewhere);
  t.deepEqual(await contents(join(elsewhere, 'data set')), before);
  await cp(join(elsewhere, 'data set', 'data'), join(elsewhere, 'data'), { recursive: true });
  const { stderr } = await runLines(verify!, elsewhere);
  t.regex(stderr, /6 samples, 0 failed/);

  // Texts of one's own have whichever license: the dataset's alone is not that of the data.
  t.deepEqual(yaml.license, ['cc-by-sa-4.0', 'unknown']);
  t.regex(text, /Other passages are cut out of texts/);
  t.notRegex(text, /passages of the same dataset/);
});

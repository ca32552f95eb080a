import { linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { command } from '../support/command.js';
import { madeQuestions } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';

/** Questions, by all their names. */
async function ground(t: ExecutionContext) {
  const dir = await tempDir(t);
  const at = (name: string): string => join(dir, name);
  const text = madeQuestions(3)
    .map(each => `${JSON.stringify(each)}\n`)
    .join('');
  writeFileSync(at('q.jsonl'), text);
  symlinkSync(at('q.jsonl'), at('link.jsonl'));
  linkSync(at('q.jsonl'), at('hard.jsonl'));
  return { dir, at, text };
}

/** Runs a command that is to be refused before it does anything. */
async function refused(t: ExecutionContext, args: readonly string[], told: RegExp, dir: string) {
  const before = (await readdir(dir)).sort();
  const { code, stderr, stdout } = await command(args);
  t.is(code, 2, stderr);
  t.regex(stderr, told);
  t.is(stderr.trimEnd().split('\n').length, 1, stderr);
  t.is(stdout, '');
  t.deepEqual((await readdir(dir)).sort(), before);
}

test('what is read stays, whatever is named for rejects and lines', async t => {
  const { dir, at, text } = await ground(t);
  const length = ['--max-seq-length', '2k'];
  const reading: string[][] = [
    ['parse', at('q.jsonl')],
    ['index', at('q.jsonl'), '--corpus', at('corpus')],
    ['keychain', at('q.jsonl'), ...length, '--out', '-'],
    ['synth', at('q.jsonl'), '--fillers', at('q.jsonl'), ...length, '--out', '-'],
    ['relevant-only', at('q.jsonl'), '--out', '-'],
    ['filter', at('q.jsonl'), '--min-answer-length', '1'],
    ['score', at('q.jsonl')],
    ['merge', at('q.jsonl'), at('q.jsonl')],
    ['export', at('q.jsonl'), '--to', 'openai-ft', '--out', at('new.jsonl')],
    ['export', dir, '--to', 'openai-ft', '--out', '-'],
    ['fill', at('q.jsonl'), ...length, '--corpus', at('corpus')],
  ];
  for (const args of reading) {
    for (const name of ['q.jsonl', 'link.jsonl', 'hard.jsonl']) {
      // Of a folder, another name of a file that lies elsewhere is not looked for.
      if (args[1] === dir && name === 'hard.jsonl') continue;
      await refused(t, [...args, '--rejects', at(name)], /USAGE: --rejects .*is read, too/, dir);
    }
  }
  const over = ['score', at('q.jsonl'), '--out', at('hard.jsonl')];
  await refused(t, over, /USAGE: --out .*hard\.jsonl: is read, too \(records .*q\.jsonl\)/, dir);
  t.is(readFileSync(at('q.jsonl'), 'utf8'), text);
});

test('a config is read, too', async t => {
  const { dir, at } = await ground(t);
  writeFileSync(at('run.yaml'), `dataset: ${at('q.jsonl')}\nmax-seq-length: 2k\nout: "-"\n`);
  const args = ['keychain', '--config', at('run.yaml'), '--rejects', at('run.yaml')];
  await refused(t, args, /USAGE: --rejects .*is read, too \(config /, dir);
});

test('rejects that no file could hold are refused before any is met', async t => {
  const { dir, at } = await ground(t);
  const rejects = ['--rejects', at('r.parquet')];
  for (const args of [
    ['parse', at('q.jsonl')],
    ['index', at('q.jsonl'), '--corpus', at('corpus')],
    ['keychain', at('q.jsonl'), '--max-seq-length', '2k', '--out', '-'],
    ['export', at('q.jsonl'), '--to', 'openai-ft', '--out', at('new.jsonl')],
  ]) {
    await refused(
      t,
      [...args, ...rejects],
      /USAGE: .*r\.parquet: JSON lines are written here/,
      dir,
    );
  }
});

test('standard output is plain lines: a format or a level of files is refused, and none is not', async t => {
  const { dir, at } = await ground(t);
  const made = ['relevant-only', at('q.jsonl'), '--out', '-'];
  for (const packing of [
    ['--format', 'parquet'],
    ['--format', 'jsonl.gz'],
    ['--compression-level', '6'],
  ]) {
    await refused(
      t,
      [...made, ...packing],
      /USAGE: --[a-z-]+ \S+: --out - is one plain stream/,
      dir,
    );
  }
  const { code, stdout } = await command([...made, '--format', 'jsonl']);
  t.is(code, 0);
  t.is(stdout.trimEnd().split('\n').length, 3);
});

test('that a table has the columns of a sample alone is said before a stage is asked', async t => {
  const { at } = await ground(t);
  writeFileSync(at('stage.js'), 'export const stage = sample => sample;\n');
  const made = ['relevant-only', at('q.jsonl'), '--stage', at('stage.js'), '--save-dir', at('out')];
  const told = /--format parquet has the columns of a sample alone: .*--format jsonl\.gz/;
  t.regex((await command([...made, '--format', 'parquet'])).stderr, told);
  t.notRegex((await command([...made, '--format', 'jsonl.gz', '--fresh'])).stderr, told);
});

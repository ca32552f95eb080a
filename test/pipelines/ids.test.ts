import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { command } from '../support/command.js';
import { madeQuestions } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';
import { recordsIn } from './made.js';

/** Two datasets of six questions in all, a corpus of the first, and a place for outputs. */
async function ground(t: ExecutionContext) {
  const dir = await tempDir(t);
  const at = (name: string): string => join(dir, name);
  const write = async (name: string, content: string): Promise<string> => {
    await writeFile(at(name), content);
    return at(name);
  };
  const lines = (from: number, to: number): string =>
    madeQuestions(6)
      .slice(from, to)
      .map(question => `${JSON.stringify(question)}\n`)
      .join('');
  const first = await write('first.jsonl', lines(0, 3));
  const second = await write('second.jsonl', lines(3, 6));
  await command(['index', first, '--corpus', at('corpus')]);
  return { at, write, first, second };
}

type Ground = Awaited<ReturnType<typeof ground>>;

const LENGTH = ['--max-seq-length', '1k', '--tokens-to-generate', '10'];

/** How each command reads the first dataset, and where its output goes. */
const COMMANDS: Record<string, (ground: Ground) => { args: string[]; out: string }> = {
  keychain: ({ first, at }) => ({
    args: ['keychain', first, ...LENGTH, '--save-dir', at('out')],
    out: at('out'),
  }),
  synth: ({ first, at }) => ({
    args: ['synth', first, ...LENGTH, '--save-dir', at('out')],
    out: at('out'),
  }),
  'relevant-only': ({ first, at }) => ({
    args: ['relevant-only', first, '--save-dir', at('out')],
    out: at('out'),
  }),
  'synth to standard output': ({ first, at }) => ({
    args: ['synth', first, ...LENGTH, '--out', '-'],
    out: at('out'),
  }),
  fill: ({ first, at }) => ({
    args: ['fill', first, '--corpus', at('corpus'), ...LENGTH, '--out', at('out')],
    out: at('out'),
  }),
  filter: ({ first, at }) => ({ args: ['filter', first, '--out', at('out')], out: at('out') }),
};

const BAD: Record<string, { content: string; message: RegExp }> = {
  'that no question has': {
    content: 'q7\nq8\n',
    message: /^error: IDS_UNMATCHED: .*ids: 2 of 2 ids match no .*, such as "q7"; .*\n$/m,
  },
  'of an empty file': { content: '', message: /^error: INPUT_FORMAT: .*ids: is empty; .*\n$/m },
  'of a broken file': { content: '{"id":"q1\n', message: /^error: INPUT_SYNTAX: .*, line 1: / },
};

for (const [name, how] of Object.entries(COMMANDS)) {
  for (const [what, { content, message }] of Object.entries(BAD)) {
    test(`${name}: ids ${what} end the run before anything has its name`, async t => {
      const the = await ground(t);
      const { args, out } = how(the);
      const list = await the.write('ids', content);
      const { code, stdout, stderr } = await command([...args, '--filter-ids-path', list]);
      t.is(code, 1, stderr);
      t.regex(stderr.replace(/^(?!error).*\n/gm, ''), message);
      t.is(stdout, '');
      t.false(existsSync(out));
    });
  }

  test(`${name}: ids of which some are unknown are kept, and the others told`, async t => {
    const the = await ground(t);
    const { args, out } = how(the);
    const list = await the.write('ids', '["q1", "q7", "q8"]');
    const { code, stdout, stderr } = await command([...args, '--filter-ids-path', list]);
    t.is(code, 0, stderr);
    t.regex(stderr, /^warning: .*ids: 2 of 3 ids match no .*, such as "q7"$/m);
    t.true(stdout.includes('"q1"') || existsSync(out));
  });
}

test('of several inputs each id has to be in one', async t => {
  const { first, second, write, at } = await ground(t);
  const run = async (ids: string, ...more: string[]) => {
    const list = await write('ids', ids);
    return command(['synth', first, second, ...LENGTH, ...more, '--filter-ids-path', list]);
  };
  const both = await run('q1\nq4\n', '--out', '-');
  t.is(both.code, 0);
  t.notRegex(both.stderr, /warning: .*ids/);
  t.deepEqual(
    recordsIn<{ id: string }>(both.stdout).map(({ id }) => id),
    ['made/q1/1024', 'made/q4/1024'],
  );

  const one = await run('q4\nq5\nq9\n', '--out', '-');
  t.is(one.code, 0);
  t.regex(one.stderr, /^warning: .*first.jsonl: has no question of .*ids$/m);
  t.regex(one.stderr, /^warning: .*ids: 1 of 3 ids match no question of .*, .*, such as "q9"$/m);

  const none = await run('q9\n', '--save-dir', at('out'));
  t.is(none.code, 1);
  t.false(existsSync(at('out')));
});

test('a list is read once, so that it may come from another command', async t => {
  const { first, at, write } = await ground(t);
  const digests: string[] = [];
  for (const form of ['file', 'pipe']) {
    const list = form === 'file' ? await write('ids', 'q1\n') : at('fifo');
    if (form === 'pipe') {
      execFileSync('mkfifo', [list]);
      execFile('sh', ['-c', `echo q1 > ${list}`]);
    }
    const out = at(form);
    const { code, stderr } = await command([
      'synth',
      first,
      ...LENGTH,
      '--save-dir',
      out,
      '--filter-ids-path',
      list,
    ]);
    t.is(code, 0, stderr);
    const names = await readdir(join(out, 'first'));
    const manifest = names.find(name => name.endsWith('.manifest.json'))!;
    const { plan, counts } = JSON.parse(await readFile(join(out, 'first', manifest), 'utf8'));
    t.is(counts.samples, 1);
    digests.push(JSON.stringify(plan));
  }
  t.is(digests[1], digests[0]);
});

import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { COMMAND_NAMES, type CommandName } from '../../lib/settings/commands.js';
import { resolve, settingsOf } from '../../lib/settings/resolve.js';
import { hyphenated } from '../../lib/settings/setting.js';
import { tempDir } from '../support/temp-dir.js';

/** A file, and the other names that it has. */
async function named(t: ExecutionContext) {
  const dir = await tempDir(t);
  const file = join(dir, 'read.jsonl');
  writeFileSync(file, '{}\n');
  const [link, hard] = [join(dir, 'link.jsonl'), join(dir, 'hard.jsonl')];
  symlinkSync(file, link);
  linkSync(file, hard);
  return { dir, file, others: [file, `${dir}/../${dir.split('/').at(-1)}/read.jsonl`, link, hard] };
}

const refused = (t: ExecutionContext, command: CommandName, given: object, told: RegExp) =>
  t.throws(
    () => resolve(command, given as never),
    { code: 'USAGE', message: told },
    `${command} ${JSON.stringify(given)}`,
  );

test('no command writes to a file that it reads, whatever each is called', async t => {
  const { file, others } = await named(t);
  const met = new Set<string>();
  for (const command of COMMAND_NAMES) {
    const rows = settingsOf(command);
    const outputs = [...rows].filter(([, { kind }]) => kind.isOutput);
    for (const [input, { kind }] of rows) {
      const isRead = kind.isFile || kind.isInput || (kind.load && !kind.isRepeated);
      // Configs are read before anything is resolved.
      if (!isRead || input === 'config') continue;
      for (const [output] of outputs) {
        met.add(command);
        const option = hyphenated(output);
        for (const other of others) {
          const given = { [input]: kind.isRepeated ? [file] : file, [output]: other };
          const told = new RegExp(`^--${option} .*: is read, too \\(${hyphenated(input)} .*read`);
          refused(t, command, given, told);
        }
      }
    }
  }
  for (const command of ['keychain', 'parse', 'index', 'score', 'merge', 'fill', 'export']) {
    t.true(met.has(command), command);
  }
  t.is(readFileSync(file, 'utf8'), '{}\n');
});

test('a member of an archive is its archive, and a text may stand in a file', async t => {
  const { dir, file } = await named(t);
  const zip = join(dir, 'all.zip');
  writeFileSync(zip, 'x');
  refused(t, 'parse', { dataset: [`${zip}#a.json`], rejects: zip }, /is read, too/);
  const prompt = { records: ['-'], systemPrompt: `@${file}`, out: file };
  refused(t, 'rollout', prompt, /is read, too \(system-prompt @/);
});

test('of a folder that is read its files are not written to, but others beside them', async t => {
  const { dir } = await named(t);
  const folder = join(dir, 'folder');
  mkdirSync(folder);
  const at = (name: string): string => {
    const path = join(folder, name);
    writeFileSync(path, '{}\n');
    return path;
  };
  const read = (rejects: string) => ({ records: [folder], to: 'trl', out: '-', rejects });
  refused(t, 'export', read(at('a.jsonl.gz')), /is read, too \(records /);
  t.notThrows(() => resolve('export', read(at('a.rejects.jsonl.gz')) as never));
  t.notThrows(() => resolve('export', read(at('notes')) as never));
  const filled = (rejects: string) => ({ dataset: ['-'], fillers: [folder], rejects });
  refused(t, 'index', filled(at('b.txt')), /is read, too \(fillers /);
  t.notThrows(() => resolve('index', filled(at('b.png')) as never));
  const corpus = { dataset: ['-'], corpus: folder, maxSeqLength: [4096] };
  refused(t, 'fill', { ...corpus, rejects: at('corpus.json') }, /is read, too \(corpus /);
});

test('what is there and is not read may be written to, and what is no file', async t => {
  const { dir, file } = await named(t);
  const before = join(dir, 'before.jsonl');
  writeFileSync(before, '');
  for (const out of [before, join(dir, 'new.jsonl'), '/dev/null', '-']) {
    t.notThrows(() => resolve('score', { records: [file], out, rejects: join(dir, 'r') }));
  }
});

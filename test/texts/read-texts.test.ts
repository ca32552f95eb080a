import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { InputLimits } from '../../lib/input/limits.js';
import type { Reject } from '../../lib/records/reject.js';
import type { TextPassage } from '../../lib/texts/passages.js';
import { readTexts, type TextsMet } from '../../lib/texts/read-texts.js';
import { textFiles } from '../../lib/texts/text-files.js';
import { tempDir } from '../support/temp-dir.js';
import { words } from '../support/tokenizer.js';

async function folder(
  t: ExecutionContext,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<string> {
  const dir = await tempDir(t);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), content);
  }
  return dir;
}

async function read(named: string, limits?: InputLimits) {
  const passages: TextPassage[] = [];
  const rejects: Reject[] = [];
  const met: TextsMet = { files: 0, empty: 0, others: 0 };
  let bytes = 0;
  const reading = {
    tokenizer: words,
    fillerTokens: 50,
    limits,
    onBytes: (chunk: Buffer) => {
      bytes += chunk.length;
    },
    onReject: (reject: Reject) => {
      rejects.push(reject);
    },
  };
  for await (const passage of readTexts(named, reading, met)) passages.push(passage);
  return { passages, rejects, met, bytes };
}

const short = ({ title, text }: TextPassage): string => `${title}: ${text}`;

test('a folder is read in the order of the bytes of its paths, hidden files and others aside', async t => {
  const dir = await folder(t, {
    'b.txt': 'Sea.',
    'a/z.md': '# Hill\n\nHigh.',
    'a-b.txt': 'Lamp.',
    'a/.git/x.txt': 'Hidden.',
    'a/picture.png': 'x',
    'é.jsonl': '{"title":"T","text":"One."}\n{"text":"Two."}\n',
    'B.txt.gz': gzipSync('Packed.'),
    'deep/er/c.text': '',
  });
  await symlink(join(dir, 'a'), join(dir, 'again'));
  await symlink(join(dir, 'b.txt'), join(dir, 'link.txt'));
  const paths: string[] = [];
  for await (const { within } of textFiles(dir)) paths.push(within!);
  t.deepEqual(paths, [
    ...['B.txt.gz', 'a-b.txt', 'a/z.md', 'b.txt', 'deep/er/c.text', 'link.txt', 'é.jsonl'],
  ]);
  const { passages, rejects, met } = await read(dir);
  t.deepEqual(passages.map(short), [
    ...[
      'B: Packed.',
      'a-b: Lamp.',
      'Hill: # Hill\n\nHigh.',
      'b: Sea.',
      'link: Sea.',
      'T: One.',
      ': Two.',
    ],
  ]);
  t.deepEqual(rejects, []);
  t.deepEqual(met, { files: 7, empty: 1, others: 2 });
});

test('a bad file of a folder is a reject with its place, and the others are read', async t => {
  const dir = await folder(t, {
    'a.txt': Buffer.from([0x48, 0x69, 0xe9, 0x2e]),
    'b.txt': Buffer.from('Text\0.'),
    'c.txt.gz': gzipSync('Whole.').subarray(0, 15),
    'd.jsonl': '{"text": 7}\n{"text": "Fine."}\n{"title": [], "text": "x"}\n',
    'd2.jsonl': '{"text": "Not used."}\nno json\n',
    'e.txt': 'Good.',
    'g.txt': '<!doctype html><html>',
  });
  await symlink(join(dir, 'nowhere'), join(dir, 'f.txt'));
  const { passages, rejects } = await read(dir);
  t.deepEqual(passages.map(short), [': Fine.', 'e: Good.']);
  t.deepEqual(
    rejects.map(({ file, code, message }) => [
      file!.slice(dir.length + 1),
      code,
      message.split(':')[0],
    ]),
    [
      ['a.txt', 'TEXT_UNREADABLE', 'INPUT_NOT_UTF8'],
      ['b.txt', 'TEXT_UNREADABLE', 'INPUT_NOT_UTF8'],
      ['c.txt.gz', 'TEXT_UNREADABLE', 'INPUT_TRUNCATED'],
      ['d.jsonl', 'RECORD_INVALID', 'text is a number; expected a string'],
      ['d.jsonl', 'RECORD_INVALID', 'title is an array; expected a string, or none'],
      ['d2.jsonl', 'TEXT_UNREADABLE', 'INPUT_SYNTAX'],
      ['f.txt', 'TEXT_UNREADABLE', 'INPUT_MISSING'],
      ['g.txt', 'TEXT_UNREADABLE', 'INPUT_FORMAT'],
    ],
  );
});

test('what is wrong with a file that was named ends the reading', async t => {
  const dir = await folder(t, { 'a.txt': Buffer.from([0x48, 0xe9, 0x2e]), 'b.bin': '\0\0' });
  await t.throwsAsync(read(join(dir, 'a.txt')), { message: /not UTF-8 text at byte 1/ });
  await t.throwsAsync(read(join(dir, 'b.bin')), { message: /the character NUL at byte 0/ });
  await t.throwsAsync(read(join(dir, 'none')), {
    message: /none: cannot be read, there is no such/,
  });
});

test('a file of an unknown ending is read by what it holds', async t => {
  const dir = await folder(t, { rows: '\n{"text": "Row."}', NOTES: '[1] A note.' });
  t.deepEqual((await read(join(dir, 'rows'))).passages.map(short), [': Row.']);
  t.deepEqual((await read(join(dir, 'NOTES'))).passages.map(short), ['NOTES: [1] A note.']);
});

test('a mark at the beginning is no part of the text, and texts are kept as they are', async t => {
  const dir = await folder(t, { 'a.txt': '\uFEFFSea &amp;\tland.\n\nEnd\u2028here' });
  t.deepEqual((await read(dir)).passages.map(short), ['a: Sea &amp;\tland.\n\nEnd\u2028here']);
});

/** Files that this process has open, of a folder. */
const openIn = (dir: string): string[] =>
  readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      const path = readlinkSync(`/proc/self/fd/${fd}`);
      return path.startsWith(dir) ? [path] : [];
    } catch {
      return [];
    }
  });

const linux = existsSync('/proc/self/fd') ? test : test.skip;

linux('a reader that goes away leaves no file open', async t => {
  const dir = await folder(t, { 'a.txt': 'One. '.repeat(200_000) });
  const onNone = () => undefined;
  const reading = { tokenizer: words, fillerTokens: 5, onBytes: onNone, onReject: onNone };
  const met: TextsMet = { files: 0, empty: 0, others: 0 };
  for await (const _ of readTexts(dir, reading, met)) {
    t.deepEqual(openIn(dir), [join(dir, 'a.txt')]);
    break;
  }
  while (openIn(dir).length > 0) await setImmediate();
  t.pass();
});

test('a text that becomes larger than is allowed ends the reading, in a folder too', async t => {
  const bomb = gzipSync(`${'lamp '.repeat(1 << 20)}.`);
  const dir = await folder(t, { 'a.txt': 'One.', 'b.txt.gz': bomb });
  const limits = { maxRecordBytes: 1 << 26, maxExpansion: 2 };
  for (const named of [dir, join(dir, 'b.txt.gz')]) {
    await t.throwsAsync(read(named, limits), {
      code: 'INPUT_TOO_LARGE',
      message: /b\.txt\.gz: decompresses .*--max-expansion/,
    });
    t.deepEqual((await read(named)).rejects, []);
  }
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Reject } from '../../lib/records/reject.js';
import { readTexts } from '../../lib/texts/read-texts.js';
import { zipOf } from '../datasets/fixtures.js';
import { tempDir } from '../support/temp-dir.js';
import { words } from '../support/tokenizer.js';

/** An archive of texts, by their names. */
async function archive(
  t: ExecutionContext,
  texts: Readonly<Record<string, string>>,
  name = 'a.zip',
): Promise<string> {
  const path = join(await tempDir(t), name);
  await writeFile(path, zipOf(Object.entries(texts).map(([name, data]) => ({ name, data }))));
  return path;
}

async function read(named: string) {
  const passages: string[] = [];
  const rejects: Reject[] = [];
  const reading = {
    ...{ tokenizer: words, fillerTokens: 50 },
    onBytes: () => undefined,
    onReject: (reject: Reject) => void rejects.push(reject),
  };
  const met = { files: 0, empty: 0, others: 0 };
  for await (const { title, text } of readTexts(named, reading, met)) {
    passages.push(`${title}: ${text}`);
  }
  return { passages, rejects };
}

const ROW = '{"title":"T","text":"Row."}\n';

const READ: [what: string, texts: Record<string, string>, as: string][] = [
  [
    'a text by its name',
    { 'old/emma.txt': '{"text": "No record."}' },
    'emma: {"text": "No record."}',
  ],
  ['Markdown', { 'sea.md': '# The sea\n\nWide.', 'sea.png': 'x' }, 'The sea: # The sea\n\nWide.'],
  ['records by their name', { 'rows.jsonl': ROW, 'load.py': 'x' }, 'T: Row.'],
  ['hidden files aside', { '__MACOSX/._a.txt': 'x', '.b.md': 'x', 'a.txt': 'Sea.' }, 'a: Sea.'],
  ['what has no ending', { NOTES: 'A note.', 'a.pdf': 'x' }, 'NOTES: A note.'],
  ['records that have no ending', { rows: ROW }, 'T: Row.'],
];

for (const [what, texts, as] of READ) {
  for (const name of ['a.zip', 'a.txt.zip', 'a.jsonl.ZIP']) {
    test(`of the archive ${name} its only text is read: ${what}`, async t => {
      t.deepEqual(await read(await archive(t, texts, name)), { passages: [as], rejects: [] });
    });
  }
}

const REFUSED: [what: string, texts: Record<string, string>, says: RegExp][] = [
  [
    'several texts',
    { 'b.txt': 'Sea.', 'a.md': 'Land.' },
    /holds 2 texts \(b\.txt, a\.md\); name one of them, as in .*a\.zip#b\.txt, or unpack it/,
  ],
  [
    'a text beside records, of which a dataset would be one',
    { 'rows.jsonl': ROW, 'book.txt': 'Sea.' },
    /holds 2 texts \(rows\.jsonl, book\.txt\); name one/,
  ],
  ['no text', { 'a.pdf': 'x', 'b.png': 'x' }, /holds no text, only a\.pdf, b\.png; name one/],
  ['nothing', {}, /holds no file; expected one with a text/],
  ['an e-book', { 'META-INF/container.xml': 'x', 'a.txt': 'Sea.' }, /is an e-book/],
];

for (const [what, texts, says] of REFUSED) {
  test(`an archive with ${what} is refused, with a way out; in a folder it is a reject`, async t => {
    const path = await archive(t, texts);
    await t.throwsAsync(read(path), { code: 'INPUT_FORMAT', message: says });
    const folder = join(await archive(t, texts, 'a.txt.zip'), '..');
    await writeFile(join(folder, 'b.txt'), 'Good.');
    const { passages, rejects } = await read(folder);
    t.deepEqual(passages, ['b: Good.']);
    t.like(rejects, [{ code: 'TEXT_UNREADABLE' }]);
  });
}

test('a member that is named is read, whatever stands beside it', async t => {
  const path = await archive(t, { 'rows.jsonl': ROW, 'book.txt': '{"text": "Sea."}' });
  t.deepEqual((await read(`${path}#book.txt`)).passages, ['book: {"text": "Sea."}']);
});

test('an archive of another name cannot be read for its member, and is told to be one', async t => {
  const path = await archive(t, { 'a.txt': 'Sea.' }, 'book.txt');
  await t.throwsAsync(read(path), { code: 'INPUT_FORMAT', message: /is a zip archive; let its/ });
});

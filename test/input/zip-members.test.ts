import test from 'ava';
import { openInput } from '../../lib/input/open.js';
import { bytesOf, errorOf, fileOf, zipOf } from '../datasets/fixtures.js';

const data = '[{"id":1}]';
const hidden = [
  { name: '__MACOSX/._train.json', data: 'no' },
  { name: '.DS_Store', data: 'no' },
  { name: 'data/.DS_Store', data: 'no' },
  { name: '.git/x.json', data: 'no' },
  { name: 'Thumbs.db', data: 'no' },
];
const beside = [
  { name: 'README.md', data: 'no' },
  { name: 'LICENSE', data: 'no' },
  { name: 'data/load.py', data: 'no' },
  { name: 'data/notes.txt', data: 'no' },
];
const two = [
  { name: 'data/train.json', data },
  { name: 'data/dev.json', data: '[]' },
];

const FOUND: Record<string, { name: string; data: string }[]> = {
  'the only member': [{ name: 'train', data }],
  'the only one by its name': [...hidden, ...beside, { name: 'data/train.jsonl', data }],
  'a dataset before a file without an ending': [
    { name: 'data/ids', data: 'no' },
    { name: 'data/train.ndjson', data },
  ],
  'a list of ids': [...hidden, ...beside.slice(0, 3), { name: 'data/ids.csv', data }],
  'what is no other kind': [...beside, { name: 'train', data }, ...hidden],
};

for (const [name, members] of Object.entries(FOUND)) {
  test(`of an archive it is read: ${name}`, async t => {
    t.is((await bytesOf(openInput(fileOf(zipOf(members), 'a.zip')))).toString(), data);
  });
}

test('of several datasets one is named by its path, or by its name', async t => {
  const path = fileOf(zipOf([...two, ...beside]), 'a.ZIP');
  for (const member of ['data/train.json', 'train.json']) {
    t.is((await bytesOf(openInput(`${path}#${member}`))).toString(), data);
  }
  t.is((await bytesOf(openInput(`${path}#README.md`))).toString(), 'no');
});

test('a file whose whole name has such a sign in it is that file', async t => {
  const path = fileOf(data, 'a.zip#b');
  t.is((await bytesOf(openInput(path))).toString(), data);
});

const REFUSED: [name: string, members: Parameters<typeof zipOf>[0], member: string, RegExp][] = [
  [
    'several datasets',
    two,
    '',
    /2 data files \(data\/train\.json, data\/dev\.json\); .*a\.zip#data/,
  ],
  [
    'none',
    [...hidden, ...beside.slice(0, 3)],
    '',
    /no data file, only README\.md, .*; name one of them/,
  ],
  ['nothing but hidden files', hidden, '', /holds no file/],
  ['no member of a name', two, '#test.json', /no member called "test\.json" \(there are data/],
  [
    'two members of a name',
    [...two, { name: 'b/dev.json', data }],
    '#dev.json',
    /2 members called/,
  ],
  ['a spreadsheet', [{ name: '[Content_Types].xml', data }, ...two], '', /Office document/],
  ['NumPy arrays', [{ name: 'a.npy', data }], '', /NumPy/],
  ['a PyTorch file', [{ name: 'model/data.pkl', data }], '', /PyTorch/],
  [
    'too many to show',
    Array.from({ length: 1000 }, (_, i) => ({ name: `${i}.json`, data })),
    '',
    /1000 data files \(0\.json.* and 992 more\)/,
  ],
];

for (const [name, members, member, says] of REFUSED) {
  test(`an archive with ${name} is refused in one line with a way out`, async t => {
    const path = fileOf(zipOf(members), 'a.zip');
    const error = await errorOf(openInput(`${path}${member}`));
    t.is(error.code, 'INPUT_FORMAT');
    t.regex(error.message, says);
    t.true(error.message.startsWith(`${path}: `));
    t.notRegex(error.message, /\n/);
  });
}

/** An archive of one member with its method and flags changed, here and in the directory. */
function marked(method: number, flags: number): Buffer {
  const archive = zipOf([{ name: 'a.json', data, stored: true }]);
  const directory = archive.indexOf('PK\x01\x02');
  for (const at of [6, directory + 8]) archive.writeUInt16LE(flags, at);
  for (const at of [8, directory + 10]) archive.writeUInt16LE(method, at);
  return archive;
}

const UNREADABLE: [name: string, archive: Buffer, RegExp][] = [
  ['encrypted', marked(8, 1), /"a\.json" is encrypted/],
  ['strongly encrypted', marked(0, 0x41), /encrypted/],
  ['encrypted with AES', marked(99, 1), /encrypted/],
  ['packed with bzip2', marked(12, 0), /compressed with bzip2/],
  ['packed with zstd', marked(93, 0), /compressed with zstd/],
  ['packed in an unknown way', marked(77, 0), /compressed with method 77/],
];

for (const [name, archive, says] of UNREADABLE) {
  test(`a member that is ${name} is named, with what unpacks it`, async t => {
    const error = await errorOf(openInput(fileOf(archive)));
    t.is(error.code, 'INPUT_FORMAT');
    t.regex(error.message, says);
    t.regex(error.message, /unpack it/);
  });
}

for (const ending of ['gz', 'zst', 'zip']) {
  test(`a .${ending} of no bytes, or of one, is INPUT_TRUNCATED`, async t => {
    const begin = { gz: '\x1f', zst: '\x28', zip: 'P' }[ending] as string;
    for (const bytes of ['', begin]) {
      const error = await errorOf(openInput(fileOf(Buffer.from(bytes), `train.json.${ending}`)));
      t.is(error.code, 'INPUT_TRUNCATED');
    }
  });
}

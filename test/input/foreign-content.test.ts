import { gzipSync } from 'node:zlib';
import test from 'ava';
import { openInput } from '../../lib/input/open.js';
import { bytesOf, errorOf, fileOf, zipOf, zstdFrameOf } from '../datasets/fixtures.js';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const binary = (magic: string): Buffer => Buffer.concat([latin1(magic), Buffer.alloc(600, 0x81)]);
const tar = (magic: string): Buffer => {
  const archive = Buffer.alloc(1024);
  archive.write('dev.json');
  archive.write(magic, 257, 'latin1');
  return archive;
};

/** What people have by mistake, and what the message says of it. */
const FOREIGN: Record<string, [content: Buffer, says: RegExp]> = {
  'an Arrow file': [binary('ARROW1\0\0'), /is an Arrow file; .*to_json/],
  'an Arrow stream': [binary('\xff\xff\xff\xff\x10'), /is an Arrow file; .*to_json/],
  bzip2: [binary('BZh91AY&SY'), /bzip2; unpack it: bunzip2 -k/],
  xz: [binary('\xfd7zXZ\0'), /xz; unpack it: unxz -k/],
  lzma: [binary(']\0\0\x80\0'), /lzma; unpack it/],
  lz4: [binary('\x04"M\x18'), /lz4; unpack it/],
  '7z': [binary("7z\xbc\xaf'\x1c"), /7z archive; unpack it: 7z x/],
  RAR: [binary('Rar!\x1a\x07\x01'), /RAR archive/],
  tar: [tar('ustar\x0000'), /tar archive; unpack it: tar -xf/],
  'tar of GNU': [tar('ustar  \0'), /tar archive; unpack it: tar -xf/],
  'a pickle': [binary('\x80\x04\x95'), /Python pickle; .*json\.dumps/],
  'a NumPy array': [binary('\x93NUMPY\x01'), /NumPy array/],
  HDF5: [binary('\x89HDF\r\n\x1a\n'), /HDF5/],
  SQLite: [binary('SQLite format 3\0'), /SQLite database; .*sqlite3 -json/],
  PDF: [binary('%PDF-1.7\n'), /PDF document/],
  'a Git LFS pointer': [
    latin1('version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n'),
    /Git LFS pointer.*git lfs pull/,
  ],
  'a web page': [latin1('\r\n <!DOCTYPE HTML><title>404</title>'), /web page/],
  'a web page without a type': [latin1('<html lang="en">'), /web page/],
  XML: [latin1('<?xml version="1.0"?><Error/>'), /is XML/],
  'gzip in it': [gzipSync('[]'), /compressed twice/],
  'zstd in it': [zstdFrameOf('[]'), /compressed twice/],
  'a part of a zip': [binary('PK\x07\x08PK\x03\x04'), /split zip/],
};

const CONTAINERS: Record<string, (content: Buffer) => Buffer> = {
  plain: content => content,
  gzip: content => gzipSync(content),
  zstd: content => zstdFrameOf(content),
  zip: content => zipOf([{ name: 'train.json', data: content }]),
};

for (const [name, [content, says]] of Object.entries(FOREIGN)) {
  for (const [container, pack] of Object.entries(CONTAINERS)) {
    // Compressed once it is no mistake.
    if (container === 'plain' && /compressed twice/.test(says.source)) continue;
    test(`${name}, ${container}: is called what it is, with a way out, in one line`, async t => {
      const path = fileOf(pack(content), 'train.json');
      const error = await errorOf(openInput(path));
      t.like(error, { name: 'KeychainError', code: 'INPUT_FORMAT' });
      t.regex(error.message, says);
      t.true(error.message.startsWith(`${path}: is `));
      t.notRegex(error.message, /\n/);
      // What is advised is not to be done to the compressed file, which the tool would not know.
      const isTaken = container === 'plain' || (name.startsWith('tar') && container !== 'zip');
      if (!isTaken) t.is(error.message.lastIndexOf(path), 0, error.message);
      const hasName = error.message.includes('FILE');
      t.is(error.message.endsWith(`where FILE is what the ${container} holds`), hasName);
    });
  }
}

for (const text of [
  '',
  'q',
  'BZ',
  'q1\nq2\n',
  '[',
  '{}',
  'PAR',
  'version 2',
  '< 3\n',
  '\ufeff[1]',
  'ARROW1 was the first.\n',
  `${' '.repeat(249)} of the ustar format\n`,
  '<header>A heading</header>\n',
  '<html-like> text\n',
]) {
  test(`text that is none of them goes through: ${JSON.stringify(text)}`, async t => {
    for (const pack of [(bytes: Buffer) => bytes, gzipSync]) {
      const bytes = await bytesOf(openInput(fileOf(pack(Buffer.from(text)))));
      t.is(bytes.toString(), text);
    }
  });
}

test('a file whose name a shell would take apart is not put into a command', async t => {
  const error = await errorOf(openInput(fileOf(binary('\xfd7zXZ\0'), "it's; a.xz")));
  t.regex(error.message, /unxz -k FILE$/);
});

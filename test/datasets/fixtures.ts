import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { crc32, deflateRawSync } from 'node:zlib';
import { type ParseOptions, parse } from '../../lib/datasets/parse.js';
import type { Question } from '../../lib/records/question.js';
import type { Reject } from '../../lib/records/reject.js';
import { ownFolder } from '../support/own-folder.js';

/** A record of each format, with characters of one to four bytes and every kind of escape. */
export const hotpotRecord = (id = 'h1') => ({
  _id: id,
  question: 'Which “band” has a \\ and a 🎸?',
  answer: 'Rush',
  type: 'bridge',
  level: 'hard',
  supporting_facts: [
    ['Neil “Peart”', 0],
    ['Naïve\tBand', 1],
  ],
  context: [
    ['Neil “Peart”', ['He drums.', ' He said "no]}" \\', '', ' 日本 🎸.']],
    ['Naïve\tBand', ['A band {[', ' from\nToronto.']],
    ['Filler', ['Nothing.']],
  ],
});

export const hubRecord = (id = 'h1') => {
  const { _id, context, supporting_facts, ...rest } = hotpotRecord(id);
  return {
    id: _id,
    ...rest,
    context: { title: context.map(c => c[0]), sentences: context.map(c => c[1]) },
    supporting_facts: {
      title: supporting_facts.map(f => f[0]),
      sent_id: supporting_facts.map(f => f[1]),
    },
  };
};

export const wikiRecord = (id = 'w1') => ({
  ...hotpotRecord(id),
  evidences: [['a', 'b', 'c']],
  context: [
    ['Neil “Peart”', ['He drums.', 'He is 日本.']],
    ['Naïve\tBand', ['A band.', 'From Toronto.']],
  ],
});

export const musiqueRecord = (id = '3hop1__1_2_3') => ({
  id,
  paragraphs: [
    { idx: 0, title: 'A', paragraph_text: 'Text of A.', is_supporting: true },
    { idx: 1, title: 'B', paragraph_text: 'Text of B 🎸.', is_supporting: false },
  ],
  question: 'What is A?',
  question_decomposition: [],
  answer: 'Alpha',
  answer_aliases: ['alpha', 'Alpha', 'A'],
  answerable: true,
});

export const squadArticle = (id = 's') => ({
  title: 'Normans',
  paragraphs: [
    {
      qas: [
        {
          question: 'Where?',
          id: `${id}1`,
          answers: [
            { text: 'France', answer_start: 0 },
            { text: 'France', answer_start: 0 },
            { text: 'in France', answer_start: 0 },
          ],
          is_impossible: false,
        },
        {
          question: 'Why?',
          id: `${id}2`,
          answers: [],
          plausible_answers: [{ text: 'x', answer_start: 0 }],
          is_impossible: true,
        },
      ],
      context: 'In “France”.',
    },
  ],
});

export const ownRecord = (id = 'q1') => ({
  id,
  dataset: 'mine',
  question: 'Who?',
  answers: ['Me', 'I'],
  passages: [
    { title: 'T', text: 'One. Two.', supporting: true, sentences: ['One.', 'Two.'] },
    { title: 'U', text: 'Three.', supporting: false },
  ],
  answerable: true,
  rollouts: [{ text: 'x', correct: true }],
  pass_count: 3,
});

/** One record of each format that a record can be told from. */
export const RECORDS = {
  hotpotqa: hotpotRecord,
  hub: hubRecord,
  '2wikimqa': wikiRecord,
  musique: musiqueRecord,
  squad: squadArticle,
  questions: ownRecord,
};

/** The same records in each container. */
export const CONTAINERS: Record<string, (records: unknown[]) => string> = {
  array: records => JSON.stringify(records),
  'indented array': records => `\n ${JSON.stringify(records, null, 2)}\n`,
  lines: records => records.map(record => `${JSON.stringify(record)}\n`).join(''),
  'lines with blank ones, CRLF and no last end': records =>
    `\r\n\n${records.map(record => ` ${JSON.stringify(record)}`).join(' \r\n  \r\n')}`,
  object: records => JSON.stringify({ version: 'v2.0 “}]”', data: records }),
  'object with data first': records => JSON.stringify({ data: records, version: 'v2.0' }),
  'object with more around data': records =>
    JSON.stringify(
      { meta: { data: [{ id: 'no' }], n: [[1]] }, flag: true, data: records, rest: [{}, []] },
      null,
      1,
    ),
  'array after a byte order mark': records => `\ufeff${JSON.stringify(records)}`,
  'lines after a byte order mark': records =>
    `\ufeff${JSON.stringify(records[0])}\n${records
      .slice(1)
      .map(record => JSON.stringify(record))
      .join('\n')}`,
};

export interface Parsed {
  questions: Question[];
  rejects: Reject[];
  error: (Error & { code?: string }) | undefined;
}

/** Parses chunks and collects what comes, an error included. */
export async function parseChunks(chunks: Buffer[], options: ParseOptions = {}): Promise<Parsed> {
  const rejects: Reject[] = [];
  const stream = parse({ file: 'f', onReject: reject => rejects.push(reject), ...options });
  Readable.from(chunks).pipe(stream);
  return { rejects, ...(await collect<Question>(stream, 'questions')) } as Parsed;
}

/** Parses a text in one chunk. */
export const parseText = (text: string, options?: ParseOptions): Promise<Parsed> =>
  parseChunks([Buffer.from(text)], options);

async function collect<T>(stream: AsyncIterable<T>, name: string) {
  const items: T[] = [];
  let error: Error | undefined;
  try {
    for await (const item of stream) items.push(item);
  } catch (caught) {
    error = caught as Error;
  }
  return { [name]: items, error };
}

/** Reads a stream of bytes to its end. */
export async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The error that a stream ends with. */
export async function errorOf(stream: AsyncIterable<unknown>): Promise<Error & { code: string }> {
  try {
    for await (const _ of stream);
  } catch (error) {
    return error as Error & { code: string };
  }
  throw new Error('the stream ended well');
}

/** Cuts bytes at the given places. */
export function cut(bytes: Buffer, places: number[]): Buffer[] {
  const at = [...new Set([0, ...places.map(p => p % (bytes.length + 1)), bytes.length])];
  at.sort((a, b) => a - b);
  return at.slice(1).map((end, i) => bytes.subarray(at[i], end));
}

/** Made for what is written there: many who import this write nothing, and may end without a word. */
let folder: string | undefined;

/** Writes bytes to a file of its own below a new temporary folder. */
export function fileOf(bytes: Buffer | string, name = 'input'): string {
  folder ??= ownFolder();
  const path = join(mkdtempSync(join(folder, 'read-')), name);
  writeFileSync(path, bytes);
  return path;
}

interface ZipMember {
  name: string;
  data: Buffer | string;
  stored?: boolean;
  mode?: number;
  crc?: number;
}

/** Makes a zip archive. */
export function zipOf(members: ZipMember[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, stored = false, mode = 0, crc } of members) {
    const plain = Buffer.from(data);
    const packed = stored ? plain : deflateRawSync(plain);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(crc ?? crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(plain.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const madeBy = Buffer.from([20, 3]);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), madeBy, common, rest, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const names = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(names.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, names, Buffer.from('PK\x05\x06'), end]);
}

/** Makes a zstd frame of uncompressed blocks, which any Node can do. */
export function zstdFrameOf(data: Buffer | string, blockSize = 1000): Buffer {
  const plain = Buffer.from(data);
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0]);
  header.writeUInt32LE(plain.length, 5);
  const blocks: Buffer[] = [];
  for (let at = 0; at === 0 || at < plain.length; at += blockSize) {
    const block = plain.subarray(at, at + blockSize);
    const last = at + blockSize >= plain.length ? 1 : 0;
    const blockHeader = Buffer.alloc(3);
    blockHeader.writeUIntLE((block.length << 3) | last, 0, 3);
    blocks.push(blockHeader, block);
  }
  return Buffer.concat([header, ...blocks]);
}

/** Makes a skippable zstd frame. */
export function skippableFrameOf(data: Buffer | string): Buffer {
  const body = Buffer.from(data);
  const header = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, body]);
}

/** A file by its path, or by what is said of its path. */
type OpenFile = string | ((path: string) => boolean);

/**
 * Whether no open file matches, at the latest after some seconds; true where the system does not
 * tell. Looks several times: a file whose opening was under way when its reader went away is
 * opened first and closed then.
 */
export async function isClosed(path: OpenFile): Promise<boolean> {
  const deadline = Date.now() + 5000;
  for (let times = 0; times < 5; times += 1) {
    if (!(await isOpen(path))) continue;
    if (Date.now() > deadline) return false;
    times = 0;
  }
  return true;
}

/** Whether an open file matches. */
export async function isOpen(path: OpenFile): Promise<boolean> {
  if (!existsSync('/proc/self/fd')) return false;
  const links = (await readdir('/proc/self/fd')).map(fd => readlink(`/proc/self/fd/${fd}`));
  const targets = (await Promise.allSettled(links)).map(link =>
    link.status === 'fulfilled' ? link.value : '',
  );
  return targets.some(target => (typeof path === 'string' ? target === path : path(target)));
}

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { readQuestions } from '../../lib/datasets/read-questions.js';
import { placeOf } from '../../lib/records/place.js';
import type { Question } from '../../lib/records/question.js';
import type { Reject } from '../../lib/records/reject.js';
import {
  CONTAINERS,
  errorOf,
  fileOf,
  hotpotRecord,
  isClosed,
  ownRecord,
  zipOf,
  zstdFrameOf,
} from './fixtures.js';

const RECORDS = [
  ownRecord('a'),
  ownRecord('b'),
  { ...ownRecord('c'), answers: [] },
  ownRecord('a'),
];
const COMPRESSIONS: Record<string, (text: string) => Buffer> = {
  plain: text => Buffer.from(text),
  gzip: text => gzipSync(text),
  zstd: text => zstdFrameOf(text),
  zip: text => zipOf([{ name: 'x', data: text }]),
};

async function all(file: string, options: Parameters<typeof readQuestions>[1] = {}) {
  const questions: Question[] = [];
  const rejects: Reject[] = [];
  const stream = readQuestions(file, { onReject: reject => rejects.push(reject), ...options });
  for await (const question of stream) questions.push(question as Question);
  return { questions, rejects };
}

for (const [container, write] of Object.entries(CONTAINERS)) {
  for (const [compression, compress] of Object.entries(COMPRESSIONS)) {
    test(`${container}, ${compression}: questions, rejects and the hash of the file`, async t => {
      const stored = compress(write(RECORDS));
      const file = fileOf(stored);
      const hash = createHash('sha256');
      const { questions, rejects } = await all(file, { onBytes: chunk => hash.update(chunk) });
      t.deepEqual(questions, RECORDS.slice(0, 2));
      t.deepEqual(
        questions.map(question => placeOf(question)?.record),
        [0, 1],
      );
      t.deepEqual(
        rejects.map(({ file, record, code, id }) => ({ file, record, code, id })),
        [
          { file, record: 2, code: 'NO_ANSWER', id: 'c' },
          { file, record: 3, code: 'DUPLICATE_ID', id: 'a' },
        ],
      );
      t.true(rejects.every(({ offset = 0 }) => write(RECORDS).indexOf('{', 0) <= offset));
      t.is(hash.digest('hex'), createHash('sha256').update(stored).digest('hex'));
    });
  }
}

test('errors of every part end the stream', async t => {
  const json = JSON.stringify(RECORDS);
  const boom = new Error('boom');
  const onReject = () => {
    throw boom;
  };
  t.like(await errorOf(readQuestions('/nonexistent')), { code: 'INPUT_MISSING' });
  t.like(await errorOf(readQuestions(fileOf(json.slice(0, -9)))), { code: 'INPUT_TRUNCATED' });
  t.like(await errorOf(readQuestions(fileOf(gzipSync(json).subarray(0, 90)))), {
    code: 'INPUT_TRUNCATED',
  });
  t.is(await errorOf(readQuestions(fileOf(json), { onReject })), boom as never);
});

/** A file of several MB, so that it cannot be read before its reader reads. */
async function largeFile(bytes = 8e6): Promise<string> {
  const path = fileOf('');
  const file = createWriteStream(path);
  for (let size = 0, i = 0; size < bytes; i += 1) {
    const record = hotpotRecord(`${i}`);
    const line = `${JSON.stringify({ ...record, note: 'x'.repeat(1000) })}\n`;
    size += line.length;
    if (!file.write(line)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
  return path;
}

test('a reader that stops early closes the file', async t => {
  const path = await largeFile();
  let read = 0;
  for await (const _ of readQuestions(path)) {
    read += 1;
    if (read === 3) break;
  }
  t.is(read, 3);
  t.true(await isClosed(path));
});

test('destroyed at once, it closes the file', async t => {
  const path = await largeFile();
  const stream = readQuestions(path);
  stream.destroy();
  await t.throwsAsync(finished(stream), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  t.true(await isClosed(path));
});

test('an error in the middle closes the file', async t => {
  const path = await largeFile();
  let bytes = 0;
  const onBytes = (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > 1e6) throw new Error('enough');
  };
  const error = await errorOf(readQuestions(path, { onBytes }));
  t.is(error.message, 'enough');
  t.true(await isClosed(path));
});

test('a slow reader holds the file back', async t => {
  const path = await largeFile(16e6);
  let bytes = 0;
  const stream = readQuestions(path, { onBytes: chunk => (bytes += chunk.length) });
  await once(stream, 'readable');
  // Whatever would be read ahead has had the time for it.
  await new Promise(resolve => setTimeout(resolve, 100));
  t.true(bytes <= 4 << 20, `${bytes} bytes were read for a reader that waits`);
  let count = 0;
  for await (const _ of stream) count += 1;
  t.true(bytes >= 16e6 && count > 5000);
});

// --- real records ---

const SHARED = process.env.KEYCHAIN_SHARED ?? '../shared';
type Raw = Record<string, unknown>;
const json = (text: string): Raw[] => JSON.parse(text);
const lines = (text: string): Raw[] =>
  text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
const plain = (text: string) => Buffer.from(text);

/** Passages as `title\ntext`, made in another way than the library makes them. */
const JOINS: Record<string, (raw: Raw) => string[]> = {
  'hotpotqa.json': raw =>
    (raw.context as [string, string[]][]).map(([t, s]) => s.reduce((a, b) => a + b, `${t}\n`)),
  '2wikimqa.json': raw =>
    (raw.context as [string, string[]][]).map(([t, s]) => `${t}\n${s.join(' ')}`),
  'hotpotqa_hub.jsonl': raw => {
    const { title, sentences } = raw.context as { title: string[]; sentences: string[][] };
    return title.map((t, i) => `${t}\n${(sentences[i] ?? []).join('')}`);
  },
  'musique.jsonl': raw =>
    (raw.paragraphs as { title: string; paragraph_text: string }[]).map(
      p => `${p.title}\n${p.paragraph_text}`,
    ),
};

const COUNTS = {
  'hotpotqa.json': 205,
  '2wikimqa.json': 330,
  'hotpotqa_hub.jsonl': 50,
  'musique.jsonl': 155,
};

/** The text of a shared file; undefined, and said so, where there is none. */
function shared(name: string, log: (message: string) => void): string | undefined {
  const path = `${SHARED}/data/${name}`;
  if (existsSync(path)) return readFileSync(path, 'utf8');
  log(`skipped: there is no ${path}; set KEYCHAIN_SHARED to the folder with the real records`);
  return undefined;
}

for (const [name, count] of Object.entries(COUNTS)) {
  test(`real records: ${name} gives ${count} questions with their very texts`, async t => {
    const text = shared(name, message => t.log(message));
    if (text === undefined) return t.pass();
    const raw = name.endsWith('.json') ? json(text) : lines(text);
    for (const compress of [plain, gzipSync]) {
      const { questions, rejects } = await all(fileOf(compress(text)));
      t.deepEqual(rejects, []);
      t.is(questions.length, count);
      questions.forEach((question, i) => {
        const record = raw[i] as Raw;
        const texts = [...new Set(JOINS[name]?.(record))];
        t.deepEqual(
          question.passages.map(p => `${p.title}\n${p.text}`),
          texts,
        );
        t.is(question.id, (record._id ?? record.id) as string);
        t.true(question.passages.some(p => p.supporting));
        for (const passage of question.passages) {
          let at = 0;
          for (const sentence of passage.sentences ?? []) {
            const found = passage.text.indexOf(sentence, at);
            if (found < 0) t.fail(`${question.id}: ${sentence}`);
            at = found + sentence.length;
          }
        }
        const offset = placeOf(question)?.offset ?? -1;
        t.true(
          Buffer.from(text)
            .subarray(offset, offset + 200)
            .toString()
            .startsWith(text.startsWith('[') ? '{"_id"' : '{"id"'),
        );
      });
    }
  });
}

test('real records: squad2.json gives 1494 questions, 769 of them impossible', async t => {
  const text = shared('squad2.json', message => t.log(message));
  if (text === undefined) return t.pass();
  const { questions, rejects } = await all(fileOf(text));
  t.deepEqual(rejects, []);
  t.is(questions.length, 1494);
  t.is(questions.filter(question => !question.answerable).length, 769);
  const articles = JSON.parse(text).data as {
    title: string;
    paragraphs: { context: string; qas: { id: string }[] }[];
  }[];
  const contexts = articles.flatMap(({ title, paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) => qas.map(({ id }) => [id, title, context])),
  );
  t.deepEqual(
    questions.map(({ id, passages: [p] }) => [id, p?.title, p?.text]),
    contexts,
  );
});

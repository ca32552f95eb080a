import { cp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ensureCorpus } from '../../../lib/corpus/build/ensure.js';
import { openCorpus } from '../../../lib/corpus/open.js';
import { readRejects } from '../../../lib/corpus/read-rejects.js';
import { INFO_FILE } from '../../../lib/corpus/store/info.js';
import { KeychainError } from '../../../lib/errors.js';
import { keyedRandom } from '../../../lib/random.js';
import type { Question } from '../../../lib/records/question.js';
import { questionsSource } from '../../support/corpus.js';
import { madePassage, madeQuestion } from '../../support/questions.js';
import { tempDir } from '../../support/temp-dir.js';
import { words } from '../../support/tokenizer.js';

/** Questions with everything that a corpus has a table for: articles, twins, other letters. */
const questionsFrom = (first: number): Question[] =>
  Array.from({ length: 300 }, (_, i) =>
    madeQuestion(first + i, {
      dataset: i % 2 === 0 ? 'squad' : 'made',
      answerable: i % 7 > 0,
      passages: [
        { ...madePassage(first + i), supporting: true },
        { title: `Article ${i % 5}`, text: `Ünï ${first + i}. 🎸 "x".`, supporting: false },
      ],
    }),
  );

async function built(t: ExecutionContext, questions: Question[]): Promise<string> {
  const root = await tempDir(t);
  const source = questionsSource(questions);
  const sources = [
    {
      ...source,
      read: (parts: Parameters<typeof source.read>[0]) => {
        for (let record = 0; record < 20; record++) {
          parts.onReject({ code: 'NO_ANSWER', message: 'none', file: '-', record });
        }
        return source.read(parts);
      },
    },
  ];
  const dir = join(root, 'corpus');
  await ensureCorpus({ sources, tokenizer: words, cacheDir: join(root, 'cache'), dir });
  return dir;
}

/** All that a corpus says, whichever way it is asked. */
async function allOf(dir: string): Promise<string> {
  const corpus = await openCorpus(dir, words);
  try {
    const { info } = corpus;
    const passages = Array.from({ length: info.passages }, (_, number) => {
      const passage = corpus.passage(number);
      const byId = corpus.passageById(passage.id)?.number;
      return [passage, corpus.tokens(number), [...corpus.siblings(passage)], byId];
    });
    const questions = Array.from({ length: info.questions }, (_, number) => {
      const { question } = corpus.question(number);
      return [
        question,
        corpus.isAnswerable(number),
        corpus.isUnlabelled(number),
        corpus.questionNumber(question.dataset, question.id),
      ];
    });
    const rejects = [];
    for await (const reject of readRejects({ dir, info }, ['input'], undefined))
      rejects.push(reject);
    return JSON.stringify([info, passages, questions, rejects]);
  } finally {
    await corpus.close();
  }
}

const corpusFiles = async (dir: string): Promise<string[]> => {
  const names = (await readdir(dir)).sort();
  if (names.length !== 3) throw new Error(`not three files: ${names}`);
  return names;
};
const dataFileIn = async (dir: string): Promise<string> =>
  join(dir, (await corpusFiles(dir)).find(name => name.endsWith('.bin'))!);

type Damage = (bytes: Buffer, random: (below: number) => number) => Buffer;

const DAMAGES: Record<string, Damage> = {
  'a flipped bit': (bytes, random) => {
    const at = random(bytes.length);
    bytes[at]! ^= 1 << random(8);
    return bytes;
  },
  'zeros in place of a page': (bytes, random) => {
    const at = random(bytes.length);
    return bytes.fill(0, at, Math.min(bytes.length, at + 1 + random(4096)));
  },
  'other bytes': (bytes, random) => {
    const at = random(bytes.length);
    for (let i = at; i < Math.min(bytes.length, at + 64); i++) bytes[i] = random(256);
    return bytes;
  },
  'a stretch in place of another': (bytes, random) => {
    bytes.copyWithin(random(bytes.length), random(bytes.length));
    return bytes;
  },
  'the end missing': (bytes, random) => bytes.subarray(0, random(bytes.length)),
  'more at the end': bytes => Buffer.concat([bytes, bytes]),
};

for (const [name, damage] of Object.entries(DAMAGES)) {
  test(`${name} in any file of a corpus is told, or changes nothing`, async t => {
    const dir = await built(t, questionsFrom(0));
    const whole = await allOf(dir);
    for (const file of await corpusFiles(dir)) {
      const path = join(dir, file);
      const before = await readFile(path);
      for (let round = 0; round < 15; round++) {
        const random = keyedRandom(42, name, file, round);
        const after = damage(Buffer.from(before), below => random.below(below));
        await writeFile(path, after);
        try {
          t.is(await allOf(dir), whole);
          t.true(file === INFO_FILE || after.equals(before), `${file} ${round} is not told`);
        } catch (error) {
          t.true(error instanceof KeychainError, `${file} ${round}: ${(error as Error).stack}`);
          t.is((error as KeychainError).code, 'CORPUS_UNUSABLE');
          t.true((error as Error).message.includes(dir), (error as Error).message);
        }
      }
      await writeFile(path, before);
    }
    t.is(await allOf(dir), whole);
  });
}

test('every file of a corpus is missed where it is missing', async t => {
  const dir = await built(t, questionsFrom(0));
  for (const file of await readdir(dir)) {
    const copy = await tempDir(t);
    await cp(dir, copy, { recursive: true });
    await rm(join(copy, file));
    await t.throwsAsync(allOf(copy), { code: 'CORPUS_UNUSABLE' }, file);
  }
});

test('a file of another corpus is told, though it is whole and of the same size', async t => {
  const [one, other] = [await built(t, questionsFrom(1000)), await built(t, questionsFrom(1100))];
  const [file, otherFile] = [await dataFileIn(one), await dataFileIn(other)];
  t.is((await readFile(file)).length, (await readFile(otherFile)).length);
  await rename(otherFile, file);
  await t.throwsAsync(allOf(one), { code: 'CORPUS_UNUSABLE' });
});

test('a corpus that is cut while it is read ends the reading with an error, not the process', async t => {
  const dir = await built(t, questionsFrom(0));
  const corpus = await openCorpus(dir, words);
  corpus.passage(0);
  await truncate(await dataFileIn(dir), 100);
  const error = t.throws(() => corpus.passage(299), { code: 'CORPUS_UNUSABLE' });
  t.regex(error.message, /damaged.*delete this file/);
  await corpus.close();
});

test('the same questions give the same bytes', async t => {
  const dirs = [await built(t, questionsFrom(0)), await built(t, questionsFrom(0))];
  const [first, second] = await Promise.all(dirs.map(async dir => readFile(await dataFileIn(dir))));
  t.true(first!.equals(second!));
});

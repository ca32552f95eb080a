import { readdirSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { digestMemory } from '../../../lib/corpus/build/digest.js';
import { ensureCorpus, findCorpus } from '../../../lib/corpus/build/ensure.js';
import { digestTexts, readFillers } from '../../../lib/corpus/build/fillers.js';
import { openCorpus } from '../../../lib/corpus/open.js';
import type { CorpusInput } from '../../../lib/corpus/store/info.js';
import { readQuestions } from '../../../lib/datasets/read-questions.js';
import { ownText } from '../../support/own-texts.js';
import { madeQuestions } from '../../support/questions.js';
import { tempDir } from '../../support/temp-dir.js';
import { words } from '../../support/tokenizer.js';

async function ground(t: ExecutionContext) {
  const root = await tempDir(t);
  const texts = join(root, 'texts');
  await mkdir(join(texts, 'sub'), { recursive: true });
  await writeFile(join(texts, 'a.txt'), ownText(30));
  await writeFile(join(texts, 'sub', 'b.txt'), ownText(20, 'bell'));
  return { root, texts, memory: digestMemory(join(root, 'cache')) };
}

test('the digest of a folder tells of each text and of its name, and of nothing else', async t => {
  const { texts, memory } = await ground(t);
  const before = await digestTexts(texts, memory);
  await writeFile(join(texts, 'picture.png'), 'x');
  await writeFile(join(texts, '.hidden.txt'), 'x');
  t.deepEqual(await digestTexts(texts, memory), before);
  await symlink(join(texts, 'nowhere'), join(texts, 'dead.txt'));
  const withDead = await digestTexts(texts, memory);
  t.is(withDead.bytes, before.bytes);
  t.not(withDead.sha256, before.sha256, 'one that cannot be read counts by its name');
  await rm(join(texts, 'dead.txt'));
  await appendFile(join(texts, 'sub', 'b.txt'), '.');
  const longer = await digestTexts(texts, memory);
  t.not(longer.sha256, before.sha256);
  t.is(longer.bytes, before.bytes + 1);
});

test('of one file its name is told, where its passages have it for their title', async t => {
  const { root, texts, memory } = await ground(t);
  const text = await readFile(join(texts, 'a.txt'));
  const titledBy: Record<string, string | undefined> = {};
  for (const name of ['b.txt', 'b.md', 'b.dat', 'b.jsonl', 'b.json.gz', 'b.zip', 'b.zip#x.txt']) {
    const path = join(root, name.replace(/#.*/, ''));
    await writeFile(path, text);
    titledBy[name] = (await digestTexts(join(root, name), memory)).titled_by;
  }
  t.deepEqual(titledBy, {
    ...{ 'b.txt': 'b.txt', 'b.md': 'b.md', 'b.dat': 'b.dat', 'b.zip': 'b.zip' },
    ...{ 'b.jsonl': undefined, 'b.json.gz': undefined, 'b.zip#x.txt': undefined },
  });
  t.is((await digestTexts(texts, memory)).titled_by, undefined);
});

test('what is remembered of the texts of a folder is not written anew', async t => {
  const { root, texts, memory } = await ground(t);
  const before = await digestTexts(texts, memory);
  const digests = join(root, 'cache', 'digests');
  const states = () =>
    Promise.all(readdirSync(digests).map(async name => (await stat(join(digests, name))).ino));
  const written = await states();
  t.is(written.length, 2);
  t.deepEqual(await digestTexts(texts, memory), before);
  t.deepEqual(await states(), written);
});

test('a folder that changes while it is read is told', async t => {
  const { texts, memory } = await ground(t);
  const source = { file: texts, fillerTokens: 20 };
  const onNone = () => undefined;
  const inputs: CorpusInput[] = [];
  const reading = { tokenizer: words, onBytes: onNone, onReject: onNone };
  await t.throwsAsync(
    async () => {
      let passages = 0;
      for await (const _ of readFillers([source], memory, inputs, reading)) {
        if (passages++ === 0) await writeFile(join(texts, 'new.txt'), 'New.');
      }
    },
    { message: /texts: has changed while it was read; run again/ },
  );
  t.deepEqual(inputs, []);
});

test('passages of texts come behind those of questions, each once, and are found by their ids', async t => {
  const { root, texts } = await ground(t);
  const file = join(root, 'questions.jsonl');
  const questions = madeQuestions(5);
  await writeFile(file, questions.map(each => `${JSON.stringify(each)}\n`).join(''));
  const { title, text } = questions[0]!.passages[0]!;
  // A passage of a question, and the same text a second time.
  await writeFile(join(texts, 'c.jsonl'), `${JSON.stringify({ title, text })}\n`);
  await writeFile(join(texts, 'sub', 'a.txt'), await readFile(join(texts, 'a.txt')));
  const options = {
    sources: [
      {
        file,
        format: 'questions',
        read: (parts: Parameters<typeof readQuestions>[1]) => readQuestions(file, parts),
      },
    ],
    fillers: [{ file: texts, fillerTokens: 40 }],
    tokenizer: words,
    cacheDir: join(root, 'cache'),
  };
  t.is(await findCorpus(options), undefined);
  const { dir, info } = await ensureCorpus(options);
  const corpus = await openCorpus(dir, words);
  t.teardown(() => corpus.close());
  const first = info.passages - info.fillers!;
  const bodies = new Set<string>();
  for (let number = 0; number < info.passages; number++) {
    const passage = corpus.passage(number);
    t.false(bodies.has(passage.body));
    bodies.add(passage.body);
    t.is(corpus.passageById(passage.id)?.number, number);
    const isOfTexts = /(lamp|bell) of number/.test(passage.text);
    t.is(number >= first, isOfTexts, passage.text);
    if (isOfTexts) t.true(words.count(passage.text) <= 40);
  }
  t.is((await findCorpus(options))?.info.key, info.key);
  t.deepEqual(
    info.inputs.map(({ name, format, filler_tokens }) => [name, format, filler_tokens]),
    [
      ['questions.jsonl', 'questions', undefined],
      ['texts', 'texts', 40],
    ],
  );
});

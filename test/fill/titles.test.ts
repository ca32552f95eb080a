import test from 'ava';
import { corpusOfFiles } from '../../lib/corpus/corpus-of-files.js';
import type { Question } from '../../lib/records/question.js';
import { isMarked } from '../../lib/records/sample.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import { madePassage, madeQuestions } from '../support/questions.js';
import { shared } from '../support/shared.js';
import { tempDir } from '../support/temp-dir.js';
import { textsOf } from '../support/texts.js';
import { words } from '../support/tokenizer.js';
import { makeSamples } from './make-samples.js';
import { memoryCorpus } from './memory-corpus.js';
import { cl100k } from './tokenizers.js';

/** Questions with passages of several lengths, of which any budget can be filled. */
const questions = madeQuestions(60).map((question, i) => ({
  ...question,
  passages: question.passages.map(({ supporting }, k) => ({
    ...madePassage(i * 4 + k, 1 + ((i + k) % 5)),
    supporting,
  })),
}));

/** The same questions with passages of other titles, in another dataset. */
const titled = (dataset: string, titleOf: (title: string) => string): Question[] =>
  questions.map(question => ({
    ...question,
    dataset,
    passages: question.passages.map(each => ({ ...each, title: titleOf(each.title) })),
  }));

for (const dataset of ['made', 'squad']) {
  for (const title of ['', ' ', '\t\n', '\u00a0']) {
    for (const changes of [{}, { chains: { fixed: 2 }, hops: 2 }]) {
      const name = `${encodeURIComponent(title) || 'none'}, of ${dataset}, ${changes.chains ? 'with' : 'without'} chains`;
      test(`passages without a title are of no article: ${name}`, t => {
        const corpus = memoryCorpus(
          titled(dataset, () => title),
          words,
        );
        const { samples, rejects } = makeSamples(corpus, words, {
          ...changes,
          maxSeqLength: [1500],
        });
        t.deepEqual(rejects, []);
        t.is(samples.length, 60);
        for (const sample of samples) {
          t.true(sample.length >= 0.98 * 1500, `${sample.length}`);
          t.false(isMarked(sample));
          const sources = { tokenizer: words, corpus: textsOf(corpus) };
          t.deepEqual(checkSample(sample, sources), []);
          t.deepEqual(checkSample(sample, { tokenizer: words }), []);
          const where = sample.meta.passages.findIndex(passage => !passage.supporting);
          t.true(where >= 0);
        }
      });
    }
  }
}

test('siblings are drawn first where they have a title, and are none where they have not', t => {
  for (const [title, siblingsFirst] of [
    ['An article', true],
    ['', false],
  ] as const) {
    const all = titled('squad', own => (Number(own.split(' ')[1]) < 60 ? title : own));
    const corpus = memoryCorpus(all, words);
    const { samples } = makeSamples(corpus, words, { maxSeqLength: [1000] }, [0, 1, 2]);
    for (const { passages } of samples) {
      const drawn = passages!.flatMap(each => (each.drawn === undefined ? [] : [each.drawn]));
      t.true(drawn.length > 3);
      t.is(drawn.filter(at => at < 0).length > 3, siblingsFirst, `${drawn}`);
    }
  }
});

test('a title is the same however its letters are composed and its blanks are written', t => {
  const twins = [
    'Café  Äther',
    'Cafe\u0301 A\u0308ther',
    'Café\nÄther',
    ' Café Äther',
    'CAFÉ ÄTHER',
  ];
  const [first, ...rest] = questions;
  const own = first!.passages.map((each, i) => ({
    ...each,
    title: i < 2 ? twins[i]! : each.title,
  }));
  const others = rest.map((question, i) => ({
    ...question,
    passages: question.passages.map(each => ({ ...each, title: twins[i % twins.length]! })),
  }));
  const corpus = memoryCorpus([{ ...first!, passages: own }, ...others], words);
  const { samples } = makeSamples(corpus, words, { maxSeqLength: [1500] }, [0]);
  const [sample] = samples;
  const fillers = sample!.passages!.filter(({ drawn }) => drawn !== undefined);
  t.deepEqual(new Set(fillers.map(({ title }) => title)), new Set(['CAFÉ ÄTHER']));
  t.deepEqual(checkSample(sample, { tokenizer: words, corpus: textsOf(corpus) }), []);

  // One who verifies sees a twin all the same.
  const { passages: _, ...plain } = structuredClone(sample!);
  const twin = corpus.passage(corpus.info.passages - 1);
  const filler = plain.meta.passages.findIndex(({ id }) => id === fillers[0]!.id);
  const texts = textsOf(corpus);
  const renamed = {
    ...texts,
    passage: (id: string) => {
      const found = texts.passage(id);
      return found && id === fillers[0]!.id ? { ...found, title: 'Cafe\u0301 A\u0308ther' } : found;
    },
  };
  t.true(filler >= 0 && twin.title !== '');
  const checks = checkSample(plain, { tokenizer: words, corpus: renamed });
  t.true(checks.some(({ message }) => message.includes('carries the title of a supporting')));
});

test('many passages of the title of a supporting one are not all drawn for every sample', t => {
  const [first] = questions;
  const many = Array.from({ length: 30_000 }, (_, i) => ({
    title: first!.passages[0]!.title,
    text: `Nothing of note happened in year ${i}.`,
    supporting: false,
  }));
  const corpus = memoryCorpus(
    [first!, { ...first!, id: 'many', passages: [...many, first!.passages[0]!] }],
    words,
  );
  let drawn = 0;
  const counting = {
    ...corpus,
    passage: (number: number) => {
      drawn++;
      return corpus.passage(number);
    },
  };
  const { samples } = makeSamples(counting, words, { maxSeqLength: [1500] }, [0]);
  t.true(samples[0]!.meta.warnings.corpus_too_small);
  t.true(drawn < 10_000, `${drawn} passages were looked at`);
});

const file = shared('cases', 'data', '02-empty-titles-no-fillers', 'untitled.jsonl');
(file ? test : test.skip)('the records without titles of the field reach their budget', async t => {
  const corpus = await corpusOfFiles(file!, cl100k, { cacheDir: await tempDir(t) });
  t.teardown(() => corpus.close());
  const { samples } = makeSamples(corpus, cl100k, { command: 'keychain', maxSeqLength: [2048] });
  t.is(samples.length, 40);
  for (const { length, meta } of samples) {
    t.true(length >= 0.98 * 2048, `${length}`);
    t.false(isMarked({ meta }));
  }
});

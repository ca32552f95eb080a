import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import type { Corpus } from '../../lib/corpus/open.js';
import { idList } from '../../lib/ids/id-list.js';
import { keyedPermutation } from '../../lib/random.js';
import type { Candidate } from '../../lib/records/candidate.js';
import type { Question } from '../../lib/records/question.js';
import { markUnlabelled } from '../../lib/records/unlabelled.js';
import {
  countPositions,
  questionOrder,
  type SelectSettings,
  selectCandidates,
} from '../../lib/select/select.js';
import { selectStages } from '../../lib/select/select-stages.js';
import { flow } from '../../lib/stream/flow.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { madeQuestion, madeQuestions } from '../support/questions.js';
import { all } from '../support/streams.js';
import { tempDir } from '../support/temp-dir.js';
import { words } from '../support/tokenizer.js';

const DEFAULTS: SelectSettings = {
  shuffleQa: false,
  randomSeed: 42,
  preSamples: 0,
  numSamples: -1,
};

/** A corpus in which some questions have no answer; those of odd numbers are unlabelled. */
const corpusOf = (answerable: readonly boolean[]): { corpus: Corpus; questions: Question[] } => {
  const questions = answerable.map((yes, i) => madeQuestion(i, { answerable: yes }));
  for (const [i, question] of questions.entries()) {
    if (!question.answerable && i % 2 === 1) markUnlabelled(question);
  }
  return { corpus: memoryCorpus(questions, words), questions };
};

async function selected(corpus: Corpus, changes: Partial<SelectSettings> = {}, idsPath?: string) {
  const counts = { unanswerable: 0, unlabelled: 0, selected: 0 };
  const candidates: Candidate[] = [];
  const ids = idsPath === undefined ? undefined : await idList(idsPath);
  const settings = { ...DEFAULTS, ...changes };
  for await (const candidate of selectCandidates(corpus, settings, counts, { ids })) {
    candidates.push(candidate);
  }
  await ids?.close();
  return { candidates, counts };
}

test('by default all questions are candidates, in the order of the dataset', async t => {
  const { corpus } = corpusOf([true, true, true]);
  t.deepEqual(await selected(corpus), {
    candidates: [0, 1, 2].map(n => ({
      number: n,
      position: n,
      sourceIndex: n,
      unanswerable: 0,
      unlabelled: 0,
    })),
    counts: { unanswerable: 0, unlabelled: 0, selected: 3 },
  });
});

const settings = fc.record({
  shuffleQa: fc.boolean(),
  randomSeed: fc.nat(99),
  preSamples: fc.nat(12),
  numSamples: fc.integer({ min: -1, max: 30 }),
  wanted: fc.option(fc.array(fc.nat(39), { minLength: 1, maxLength: 30 }), { nil: undefined }),
});
const answerable = fc.array(fc.boolean(), { maxLength: 40 });

/** A file of ids, JSONL or one id a line. */
function idFile(dir: string, numbers: readonly number[] | undefined): string | undefined {
  if (numbers === undefined) return undefined;
  const file = join(dir, 'ids');
  const line = (n: number) => (n % 2 ? `q${n}` : JSON.stringify({ id: `q${n}`, other: 1 }));
  writeFileSync(file, numbers.map(n => `${line(n)}\n`).join(''));
  return file;
}

test('order, ids, answers, pre-samples and number decide in turn, whatever they are', async t => {
  const dir = await tempDir(t);
  await fc.assert(
    fc.asyncProperty(answerable, settings, async (answers, { wanted, ...changes }) => {
      const { corpus } = corpusOf(answers);
      const { candidates, counts } = await selected(corpus, changes, idFile(dir, wanted));

      const { at } = changes.shuffleQa
        ? keyedPermutation(answers.length, changes.randomSeed, 'shuffle-qa')
        : { at: (i: number) => i };
      const { numSamples, preSamples } = changes;
      const expected: Candidate[] = [];
      let unanswerable = 0;
      let unlabelled = 0;
      let passedOver = 0;
      for (let sourceIndex = 0; sourceIndex < answers.length; sourceIndex++) {
        if (numSamples >= 0 && expected.length === numSamples) break;
        const number = at(sourceIndex);
        if (wanted && !wanted.includes(number)) continue;
        if (!answers[number] && number % 2 === 1) unlabelled++;
        else if (!answers[number]) unanswerable++;
        else if (passedOver < preSamples) passedOver++;
        else
          expected.push({
            number,
            position: expected.length,
            sourceIndex,
            unanswerable,
            unlabelled,
          });
      }
      t.deepEqual(candidates, expected);
      t.deepEqual(counts, { unanswerable, unlabelled, selected: expected.length });
    }),
  );
});

test('the stages select the questions that the candidates are', async t => {
  const dir = await tempDir(t);
  await fc.assert(
    fc.asyncProperty(answerable, settings, async (answers, { wanted, ...changes }) => {
      const { corpus, questions } = corpusOf(answers);
      const filterIdsPath = idFile(dir, wanted);
      const left: string[] = [];
      const { candidates, counts } = await selected(corpus, changes, filterIdsPath);
      // An id of the list must be there.
      fc.pre(!wanted || wanted.some(n => n < answers.length));
      const stages = await selectStages(
        corpus,
        { ...DEFAULTS, ...changes },
        { filterIdsPath, onLeftOut: why => left.push(why) },
      );
      const found = await all<Question>(flow(Readable.from(questions), ...stages));
      t.deepEqual(
        found.map(({ id }) => id),
        candidates.map(({ number }) => `q${number}`),
      );
      // Those behind the last candidate are not counted.
      if (changes.numSamples < 0) {
        t.is(left.filter(why => why === 'unanswerable').length, counts.unanswerable);
        t.is(left.filter(why => why === 'unlabelled').length, counts.unlabelled);
      }
    }),
    { numRuns: 40 },
  );
});

test('a question that no corpus knows is selected as it is, and cannot be shuffled', async t => {
  const corpus = memoryCorpus(madeQuestions(3), words);
  const stranger = madeQuestion(99);
  const dir = await tempDir(t);
  const run = async (changes: Partial<SelectSettings>, wanted?: number[]) =>
    all<Question>(
      flow(
        Readable.from([stranger]),
        ...(await selectStages(
          corpus,
          { ...DEFAULTS, ...changes },
          { filterIdsPath: idFile(dir, wanted) },
        )),
      ),
    );
  t.deepEqual(await run({}), [stranger]);
  t.deepEqual(await run({}, [99]), [stranger]);
  await t.throwsAsync(run({ shuffleQa: true }), { code: 'CORPUS_UNUSABLE', message: /q99/ });
});

test('ids that no question of a stream has are told, and all of them end it', async t => {
  const corpus = memoryCorpus(madeQuestions(3), words);
  const dir = await tempDir(t);
  const run = async (wanted: number[], numSamples = -1) => {
    const warnings: string[] = [];
    const stages = await selectStages(
      corpus,
      { ...DEFAULTS, numSamples },
      { filterIdsPath: idFile(dir, wanted), onWarning: message => warnings.push(message) },
    );
    const found = await all<Question>(flow(Readable.from(madeQuestions(3)), ...stages));
    return { found: found.map(({ id }) => id), warnings };
  };
  t.deepEqual(await run([0, 2]), { found: ['q0', 'q2'], warnings: [] });
  const { found, warnings } = await run([0, 7, 8]);
  t.deepEqual(found, ['q0']);
  t.regex(warnings.join(), /ids: 2 of 3 ids match no question, such as "q7"$/);
  await t.throwsAsync(run([7]), { code: 'IDS_UNMATCHED' });
  t.deepEqual((await run([0, 2], 1)).found, ['q0']);
});

test('shuffling gives every question once, in an order of the seed', async t => {
  const corpus = memoryCorpus(madeQuestions(200), words);
  const orders = await Promise.all(
    [1, 1, 2].map(async randomSeed => {
      const { candidates } = await selected(corpus, { shuffleQa: true, randomSeed });
      return candidates.map(({ number }) => number);
    }),
  );
  const [one, again, two] = orders;
  t.deepEqual(
    one!.toSorted((a, b) => a - b),
    [...Array(200).keys()],
  );
  t.deepEqual(again, one);
  t.notDeepEqual(two, one);
  const order = questionOrder(corpus, { shuffleQa: true, randomSeed: 1 });
  for (const [place, number] of one!.entries()) t.is(order.positionOf(number), place);
});

test('no further candidate comes once there are enough', async t => {
  const corpus = memoryCorpus(madeQuestions(50), words);
  const enough = new AbortController();
  const counts = { unanswerable: 0, unlabelled: 0, selected: 0 };
  const taken: number[] = [];
  for await (const { number } of selectCandidates(corpus, DEFAULTS, counts, {
    enough: enough.signal,
  })) {
    taken.push(number);
    if (taken.length === 7) enough.abort();
  }
  t.deepEqual(taken, [0, 1, 2, 3, 4, 5, 6]);
  t.is(counts.selected, 7);
});

test('what is asked for beyond the last question is not looked for', async t => {
  const answers = [true, true, false, true, false, true];
  const { candidates, counts } = await selected(corpusOf(answers).corpus, { numSamples: 2 });
  t.deepEqual(
    candidates.map(({ number }) => number),
    [0, 1],
  );
  t.deepEqual(
    counts,
    { unanswerable: 0, unlabelled: 0, selected: 2 },
    'those behind it are not counted',
  );
  const none = await selected(corpusOf(answers).corpus, { numSamples: 0 });
  t.deepEqual(none, { candidates: [], counts: { unanswerable: 0, unlabelled: 0, selected: 0 } });
});

test('which is longer, the list or the corpus, makes no difference', async t => {
  const twins = [madeQuestion(0), madeQuestion(0, { answerable: false }), madeQuestion(1)];
  const corpus = memoryCorpus(twins, words);
  const dir = await tempDir(t);
  const long = [0, ...Array.from({ length: 20 }, (_, i) => i + 50)];
  const short = await selected(corpus, {}, idFile(dir, [0]));
  t.deepEqual(await selected(corpus, {}, idFile(dir, long)), short);
  t.deepEqual(
    short.candidates.map(({ number }) => number),
    [0],
  );
});

test('a run, and then one without what it has asked, ask what one run does', async t => {
  await fc.assert(
    fc.asyncProperty(answerable, settings, fc.nat(30), async (answers, changes, more) => {
      const { corpus } = corpusOf(answers);
      const { preSamples: _, wanted: __, ...rest } = changes;
      const first = Math.max(0, rest.numSamples);
      const ask = async (numSamples: number, before: readonly Candidate[]) => {
        const asked = new Set(before.map(({ number }) => number));
        const counts = { unanswerable: 0, unlabelled: 0, selected: 0 };
        const all: Candidate[] = [];
        const limits = { excluded: asked };
        const given = { ...DEFAULTS, ...rest, numSamples };
        for await (const each of selectCandidates(corpus, given, counts, limits)) all.push(each);
        t.is(countPositions(corpus, given, limits), all.length);
        return all;
      };
      const before = await ask(first, []);
      const grown = await ask(more, before);
      t.deepEqual(
        [...before, ...grown].map(({ number, sourceIndex }) => ({ number, sourceIndex })),
        (await ask(first + more, [])).map(({ number, sourceIndex }) => ({ number, sourceIndex })),
      );
      t.deepEqual(
        grown.map(({ position }) => position),
        [...grown.keys()],
      );
    }),
  );
});

test('one id stands for the questions of all datasets that have it', async t => {
  const questions = [madeQuestion(0), madeQuestion(0, { dataset: 'other' }), madeQuestion(1)];
  const corpus = memoryCorpus(questions, words);
  const filterIdsPath = idFile(await tempDir(t), [0]);
  const { candidates } = await selected(corpus, {}, filterIdsPath);
  t.deepEqual(
    candidates.map(({ number }) => number),
    [0, 1],
  );
});

import test from 'ava';
import fc from 'fast-check';
import { blockSize } from '../../lib/assemble/block/block.js';
import type { Candidate } from '../../lib/records/candidate.js';
import { markUnlabelled } from '../../lib/records/unlabelled.js';
import { countPositions, selectCandidates } from '../../lib/select/select.js';
import { ROW_POSITIONS, shareOf } from '../../lib/select/share.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { madeQuestion } from '../support/questions.js';
import { words } from '../support/tokenizer.js';

const positions = fc.integer({ min: 0, max: 5000 });
const shards = fc.integer({ min: 1, max: 100 });

const sharesOf = (of: number, all: number) =>
  Array.from({ length: of }, (_, index) => shareOf({ index, of }, all));

test('shards follow each other without gap, cut between rows, and differ by a row at most', t => {
  fc.assert(
    fc.property(positions, shards, (all, of) => {
      const shares = sharesOf(of, all);
      t.is(shares[0]!.from, 0);
      t.is(shares.at(-1)!.to, all);
      for (const [i, { from, to }] of shares.entries()) {
        t.true(from <= to);
        if (i > 0) t.is(from, shares[i - 1]!.to);
        t.true(from % ROW_POSITIONS === 0 || from === all);
      }
      const rows = shares.map(({ from, to }) => Math.ceil((to - from) / ROW_POSITIONS));
      t.true(Math.max(...rows) - Math.min(...rows) <= 1);
    }),
  );
});

test('surplus shards are the last ones, and one alone takes the rest', t => {
  fc.assert(
    fc.property(positions, shards, (all, of) => {
      const shares = sharesOf(of, all);
      const full = shares.filter(({ from, to }) => from < to).length;
      t.is(full, Math.min(of, Math.ceil(all / ROW_POSITIONS)));
      t.true(shares.slice(0, full).every(({ from, to }) => from < to));
      t.deepEqual(
        shares.flatMap(({ takesRest }, i) => (takesRest ? [i] : [])),
        [Math.max(0, full - 1)],
      );
    }),
  );
});

test('a row holds whole blocks of every length', t => {
  for (const length of [null, 1, 4096, 5000, 8192, 40_000, 131_072, 2_097_152]) {
    t.is(ROW_POSITIONS % blockSize(length), 0, `${length}`);
  }
});

const asked = fc.record({
  shuffleQa: fc.boolean(),
  randomSeed: fc.nat(9),
  preSamples: fc.nat(80),
  numSamples: fc.integer({ min: -1, max: 300 }),
});

test('the candidates of all shards are those of the run, and their counts add up', async t => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 8 }),
      asked,
      async (size, lacking, of, settings) => {
        const questions = Array.from({ length: size }, (_, i) => {
          const question = madeQuestion(i, { answerable: i % 10 >= lacking });
          if (i % 3 === 0 && !question.answerable) markUnlabelled(question);
          return question;
        });
        const corpus = memoryCorpus(questions, words);
        const select = async (shard?: number) => {
          const counts = { unanswerable: 0, unlabelled: 0, selected: 0 };
          const all = countPositions(corpus, settings);
          const share = shard === undefined ? undefined : shareOf({ index: shard, of }, all);
          const candidates: Candidate[] = [];
          for await (const each of selectCandidates(corpus, settings, counts, { share })) {
            candidates.push(each);
          }
          return { candidates, counts };
        };
        const whole = await select();
        const parts = [];
        for (let i = 0; i < of; i++) parts.push(await select(i));
        const known = ({ number, position, sourceIndex }: Candidate) => [
          ...[number, position, sourceIndex],
        ];
        t.deepEqual(
          parts.flatMap(({ candidates }) => candidates.map(known)),
          whole.candidates.map(known),
        );
        for (const name of ['unanswerable', 'unlabelled', 'selected'] as const) {
          const sum = parts.reduce((total, { counts }) => total + counts[name], 0);
          t.is(sum, whole.counts[name], name);
        }
      },
    ),
    { numRuns: 60 },
  );
});

import { Readable } from 'node:stream';
import test from 'ava';
import type { Block, MadeBlock } from '../../lib/assemble/block/block.js';
import { cutBlocks } from '../../lib/assemble/block/cut-blocks.js';
import { makeBlocks } from '../../lib/assemble/block/make-blocks.js';
import type { Candidate } from '../../lib/records/candidate.js';
import { ownFolder } from '../support/own-folder.js';
import { testLifeCycle } from '../support/stage-life.js';
import { all } from '../support/streams.js';
import { groundIn } from './ground.js';

const candidateAt = (position: number): Candidate => ({
  number: position,
  position,
  sourceIndex: position,
  unanswerable: 0,
  unlabelled: 0,
});

const UNREADABLE = {
  ...candidateAt(2),
  get position(): number {
    throw new Error('lost disk');
  },
};

const QUESTIONS = 60;
const { candidates, parts } = await groundIn(ownFolder(), QUESTIONS);
const blockAt = (n: number): Block => ({
  row: n,
  lengths: [0],
  candidates: [candidates[n % QUESTIONS]!],
  isLast: false,
});
const linesOf = (blocks: MadeBlock[]): string[] =>
  blocks.map(({ linesSha256 }) => Buffer.from(linesSha256).toString('hex'));
const lines = linesOf(
  await all(
    Readable.from(candidates.keys())
      .map(n => [blockAt(n)])
      .pipe(makeBlocks(parts({}), 1)),
  ),
);

// From 256k on each candidate is a block.
testLifeCycle<Candidate, Block>(test, 'cutBlocks', {
  make: () => cutBlocks([262144], { together: false }),
  input: candidateAt,
  output: n => n,
  // The last one, which has none, ends the length.
  known: blocks => blocks.flatMap(({ candidates }) => candidates.map(({ position }) => position)),
  failing: {
    input: n => (n < 2 ? candidateAt(n) : UNREADABLE),
    error: { message: 'lost disk' },
  },
});

// On this thread: when other threads are done is not for a test of streams to wait for.
testLifeCycle<Block[], MadeBlock>(test, 'makeBlocks', {
  make: () => makeBlocks(parts({}), 1),
  input: n => [blockAt(n)],
  output: n => lines[n % QUESTIONS],
  known: linesOf,
  failing: {
    input: n => {
      const block = blockAt(n);
      return [n < 2 ? block : { ...block, candidates: [candidateAt(1_000_000)] }];
    },
    error: { code: 'CORPUS_UNUSABLE' },
  },
});

import test from 'ava';
import { threadsFor, type Work } from '../../lib/assemble/threads.js';

const work = (given: Partial<Work>): Work => ({
  isAside: false,
  questions: 1000,
  maxSeqLengths: [4096],
  blocksARow: 4,
  ...given,
});

test('a run has a thread a core, and what is asked for comes first', t => {
  t.is(threadsFor(work({ questions: 100_000 }), 8), 8);
  t.is(threadsFor(work({ questions: 1, workers: 3 }), 8), 3);
  t.is(threadsFor(work({ questions: 100_000, workers: 1 }), 8), 1);
});

test('no thread is started that gets no row of blocks', t => {
  // 64 questions a block at 4k, 4 blocks a row.
  for (const [questions, threads] of [
    [0, 1],
    [1, 1],
    [256, 1],
    [257, 2],
    [512, 2],
    [513, 3],
  ] as const) {
    t.is(threadsFor(work({ questions }), 8), threads, `${questions}`);
  }
  t.is(
    threadsFor(work({ questions: 65, blocksARow: 1 }), 8),
    2,
    'a block alone where a model is asked',
  );
});

test('long samples are fewer a block, and each length has blocks of its own', t => {
  t.is(threadsFor(work({ questions: 256, maxSeqLengths: [32_768] }), 8), 8);
  t.is(threadsFor(work({ questions: 256, maxSeqLengths: [4096, 4096] }), 8), 2);
  t.is(threadsFor(work({ questions: 256, maxSeqLengths: [null] }), 8), 1);
});

test('a thread that is to be kept free makes nothing', t => {
  t.is(threadsFor(work({ questions: 1, isAside: true }), 8), 8);
});

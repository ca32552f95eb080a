import { Readable } from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import { type Block, blockSize } from '../../../lib/assemble/block/block.js';
import { cutBlocks } from '../../../lib/assemble/block/cut-blocks.js';
import type { Candidate } from '../../../lib/records/candidate.js';
import { all } from '../../support/streams.js';

/** Candidates at ascending positions; a model may have judged out any of those between. */
const candidates = fc
  .uniqueArray(fc.nat(300), { maxLength: 200 })
  .map(positions => positions.toSorted((a, b) => a - b).map(candidateAt));

function candidateAt(position: number): Candidate {
  return {
    number: position * 3,
    position,
    sourceIndex: position * 2,
    unanswerable: position,
    unlabelled: 0,
  };
}

const lengths = fc.array(
  fc.constantFrom(null, 512, 4096, 5000, 8192, 32768, 65536, 131072, 262144),
  { minLength: 1, maxLength: 6 },
);

const cut = (
  inputs: Candidate[],
  maxSeqLengths: readonly (number | null)[],
  together = false,
): Promise<Block[]> => all(Readable.from(inputs).pipe(cutBlocks(maxSeqLengths, { together })));

/** Candidates by rows of `size` positions. */
function rowsOf(inputs: readonly Candidate[], size: number): Candidate[][] {
  const rows = new Map<number, Candidate[]>();
  for (const each of inputs) {
    const row = Math.floor(each.position / size);
    rows.set(row, [...(rows.get(row) ?? []), each]);
  }
  return [...rows.values()];
}

test("each length's blocks are cut at multiples of its size, whatever is missing", async t => {
  await fc.assert(
    fc.asyncProperty(candidates, lengths, async (inputs, maxSeqLengths) => {
      const blocks = await cut(inputs, maxSeqLengths);
      for (const [i, maxSeqLength] of maxSeqLengths.entries()) {
        const own = blocks.filter(block => block.lengths[0] === i);
        t.true(own.every(block => block.lengths.length === 1));
        t.deepEqual(
          own.map(block => block.candidates).filter(held => held.length > 0),
          rowsOf(inputs, blockSize(maxSeqLength)),
        );
      }
    }),
  );
});

test('on one stream there are blocks of all lengths together, of the longest one', async t => {
  await fc.assert(
    fc.asyncProperty(candidates, lengths, async (inputs, maxSeqLengths) => {
      const size = Math.min(...maxSeqLengths.map(blockSize));
      const blocks = await cut(inputs, maxSeqLengths, true);
      t.true(blocks.every(block => block.lengths.length === maxSeqLengths.length));
      t.deepEqual(
        blocks.map(({ candidates }) => candidates).filter(held => held.length > 0),
        rowsOf(inputs, size),
      );
    }),
  );
});

test('a block is handed on as soon as no candidate can join it', async t => {
  await fc.assert(
    fc.asyncProperty(candidates, lengths, async (inputs, maxSeqLengths) => {
      const stage = cutBlocks(maxSeqLengths, { together: false });
      const handedOn = maxSeqLengths.map(() => 0);
      for (const [at, input] of inputs.entries()) {
        stage.write(input);
        for (let block = stage.read(); block; block = stage.read()) {
          const { lengths: places, candidates: held } = block as Block;
          handedOn[places[0]!]! += held.length;
        }
        for (const [i, maxSeqLength] of maxSeqLengths.entries()) {
          const size = blockSize(maxSeqLength);
          const end = Math.floor((input.position + 1) / size) * size;
          const closed = inputs.slice(0, at + 1).filter(({ position }) => position < end);
          t.is(handedOn[i], closed.length, `position ${input.position} of blocks of ${size}`);
        }
      }
      stage.destroy();
    }),
  );
});

test('the last block of each length says so, be it without candidates', async t => {
  await fc.assert(
    fc.asyncProperty(candidates, lengths, async (inputs, maxSeqLengths) => {
      const blocks = await cut(inputs, maxSeqLengths);
      for (const length of maxSeqLengths.keys()) {
        const own = blocks.filter(block => block.lengths[0] === length);
        t.deepEqual(
          own.map(({ isLast }) => isLast),
          own.map((_, i) => i === own.length - 1),
        );
        t.true(own.length > 0);
        t.true(own.slice(0, -1).every(block => block.candidates.length > 0));
      }
    }),
  );
});

test('a block knows its number, and those before the first wanted one are not handed on', async t => {
  await fc.assert(
    fc.asyncProperty(
      candidates,
      lengths,
      fc.array(fc.constantFrom(0, 1, 2, 7, Number.POSITIVE_INFINITY), {
        minLength: 6,
        maxLength: 6,
      }),
      async (inputs, maxSeqLengths, from) => {
        const wanted = Readable.from(inputs).pipe(
          cutBlocks(maxSeqLengths, { from, together: false }),
        );
        const numbered = (blocks: readonly Block[], length: number) =>
          blocks
            .filter(block => block.lengths[0] === length && block.candidates.length > 0)
            .map(({ row, candidates: held }) => ({
              row,
              positions: held.map(each => each.position),
            }));
        const every = await cut(inputs, maxSeqLengths);
        const some = await all<Block>(wanted);
        for (const [length, maxSeqLength] of maxSeqLengths.entries()) {
          const size = blockSize(maxSeqLength);
          for (const { row, positions } of numbered(every, length)) {
            t.true(positions.every(position => Math.floor(position / size) === row));
          }
          t.deepEqual(
            numbered(some, length),
            numbered(every, length).filter(({ row }) => row >= from[length]!),
          );
          const isFinished = from[length] === Number.POSITIVE_INFINITY;
          t.is(
            some.filter(({ lengths: [own], isLast }) => own === length && isLast).length,
            isFinished ? 0 : 1,
          );
        }
      },
    ),
  );
});

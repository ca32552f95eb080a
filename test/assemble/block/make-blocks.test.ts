import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as later } from 'node:timers/promises';
import { BroadcastChannel } from 'node:worker_threads';
import test, { type ExecutionContext } from 'ava';
import type { AssemblerParts } from '../../../lib/assemble/block/assembler.js';
import type { Block, MadeBlock } from '../../../lib/assemble/block/block.js';
import { cutBlocks } from '../../../lib/assemble/block/cut-blocks.js';
import { makeBlocks } from '../../../lib/assemble/block/make-blocks.js';
import { KeychainError } from '../../../lib/errors.js';
import type { Candidate } from '../../../lib/records/candidate.js';
import { isMarked, type Sample } from '../../../lib/records/sample.js';
import { batches } from '../../../lib/stream/batches.js';
import { flow } from '../../../lib/stream/flow.js';
import { gzipMembers, sha256 } from '../../support/gzip-members.js';
import { all, closed, failureOf, idle } from '../../support/streams.js';
import { tempDir } from '../../support/temp-dir.js';
import { ground } from '../ground.js';

function made(
  candidates: Candidate[],
  parts: AssemblerParts,
  workers: number,
  together = false,
  rows = 1,
): Readable {
  const blocks = cutBlocks(parts.maxSeqLengths, { together });
  return flow(Readable.from(candidates), blocks, batches(rows), makeBlocks(parts, workers));
}

/** A made block that can be compared, whatever thread its bytes come from. */
const plain = ({ packed, linesSha256, release: _, ...block }: MadeBlock) => ({
  ...block,
  bytes: packed && Buffer.from(packed.bytes).toString('base64'),
  lines: Buffer.from(linesSha256).toString('hex'),
});

test.serial(
  'any number of threads makes the same blocks, in order, and the same bytes',
  async t => {
    const { parts, candidates } = await ground(t, 75);
    const settings = parts({ maxSeqLength: [2048, 16384, 8192] });
    for (const together of [false, true]) {
      const [one, two, three] = await Promise.all(
        [1, 2, 3].map(async workers =>
          // Rows of other lengths, too.
          (await all<MadeBlock>(made(candidates, settings, workers, together, workers))).map(plain),
        ),
      );
      t.is(one!.length, together ? 5 : 2 + 5 + 3);
      t.deepEqual(two, one);
      t.deepEqual(three, one);
    }
  },
);

test.serial('a block is one gzip member of its lines, counted and hashed', async t => {
  const { parts, candidates } = await ground(t, 40);
  const blocks = await all<MadeBlock>(made(candidates, parts({ maxSeqLength: [8192] }), 1));
  t.deepEqual(
    blocks.map(block => block.candidates),
    [32, 8],
  );
  for (const { packed, linesSha256, made: counts, rejects } of blocks) {
    const [lines, ...others] = gzipMembers(Buffer.from(packed!.bytes));
    t.deepEqual(others, []);
    t.deepEqual(Buffer.from(linesSha256), sha256(lines!));
    const samples = `${lines}`
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Sample);
    const tokens = samples.map(({ length }) => length);
    t.deepEqual(counts, [
      {
        tokens: {
          samples: samples.length,
          total: tokens.reduce((a, b) => a + b),
          min: Math.min(...tokens),
          max: Math.max(...tokens),
        },
        marked: samples.filter(isMarked).length,
        left_out: 0,
      },
    ]);
    t.deepEqual(rejects, []);
    t.false(samples.some(sample => 'passages' in sample));
  }
});

test.serial(
  'what is rejected beforehand is a reject of each length, and a block of nothing else is empty',
  async t => {
    const { parts, candidates } = await ground(t, 34);
    const reject = { code: 'PROMPT_TOO_LONG', message: 'too long', id: 'x' };
    const some = candidates.map(each => (each.position < 32 ? { ...each, reject } : each));
    for (const workers of [1, 2]) {
      const settings = parts({ maxSeqLength: [8192, 9000] });
      const blocks = await all<MadeBlock>(made(some, settings, workers));
      const [first, second] = blocks.filter(({ lengths }) => lengths[0] === 0);
      t.is(first!.packed, undefined);
      t.is(first!.candidates, 32);
      t.deepEqual(first!.rejects, Array(32).fill({ length: 0, reject }));
      t.is(second!.made[0]!.tokens.samples, 2);
      const together = await all<MadeBlock>(made(some, settings, workers, true));
      t.deepEqual(
        together[0]!.rejects.map(({ length }) => length),
        Array.from({ length: 32 }, (_, i) => i % 2),
      );
    }
  },
);

/** A module with a stage of a user's own. */
async function ownStage(t: ExecutionContext, source: string): Promise<string> {
  const file = join(await tempDir(t), 'own.mjs');
  await writeFile(file, source);
  return file;
}

const CODES: [code: string, changes: (t: ExecutionContext) => Promise<Partial<AssemblerParts>>][] =
  [
    ['CORPUS_UNUSABLE', async t => ({ corpusDir: join(await tempDir(t), 'none') })],
    ['TOKENIZER_UNUSABLE', async () => ({ tokenizer: { type: 'hf', path: 'nowhere/at/all' } })],
    ['INPUT_MISSING', async () => ({ stages: ['/nowhere/own.mjs'] })],
    [
      'STAGE_FAILED',
      async t => ({
        stages: [await ownStage(t, 'export const stage = () => { throw Error("!"); };')],
      }),
    ],
  ];

for (const [code, changes] of CODES) {
  test.serial(`${code} keeps its code, from a thread as from this one`, async t => {
    const { parts, candidates } = await ground(t, 3);
    const broken = parts({}, await changes(t));
    const messages: string[] = [];
    for (const workers of [1, 2]) {
      const error = await failureOf(made(candidates, broken, workers));
      t.true(error instanceof KeychainError, `${error}`);
      t.like(error, { code });
      messages.push(error.message);
    }
    t.is(messages[0], messages[1]);
  });
}

test.serial('what is no error of ours ends the stream, too', async t => {
  const { parts, candidates } = await ground(t, 3);
  for (const workers of [1, 2]) {
    const broken = parts({}, { form: { level: 99, kind: 'keychain' } });
    const error = await failureOf(made(candidates, broken, workers));
    t.false(error instanceof KeychainError);
    t.regex(error.message, /level/);
  }
});

/** Lets each thread that has loaded it say so again and again. */
const BEATING = `
  import { BroadcastChannel, threadId } from 'node:worker_threads';
  const channel = new BroadcastChannel('make-blocks-test');
  setInterval(() => channel.postMessage(threadId), 5);
  export const stage = async sample => {
    await new Promise(resolve => setTimeout(resolve, 20));
    return sample;
  };
`;

test.serial('destroyed under way it ends its threads', async t => {
  const { parts, candidates } = await ground(t, 60);
  const stages = [await ownStage(t, BEATING)];
  const channel = new BroadcastChannel('make-blocks-test');
  t.teardown(() => channel.close());
  let beats = 0;
  channel.onmessage = () => {
    beats++;
  };
  const endings: ((stage: Readable) => void)[] = [
    stage => stage.destroy(),
    stage => stage.destroy(new Error('enough')),
  ];
  for (const end of endings) {
    beats = 0;
    const stage = makeBlocks(parts({ maxSeqLength: [65536] }, { stages }), 2);
    stage.on('error', () => undefined);
    const blocks: Block[][] = candidates.map((each, row) => [
      { row, lengths: [0], candidates: [each], isLast: false },
    ]);
    const running = pipeline(Readable.from(blocks), stage);
    running.catch(() => undefined);
    await once(stage, 'readable');
    while (beats === 0) await later(1);
    end(stage);
    await closed(stage);
    await idle();
    const before = beats;
    // A thread that is still there beats every 5 ms.
    await later(100);
    t.is(beats, before);
    await t.throwsAsync(running);
  }
});

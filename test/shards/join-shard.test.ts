import assert from 'node:assert';
import { createHash } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { keptLogOf, partOf } from '../../lib/assemble/outputs/part/names.js';
import type {
  PartBlock,
  PartOptions,
  SampleFileDigest,
} from '../../lib/assemble/outputs/part/part.js';
import { openPart } from '../../lib/assemble/outputs/part/part-file.js';
import { recordJson } from '../../lib/json/json-text.js';
import { openByteFile } from '../../lib/output/byte-file.js';
import type { Sink } from '../../lib/output/sink.js';
import { parquetSink } from '../../lib/output/sinks/parquet.js';
import { SINKS } from '../../lib/output/sinks.js';
import { type Joining, joinShard } from '../../lib/shards/join-shard.js';
import type { FinishedShard } from '../../lib/shards/read-shards.js';
import { anySample } from '../support/sample.js';
import { tempDir } from '../support/temp-dir.js';

// Shards as runs leave them, which may have been killed: joined, they are what one run writes.

const FORM = { level: 3, kind: 'plain' } as const;
const LEASE = { check: async () => undefined, isHeld: () => true };
const HEAD: PartOptions['head'] = {
  plan: {
    command: 'synth',
    version: '1',
    inputs: [],
    tokenizer: { type: 'openai', sha256: 'a' },
    settings: {},
  },
  plan_sha256: 'b',
  max_seq_length: 4096,
  positions: { from: 0, to: null },
  tokenizer: { type: 'openai', name: 'c', sha256: 'a' },
};

/** All sinks of the registry; row groups are a few blocks. */
const ALL: Sink[] = Object.values<Sink>(SINKS).map(sink =>
  sink === SINKS.parquet ? parquetSink(6_000) : sink,
);

/** A block of some samples; without any, as where all candidates are rejected. */
async function blockOf(sink: Sink, row: number, sizes: readonly number[]): Promise<PartBlock> {
  const samples = sizes.map((size, i) => anySample(row * 100 + i, { context: 'x'.repeat(size) }));
  const lines = Buffer.from(samples.map(each => `${recordJson(each)}\n`).join(''));
  const packed = { ...FORM, aside: false };
  return {
    ...{ row, candidates: 2, to: 2 * row + 2, tokens: null, marked: 0, left_out: 0, rejects: [] },
    packed: samples.length === 0 ? undefined : await sink.pack({ samples, lines }, packed),
    linesSha256: createHash('sha256').update(lines).digest(),
  };
}

/** Writes blocks as runs that are killed behind some of them, and cut off, do. */
async function written(
  path: string,
  sink: Sink,
  blocks: readonly PartBlock[],
  kills: readonly { after: number; cut: number }[] = [],
): Promise<SampleFileDigest> {
  const options = { path, sink, form: FORM, head: HEAD, lease: LEASE };
  const first = blocks[0]?.row ?? 0;
  for (const { after, cut } of kills) {
    const file = await openPart(options);
    const from = Math.max(0, file.from - first);
    await file.write(blocks.slice(from, from + after));
    if (!(await file.suspend())) continue;
    const part = await readFile(partOf(path));
    await writeFile(partOf(path), part.subarray(0, Math.max(0, part.length - cut)));
  }
  const file = await openPart(options);
  await file.write(blocks.slice(Math.max(0, file.from - first)));
  const digest = await file.end();
  await file.name();
  await file.endLog({ keep: true });
  return digest;
}

const shardAt = (path: string, output: SampleFileDigest): FinishedShard =>
  ({ path, output }) as FinishedShard;

async function joined(path: string, sink: Sink, shards: readonly FinishedShard[]): Promise<Buffer> {
  const file = await openByteFile(path);
  const frame = await sink.frame(FORM);
  const head = frame.head();
  const joining: Joining = {
    ...{ file, frame, newFrame: async () => sink.frame(FORM), start: head.length },
    onLines: () => undefined,
    // Told of nothing, who waits for the last byte would be told of it twice.
    onBytes: bytes => assert.ok(bytes > 0),
  };
  await file.write(head);
  for (const shard of shards) await joinShard(shard, joining);
  for (const piece of frame.rest(file.at) ?? []) await file.write(piece);
  await file.write(frame.foot());
  await file.end();
  await file.commit();
  return readFile(path);
}

const blockSizes = fc.array(fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 3 }), {
  maxLength: 12,
});
const kills = fc.array(
  fc.record({ after: fc.nat({ max: 6 }), cut: fc.constantFrom(0, 0, 1, 500, 5000) }),
  { maxLength: 3 },
);

for (const sink of ALL) {
  test(`*${sink.ending}: shards of runs that were killed are joined to the bytes of one run`, async t => {
    const dir = await tempDir(t);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        blockSizes,
        fc.array(fc.nat({ max: 12 }), { maxLength: 3 }),
        kills,
        async (sizes, cuts, killed) => {
          const at = (name: string): string => join(dir, `${count++}-${name}${sink.ending}`);
          const blocks: PartBlock[] = [];
          for (const [row, each] of sizes.entries()) blocks.push(await blockOf(sink, row, each));
          const whole = at('whole');
          const { sha256 } = await written(whole, sink, blocks);
          const bounds = [0, ...cuts.map(cut => Math.min(cut, blocks.length)), blocks.length].sort(
            (a, b) => a - b,
          );
          const shards: FinishedShard[] = [];
          for (const [i, from] of bounds.slice(0, -1).entries()) {
            const path = at('shard');
            const part = blocks.slice(from, bounds[i + 1]);
            shards.push(shardAt(path, await written(path, sink, part, killed)));
          }
          const bytes = await joined(at('joined'), sink, shards);
          t.is(createHash('sha256').update(bytes).digest('hex'), sha256);
          t.deepEqual(bytes, await readFile(whole));
        },
      ),
      { numRuns: 25 },
    );
  });

  test(`*${sink.ending}: a shard, or a log, that has changed is refused`, async t => {
    const dir = await tempDir(t);
    const refused = async (
      name: string,
      change: (path: string, t: ExecutionContext) => Promise<void>,
    ): Promise<void> => {
      const path = join(dir, `${name}${sink.ending}`);
      const blocks = [await blockOf(sink, 0, [10, 4000]), await blockOf(sink, 1, [5000])];
      const shard = shardAt(path, await written(path, sink, blocks));
      await change(path, t);
      await t.throwsAsync(joined(join(dir, `${name}-joined`), sink, [shard]), {
        code: 'SHARDS_UNUSABLE',
      });
    };
    await refused('longer', path => appendFile(path, 'x'));
    await refused('changed', async path => {
      const bytes = await readFile(path);
      bytes[bytes.length >> 1]! ^= 1;
      await writeFile(path, bytes);
    });
    await refused('shorter', async path => {
      const bytes = await readFile(path);
      await writeFile(path, bytes.subarray(0, bytes.length >> 1));
    });
    await refused('log', async path => {
      const log = await readFile(keptLogOf(path), 'utf8');
      await writeFile(keptLogOf(path), log.replace(/"bytes":(\d+),"crc32"/, '"bytes":1$1,"crc32"'));
    });
    // What a foot is made of counts as much as where the blocks lie.
    if (sink.ending === '.parquet') {
      await refused('rows', async path => {
        const log = await readFile(keptLogOf(path), 'utf8');
        await writeFile(keptLogOf(path), log.replace(/"rows":(\d+)/, '"rows":1$1'));
      });
    }
    await refused('note', async path => {
      const log = await readFile(keptLogOf(path), 'utf8');
      const changed = log.replace(/"pages":\[\[\d+/, '"pages":[[7');
      const other = log.split('\n').toSpliced(1, 1).join('\n');
      await writeFile(keptLogOf(path), changed === log ? other : changed);
    });
  });
}

import test from 'ava';
import type { Manifest } from '../../lib/assemble/outputs/manifest.js';
import { wholeManifest } from '../../lib/shards/whole-manifest.js';

const first = (words?: string[]): Manifest =>
  ({
    plan: {},
    plan_sha256: 'a',
    shard: { index: 0, of: 2 },
    ...(words && { command_line: words }),
    inputs: [],
    output: { format: 'jsonl', bytes: 1, sha256: 'b', lines_sha256: 'c' },
  }) as unknown as Manifest;

const counts = {
  ...{ read: 10, not_asked: 10, questions: 0, unanswerable: 0, unlabelled: 0 },
  ...{ samples: 0, marked: 0, left_out: 0, rejects: {} },
};
const output = { bytes: 2, sha256: 'd', lines_sha256: 'e' };

test('the command line of the whole is that of a shard without it', t => {
  const cases: [string[], string[]][] = [
    [
      ['synth', '--shard', '0/2', 'x'],
      ['synth', 'x'],
    ],
    [
      ['synth', '--shard=0/2', '--hops=3'],
      ['synth', '--hops=3'],
    ],
    [
      ['synth', '--shards', '2', '--shard', 'auto', '--shard-like'],
      ['synth', '--shard-like'],
    ],
  ];
  for (const [words, expected] of cases) {
    const whole = wholeManifest(first(words), [{ counts, tokens: null }], output);
    t.deepEqual(whole.command_line, expected);
    t.is(whole.shard, undefined);
  }
  const inCode = wholeManifest(first(), [{ counts, tokens: null }], output);
  t.false('command_line' in inCode);
});

test('counts and tokens add up, codes in the order in which they come', t => {
  const judged = (asked: number, code: string) => ({
    ...{ asked, kept: asked - 2, dropped: { 'pass-count': 1 } },
    rejected: { [code]: 1 },
  });
  const shards: Parameters<typeof wholeManifest>[1] = [
    { counts, tokens: null },
    {
      counts: { ...counts, questions: 2, samples: 1, rejects: { B: 1 }, judged: judged(4, 'Y') },
      tokens: { min: 5, mean: 5, max: 5, total: 5 },
    },
    {
      counts: {
        ...counts,
        questions: 3,
        samples: 3,
        rejects: { A: 1, B: 1 },
        judged: judged(5, 'X'),
      },
      tokens: { min: 7, mean: 8, max: 9, total: 24 },
    },
  ];
  const whole = wholeManifest(first(), shards, output);
  t.deepEqual(whole.tokens, { min: 5, mean: 7, max: 9, total: 29 });
  t.is(JSON.stringify(whole.counts.rejects), '{"B":2,"A":1}');
  t.is(whole.counts.read, 10);
  // 4 samples, 3 rejects and 2 that the model was not to keep.
  t.is(whole.counts.not_asked, 1);
  t.deepEqual(whole.counts.judged, {
    ...{ asked: 9, kept: 5, dropped: { 'pass-count': 2 } },
    rejected: { Y: 1, X: 1 },
  });
  t.deepEqual(whole.output, { format: 'jsonl', ...output });
});

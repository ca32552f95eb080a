import test from 'ava';
import { baseOf, type OutputName, outputName } from '../../lib/output/names.js';
import type { Sink } from '../../lib/output/sink.js';
import { SINKS } from '../../lib/output/sinks.js';

const NAMES: [string, OutputName][] = [
  [
    'validation-num_sample_100-max_seq_4096',
    { subset: 'validation', numSamples: 100, maxSeqLength: 4096 },
  ],
  [
    'validation-num_sample_all-max_seq_131072',
    { subset: 'validation', numSamples: -1, maxSeqLength: 131072 },
  ],
  ['train-num_sample_0-max_seq_4096', { subset: 'train', numSamples: 0, maxSeqLength: 4096 }],
  ['relevant-num_sample_all', { subset: 'relevant', numSamples: -1, maxSeqLength: null }],
  ['relevant-num_sample_5-max_seq_8192', { subset: 'relevant', numSamples: 5, maxSeqLength: 8192 }],
  [
    'validation-num_sample_all-max_seq_4096-uuid_len_uuid-numchain_4-numhop-4-distractor',
    {
      subset: 'validation',
      numSamples: -1,
      maxSeqLength: 4096,
      chains: { keyFormat: 'uuid', count: 4, hops: 4 },
    },
  ],
  [
    'validation-num_sample_50-max_seq_32768-uuid_len_hex8-numchain_128-numhop-2-distractor',
    {
      subset: 'validation',
      numSamples: 50,
      maxSeqLength: 32768,
      chains: { keyFormat: 'hex8', count: 128, hops: 2 },
    },
  ],
];

for (const [name, parts] of NAMES) {
  test(`an output may be called ${name}`, t => {
    t.is(outputName(parts), name);
  });
}

test('the name of an output is found whatever its format, and any other stays whole', t => {
  for (const { ending } of Object.values<Sink>(SINKS)) {
    t.is(baseOf(`deep/a.b${ending}`), 'deep/a.b');
    t.is(baseOf(`a${ending}.part`), `a${ending}.part`);
  }
  t.is(baseOf('a.txt'), 'a.txt');
  t.is(baseOf('a'), 'a');
});

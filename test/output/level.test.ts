import test from 'ava';
import { levelOf, levelsInWords } from '../../lib/output/level.js';
import type { Sink } from '../../lib/output/sink.js';
import { SINKS, type SinkName } from '../../lib/output/sinks.js';

for (const [name, { levels }] of Object.entries<Sink>(SINKS)) {
  const format = name as SinkName;
  test(`${format}: a level of its range is taken, without one its own`, t => {
    if (!levels) {
      t.is(levelOf({ format }), undefined);
      t.is(levelOf({ format, compressionLevel: 3 }), undefined);
      return;
    }
    t.is(levelOf({ format }), levels.default);
    for (const level of [levels.min, levels.max]) {
      t.is(levelOf({ format, compressionLevel: level }), level);
    }
    for (const level of [levels.min - 1, levels.max + 1]) {
      t.throws(() => levelOf({ format, compressionLevel: level }), {
        code: 'USAGE',
        message: `--compression-level ${level}: with --format ${format} it is ${levels.min} to ${levels.max}`,
      });
    }
  });
}

test('in words each format that is compressed has its levels, and no other is named', t => {
  t.is(
    levelsInWords(),
    'jsonl.gz 0 to 9, default 6; jsonl.zst 1 to 19, default 3; parquet 1 to 19, default 3',
  );
});

import { join } from 'node:path';
import test from 'ava';
import { splitPaths } from '../../../lib/export/files/open.js';
import { TARGETS } from '../../../lib/export/targets.js';
import { SINKS, type SinkName } from '../../../lib/output/sinks.js';
import { quietRun } from '../../../lib/run.js';
import { publicForms } from '../../../lib/settings/public/forms.js';
import { namesOf } from '../../../lib/values/registry.js';
import { tempDir } from '../../support/temp-dir.js';

const placeOf = (out: string, format?: SinkName) => ({
  ...{ out, format, isDealt: false, inputs: [], run: quietRun },
  publicly: publicForms({}),
});

/** What readers of rows open, by their own code. */
const OPENED = {
  verl: ['.parquet', '.json'],
  trl: ['.parquet', '.json', '.jsonl', '.jsonl.gz', '.jsonl.zst'],
  swift: ['.jsonl', '.json'],
  'openai-ft': ['.jsonl'],
} as const;

const ALL = ['.parquet', '.json', '.jsonl', '.jsonl.gz', '.jsonl.zst'];

for (const to of namesOf(OPENED)) {
  const opened: readonly string[] = OPENED[to];
  const endings = TARGETS[to].endings as readonly [string, ...string[]];

  test(`${to} is given files that its reader opens, and no others`, async t => {
    const dir = await tempDir(t);
    t.deepEqual([...endings].sort(), [...opened].sort());
    for (const ending of ALL) {
      const out = join(dir, `rows${ending}`);
      if (opened.includes(ending)) t.deepEqual(splitPaths(placeOf(out), endings), { train: out });
      else {
        const error = t.throws(() => splitPaths(placeOf(out), endings), { code: 'USAGE' });
        for (const each of opened) t.true(error!.message.includes(each), error!.message);
      }
    }
    for (const format of namesOf(SINKS)) {
      const { ending } = SINKS[format];
      const split = () => splitPaths(placeOf(join(dir, 'rows'), format), endings);
      if (opened.includes(ending))
        t.deepEqual(split(), { train: join(dir, `rows/train${ending}`) });
      else t.throws(split, { code: 'USAGE', message: new RegExp(`^--format ${format}: .* opens`) });
    }
    t.deepEqual(splitPaths(placeOf('-'), endings), { train: '-' });
    t.deepEqual(splitPaths(placeOf('/dev/null'), endings), { train: '/dev/null' });
  });
}

test('--format beside a file that says its format is no second word of it', t => {
  const split = (out: string, format: SinkName) =>
    splitPaths(placeOf(out, format), ['.jsonl', '.parquet']);
  t.throws(() => split('rows.jsonl', 'parquet'), { message: /says its format by its ending/ });
  t.throws(() => split('-', 'parquet'), { message: /is JSON lines/ });
  t.deepEqual(split('rows.jsonl', 'jsonl'), { train: 'rows.jsonl' });
  t.deepEqual(split('-', 'jsonl'), { train: '-' });
});

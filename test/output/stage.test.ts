import { mkdtempSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { lineFile } from '../../lib/output/line-file.js';
import { wholeQuestions } from '../../lib/output/whole-questions.js';
import { withoutPassages } from '../../lib/output/without-passages.js';
import { failingFromThird, idsOf, numbered, type WithId } from '../support/records.js';
import { testSinkLife } from '../support/sink-life.js';
import { testLifeCycle } from '../support/stage-life.js';
import { filesIn } from './files.js';

testLifeCycle<WithId, WithId>(test, 'withoutPassages', {
  make: withoutPassages,
  input: numbered,
  output: n => `q${n}`,
  known: idsOf,
  failing: failingFromThird(numbered, 'passages'),
});

testLifeCycle<WithId, WithId>(test, 'wholeQuestions', {
  make: wholeQuestions,
  input: n => ({ ...numbered(n), passages: [] }),
  output: n => `q${n}`,
  known: idsOf,
  failing: failingFromThird(n => ({ ...numbered(n), passages: [] }), 'passages'),
});

/** Goes with the temporary files of the tests of a stage. */
const dir = mkdtempSync(join(tmpdir(), 'line-file-'));
const noFolder = join(dir, 'no-folder');
writeFileSync(noFolder, '');

testSinkLife(test, 'lineFile', {
  make: () => lineFile(join(dir, 'lines.jsonl.gz')),
  input: n => Buffer.from(`{"n":${n},"text":"${'x'.repeat(n * 997)}"}\n`),
  kept: async () => {
    const file = await readFile(join(dir, 'lines.jsonl.gz')).catch(() => undefined);
    return file && gunzipSync(file);
  },
  names: () => filesIn(dir),
  failing: {
    make: () => lineFile(join(noFolder, 'lines.jsonl')),
    error: { code: 'OUTPUT_UNWRITABLE' },
  },
});

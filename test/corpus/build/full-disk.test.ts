import { execFile } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { madePassage, madeQuestion, madeQuestions } from '../../support/questions.js';
import { tempDir } from '../../support/temp-dir.js';

// A limit on the size of files stands for a full disk: whatever is being written fails, somewhere
// in the middle.

const run = promisify(execFile);

/** Runs a command line whose files may have so many kilobytes. */
async function limited(kilobytes: number, args: readonly string[], env: NodeJS.ProcessEnv) {
  const command = `ulimit -f ${kilobytes * 2}; exec "$@"`;
  const all = ['-c', command, 'sh', process.execPath, 'bin/pipe', ...args];
  return run('sh', all, { env: { ...process.env, ...env } }).then(
    ({ stderr }) => ({ code: 0, stderr }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }),
  );
}

const linesOf = (records: readonly object[]): string =>
  records.map(record => `${JSON.stringify(record)}\n`).join('');

const many = madeQuestions(1500);
const rejected = Array.from({ length: 20_000 }, (_, i) => ({ id: `bad ${i}` }));
const long = madeQuestion(9000, {
  passages: [{ ...madePassage(9000), text: 'Long. '.repeat(400_000), supporting: true }],
});

const INPUTS: Record<string, readonly object[]> = {
  'many questions': many,
  'many rejects': [many[0]!, ...rejected],
  'a long passage': [long],
};

for (const [name, records] of Object.entries(INPUTS)) {
  for (const kilobytes of [4, 128, 400]) {
    test(`a disk that is full after ${kilobytes} KB of a corpus of ${name} ends the run with a code`, async t => {
      const root = await tempDir(t);
      const file = join(root, 'questions.jsonl');
      await writeFile(file, linesOf(records));
      const place = join(root, 'place');
      await mkdir(place);
      const args = ['index', file, '--corpus', join(place, 'corpus'), '--quiet'];
      const env = { XDG_CACHE_HOME: join(root, 'cache') };
      const { code, stderr } = await limited(kilobytes, args, env);
      t.is(code, 1, stderr);
      t.regex(stderr, /^error: OUTPUT_UNWRITABLE: [^\n]*\n$/);
      t.true(stderr.includes(place) || stderr.includes('TMPDIR'), stderr);
      t.deepEqual(await readdir(place), []);
    });
  }
}

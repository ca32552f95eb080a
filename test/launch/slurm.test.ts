import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import type { Launch } from '../../lib/launch/engine.js';
import { ranges, slurm, slurmJobs } from '../../lib/launch/slurm.js';
import { NOTHING_QUEUED, readQueue } from '../../lib/launch/slurm-queue.js';
import { resolve } from '../../lib/settings/resolve.js';
import { tempDir } from '../support/temp-dir.js';

const LAUNCH: Launch = {
  name: 'keychain-0123abcd',
  folder: '/shared/out/hotpot/launch',
  cwd: '/shared',
  program: ['/usr/bin/node', '/shared/keychain-pipeline/bin/pipe'],
  index: [['index', '--corpus=corpora/hotpot', '--allow-rejects', '--dataset=hotpot.json']],
  shard: [
    ...['keychain', '--shard=auto', '--shards=8', '--allow-rejects'],
    ...['hotpot.json', '--max-seq-length', '4k', '--corpus', 'corpora/hotpot', '--save-dir', 'out'],
  ],
  hasWorkers: false,
  merge: ['merge', 'out/hotpot'],
  shards: 8,
};
const ALL = [0, 1, 2, 3, 4, 5, 6, 7];

test('the scripts of a launch', async t => {
  const { files, says } = slurmJobs(LAUNCH, ALL, NOTHING_QUEUED, '--partition=cpu --time=4:00:00');
  const text = Object.entries(files)
    .map(([name, script]) => `==> ${name}\n${script}`)
    .join('\n');
  const golden = 'test/golden/slurm.txt';
  if (process.env.UPDATE_GOLDEN) await writeFile(golden, text);
  t.is(text, await readFile(golden, 'utf8'));
  t.is(says, '8 of 8 shards and the merge');
});

test('what is missing alone is in the array, and nothing else is made for the merge', t => {
  const some = slurmJobs(LAUNCH, [3, 4, 5, 7], NOTHING_QUEUED, undefined);
  t.regex(some.files['submit.sh']!, / --array=3-5,7 /);
  t.is(some.says, '4 of 8 shards and the merge');
  const none = slurmJobs(LAUNCH, [], NOTHING_QUEUED, undefined);
  t.deepEqual(Object.keys(none.files), ['merge.sh', 'submit.sh']);
  t.false(/afterok|array/.test(none.files['submit.sh']!));
  t.is(none.says, 'the merge');
});

test('an array is asked for by its numbers, whatever they are', t => {
  t.is(ranges([0, 1, 2, 4, 7, 8]), '0-2,4,7-8');
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(60)), numbers => {
      const sorted = numbers.sort((a, b) => a - b);
      const read = ranges(sorted)
        .split(',')
        .filter(each => each !== '')
        .flatMap(each => {
          const [first = 0, last = first] = each.split('-').map(Number);
          return Array.from({ length: last - first + 1 }, (_, i) => first + i);
        });
      t.deepEqual(read, sorted);
    }),
  );
});

const QUEUE = `
keychain-0123abcd-shards 12 3 R
keychain-0123abcd-shards 12 5 PD
keychain-0123abcd-shards 12 6 CG
keychain-0123abcd-merge 13 N/A PD
`;

test('what is in the queue is not handed over again, and the merge waits for it, too', t => {
  const queued = readQueue(QUEUE);
  t.deepEqual(queued, {
    index: undefined,
    shards: new Map([
      [3, '12_3'],
      [5, '12_5'],
    ]),
    merge: '13',
  });
  const { files, says } = slurmJobs(LAUNCH, [2, 3, 5, 6], queued, undefined);
  const submit = files['submit.sh']!;
  t.regex(submit, /^scancel 13 /m);
  t.regex(submit, / --array=2,6 --dependency="afterok:\$index"/);
  t.regex(
    submit,
    /--job-name=keychain-0123abcd-merge .* --dependency="afterok:12_3:12_5:\$shards"/,
  );
  t.is(says, '2 of 8 shards and the merge (2 shards are in the queue already)');
  t.deepEqual(slurmJobs(LAUNCH, [3, 5], queued, undefined), {
    files: {},
    says: '2 of 8 shards and the merge: in the queue already',
  });
  // A merge that has failed is made anew, and an index that is under way is waited for.
  const again = slurmJobs(LAUNCH, [3], { ...queued, merge: undefined }, undefined);
  t.regex(again.files['submit.sh']!, /--dependency="afterok:12_3"/);
  const early = slurmJobs(LAUNCH, [1], { ...queued, index: '11' }, undefined);
  t.regex(early.files['submit.sh']!, /^index=11$/m);
});

test('a folder that Slurm cannot name logs in is refused', async t => {
  const settings = resolve('launch', { shards: 8 });
  await t.throwsAsync(async () => slurm.prepare({ ...LAUNCH, folder: '/a\\b' }, ALL, settings), {
    code: 'USAGE',
    message: /backslash.*--save-dir/,
  });
});

/** What a file may be called: anything but the character NUL. */
const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter(each => !each.includes('\0'));

test('whatever files are called, the program is given the words that were given', async t => {
  const dir = await tempDir(t);
  const bin = join(dir, 'bin');
  await mkdir(bin);
  const tell = (file: string): string =>
    `#!/bin/sh\n{ pwd; for word; do printf '%s\\0' "$word"; done; } > "${dir}/${file}"\n`;
  const program = join(bin, 'program');
  await writeFile(program, tell('told'));
  await writeFile(join(bin, 'sbatch'), `${tell('submitted')}echo 7\n`);
  for (const name of [program, join(bin, 'sbatch')]) await chmod(name, 0o755);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const folderName = word.filter(
    each => !/[/\\]/.test(each) && each.trim() === each && each.length < 200,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word), folderName, async (words, name) => {
      if (name === '.' || name === '..') return;
      const cwd = join(dir, 'x', name);
      const folder = join(cwd, 'launch');
      await mkdir(folder, { recursive: true });
      const launch = { ...LAUNCH, cwd, folder, program: [program], hasWorkers: true };
      const shard = ['keychain', ...words];
      const { files } = slurmJobs({ ...launch, shard }, ALL, NOTHING_QUEUED, undefined);
      await writeFile(join(folder, 'shards.sh'), files['shards.sh']!);
      await promisify(execFile)('sh', [join(folder, 'shards.sh')], { env });
      const told = await readFile(join(dir, 'told'), 'utf8');
      t.is(told, `${cwd}\n${shard.map(each => `${each}\0`).join('')}`);
      await writeFile(join(folder, 'submit.sh'), files['submit.sh']!);
      const { stdout } = await promisify(execFile)('sh', [join(folder, 'submit.sh')], { env });
      t.is(stdout, 'index 7\nshards 7\nmerge 7\n');
      const submitted = (await readFile(join(dir, 'submitted'), 'utf8')).split('\0');
      t.true(submitted.includes(join(folder, 'merge.sh')));
      t.true(submitted.includes(`--output=${folder.replaceAll('%', '%%')}/logs/merge.log`));
    }),
    { numRuns: 25 },
  );
});

import { execFile } from 'node:child_process';
import { copyFile, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { parse } from 'yaml';
import type { jobOf } from '../../lib/launch/kubernetes-jobs.js';
import { type PipeResult, pipe, pipeOutput } from '../support/pipe.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

type Job = ReturnType<typeof jobOf>;

/** Does what the pod of a Job does: its containers one after the other, by command and environment. */
async function runPod({ spec }: Job, index?: number): Promise<void> {
  const { initContainers = [], containers } = spec.template.spec;
  for (const { command, env, workingDir } of [...initContainers, ...containers]) {
    const [program, ...words] = command;
    if (program !== 'keychain-pipe') throw new Error(`the image has no ${program}`);
    await promisify(execFile)(resolve('bin/pipe'), words, {
      cwd: workingDir,
      env: {
        PATH: process.env.PATH,
        ...Object.fromEntries(env.map(({ name, value }) => [name, value])),
        // Kubernetes sets it in the pods of an Indexed Job.
        ...(index !== undefined && { JOB_COMPLETION_INDEX: `${index}` }),
      },
    });
  }
}

const status = (cwd: string): Promise<PipeResult> => pipe(['status', 'out', '--json'], { cwd });

/** What the shards come to, without what belongs to the shards alone. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const names = (await readdir(folder))
    .filter(name => /^[^/]*distractor\.[^/]*$/.test(name))
    .sort();
  const files = new Map<string, string>();
  for (const name of names) {
    const text = await readFile(join(folder, name), 'latin1');
    // The command is another one, of course.
    files.set(name, text.replace(/"command_line": \[.*?\],/s, ''));
  }
  return files;
}

test('pods make what one process makes, whichever comes first, and status tells of them', async t => {
  t.timeout(280_000);
  const dir = await tempDir(t);
  await copyFile(await worldFile(t, 'hotpotqa', 300), join(dir, 'hotpot.json'));
  const command = ['keychain', 'hotpot.json', '--max-seq-length', '2k,3k', '--workers', '1'];
  const pods = ['--shards', '4', '--image', 'keychain', '--volume', `data:${dir}`];
  const launch = ['launch', 'kubernetes', ...pods, '--', ...command, '--save-dir', 'out'];
  await pipeOutput(launch, { cwd: dir });
  const job = async (name: string): Promise<Job> =>
    parse(await readFile(join(dir, 'out', 'hotpot', 'launch', `${name}.yaml`), 'utf8')) as Job;

  await runPod(await job('index'));
  const nothing = await status(dir);
  t.is(nothing.code, 4);
  t.deepEqual(JSON.parse(nothing.stdout).outputs, []);
  const shards = await job('shards');
  for (const index of [2, 0]) await runPod(shards, index);
  const half = await status(dir);
  t.is(half.code, 4);
  for (const { states, of } of JSON.parse(half.stdout).outputs) {
    t.is(of, 4);
    t.like(states, { done: 2, missing: 2 });
  }
  for (const index of [3, 1]) await runPod(shards, index);
  // Launched again: those that are done end at once, and only the merge is left.
  await runPod(shards, 0);
  const made = await status(dir);
  t.is(made.code, 4, 'the merge is due');
  const [{ done, total, states }] = JSON.parse(made.stdout).outputs;
  t.is(done, total);
  t.is(states.done, 4);
  const { stderr } = await pipe(launch, { cwd: dir });
  t.regex(stderr, /wrote jobs for the merge/);
  await runPod(await job('merge'));
  t.is((await status(dir)).code, 0);

  await pipeOutput([...command, '--save-dir', 'whole'], { cwd: dir });
  const whole = await filesOf(join(dir, 'whole', 'hotpot'));
  t.is(whole.size, 4);
  t.deepEqual(await filesOf(join(dir, 'out', 'hotpot')), whole);
});

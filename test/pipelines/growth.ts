import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { indexDatasets } from '../../pipelines/index-datasets.js';
import '../support/own-cache.js';
import { tempDir } from '../support/temp-dir.js';
import type { MemoryRun, MemoryTask } from './memory-child.js';

const GROWTH = 4;
/** The V8 of later versions lets more pile up, whatever the size of the input. */
const TOLERANCE = Number(process.versions.node.split('.')[0]) > 20 ? 1.25 : 1.1;
/** What leaks, leaks every time; what a busy machine leaves behind once does not. */
const ATTEMPTS = 3;

/**
 * A process of its own, in which memory is what is held and nothing else. How far V8 lets dead
 * objects pile up depends on its timing, and makes peaks that differ by tens of MB from run to run.
 * So the young generation keeps its size, nothing is collected in the background, and memory is
 * looked at right after a collection. Where there are worker threads, whose heaps nobody can have
 * collected from outside, each of their own collections is a whole one. The allocator keeps one
 * arena for all threads instead of one each.
 */
const EXEC_ARGV = ['--min-semi-space-size=2', '--max-semi-space-size=2', '--single-threaded-gc'];
const WITH_WORKERS = [...EXEC_ARGV, '--gc-global'];
const ENV = { ...process.env, MALLOC_ARENA_MAX: '1' };

/** Tests that a pipeline needs no more memory for an input four times as large. */
export function needsNoMore(
  pipeline: MemoryTask['pipeline'],
  questions: number,
  inputs: (t: ExecutionContext, counts: [small: number, large: number]) => Promise<MemoryRun[]>,
): void {
  const run = existsSync('/proc/self/status') ? test : test.skip;
  run(`${pipeline}: ${GROWTH} times as many questions need no more memory`, async t => {
    const [small, large] = await inputs(t, [questions, questions * GROWTH]);
    // Code, tables and buffers come with the first run, so the large one comes before that which is
    // looked at, and before both: what a process has opened and closed leaves some MB behind. Each
    // has a process of its own, so that what only ever grows does not count for both.
    let growth = Number.POSITIVE_INFINITY;
    for (let attempt = 0; attempt < ATTEMPTS && growth >= TOLERANCE; attempt++) {
      const before = await peakOf(t, pipeline, [large!, small!]);
      const after = await peakOf(t, pipeline, [large!, large!]);
      t.log(`${before.toFixed(1)} MB, then ${after.toFixed(1)} MB`);
      growth = after / before;
    }
    t.true(growth < TOLERANCE);
  });
}

/** The highest of the looks at the last of some runs (MB). */
async function peakOf(
  t: ExecutionContext,
  pipeline: MemoryTask['pipeline'],
  runs: MemoryRun[],
): Promise<number> {
  const task: MemoryTask = { pipeline, runs, dir: await tempDir(t) };
  const child = fork(new URL('memory-child.js', import.meta.url), [JSON.stringify(task)], {
    execArgv: ['keychain', 'index'].includes(pipeline) ? WITH_WORKERS : EXEC_ARGV,
    env: ENV,
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the child ended with ${code} and without a report`);
  });
  const [reported] = await Promise.race([once(child, 'message'), failed]);
  return (reported as number[]).at(-1)!;
}

/** The folder of a dataset's corpus. */
export async function indexed(t: ExecutionContext, file: string): Promise<string> {
  const corpus = join(await tempDir(t), 'corpus');
  return (await indexDatasets({ dataset: [file], corpus })).dir;
}

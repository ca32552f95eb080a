import type { Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { openUnfinished } from '../../lib/disk/unfinished.js';
import { rejectFile } from '../../lib/output/reject-file.js';
import type { Reporter } from '../../pipelines/reporter.js';
import type { Arguments } from './arguments.js';
import type { Outcome } from './command.js';

/**
 * Runs a stage command with `--out` and `--rejects`: the lines go to standard output, or to a file
 * that gets its name when it is whole; rejects go to theirs, and their number is told at the end.
 */
export async function toOutput(
  args: Arguments,
  reporter: Reporter,
  run: (output: Writable, reporter: Reporter) => Promise<Record<string, number>>,
): Promise<Outcome> {
  const path = args.text('rejects');
  const rejects = rejectFile(path ?? '');
  let pending = Promise.resolve();
  const counts: Record<string, number> = {};
  const told: Reporter = {
    ...reporter,
    reject: reject => {
      reporter.reject(reject);
      counts[reject.code] = (counts[reject.code] ?? 0) + 1;
      if (path !== undefined) pending = pending.then(() => rejects.write(reject));
    },
  };
  try {
    const figures = await writeTo(args.text('out') ?? '-', output => run(output, told));
    await pending;
    await rejects.finish();
    return summaryOf(figures, counts);
  } catch (error) {
    await rejects.abandon();
    throw error;
  }
}

async function writeTo<T>(out: string, run: (output: Writable) => Promise<T>): Promise<T> {
  if (out === '-') return run(process.stdout);
  const file = await openUnfinished(out);
  try {
    const gzip = out.endsWith('.gz') ? createGzip() : undefined;
    const written = gzip ? pipeline(gzip, file.stream) : finished(file.stream);
    // Awaited below; where the run fails before that, its own error is the one to tell.
    written.catch(() => undefined);
    const input = gzip ?? file.stream;
    const result = await run(input);
    input.end();
    await written;
    await file.commit();
    return result;
  } catch (error) {
    await file.abandon();
    throw error;
  }
}

function summaryOf(figures: Record<string, number>, rejects: Record<string, number>): Outcome {
  const parts = [
    ...Object.entries(figures)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${count} ${name}`),
    ...Object.entries(rejects).map(([code, count]) => `${count} rejected (${code})`),
  ];
  if (parts.length === 0) return {};
  return { summary: { text: parts.join(', '), data: { ...figures, rejects } } };
}

import { type ChildProcess, fork } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchOfChild } from './child.js';
import type { Verdict } from './try-case.js';

const CHILD = fileURLToPath(new URL('child.js', import.meta.url));
/** Of what a child has said before it died. */
const LAST_WORDS = 2000;

/** A process that tries mutations; a new one where the last has hung or died. */
export interface Trier {
  /** @param patience milliseconds after which the mutation is said to hang */
  try(index: number, patience: number): Promise<Verdict>;
  close(): void;
}

/** @param program what the child runs */
export function openTrier(bench: BenchOfChild, program = CHILD): Trier {
  let child: Promise<Running> | undefined;
  return {
    async try(index, patience) {
      child ??= start(bench, program);
      const verdict = await (await child).ask(index, patience);
      if (verdict.died) child = undefined;
      return verdict.verdict;
    },
    close: () => void child?.then(({ stop }) => stop()),
  };
}

interface Running {
  ask(index: number, patience: number): Promise<{ verdict: Verdict; died: boolean }>;
  stop(): void;
}

async function start(bench: BenchOfChild, program: string): Promise<Running> {
  // Nobody clears away after a process that is killed: what it puts there goes with the cases.
  const temporary = join(bench.cases, 'tmp');
  await mkdir(temporary, { recursive: true });
  const child = fork(program, [JSON.stringify(bench)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, TMPDIR: temporary },
  });
  let said = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (chunk: Buffer) => (said = (said + chunk).slice(-LAST_WORDS)));
  }
  await firstMessage(child);
  return {
    ask: (index, patience) =>
      new Promise(done => {
        const end = (verdict: Verdict, died: boolean): void => {
          clearTimeout(timer);
          child.removeAllListeners('message').removeAllListeners('exit');
          if (died) child.kill('SIGKILL');
          done({ verdict, died });
        };
        const failed = (problem: string): void =>
          end({ index, what: said.trim(), exitCode: -1, problems: [problem] }, true);
        const timer = setTimeout(() => failed(`hangs for ${patience / 1000} s`), patience);
        child.once('message', verdict => end(verdict as Verdict, false));
        child.once('exit', (code, signal) => failed(`the process died: ${signal ?? code}`));
        child.send(index);
      }),
    stop: () => void child.kill(),
  };
}

function firstMessage(child: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    child.once('message', () => {
      child.removeAllListeners('exit');
      done();
    });
    child.once('exit', code => failed(new Error(`a child ended with ${code} at its start`)));
  });
}

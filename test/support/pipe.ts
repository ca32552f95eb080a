import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface PipeResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

const EXECUTABLE = resolve('bin/pipe');

/** A cache of the test process's own, so that no test finds what another run has left. */
const cache = mkdtempSync(join(tmpdir(), 'keychain-test-cache-'));
process.once('exit', () => rmSync(cache, { recursive: true, force: true }));

/** Runs `bin/pipe` as a user would. */
export async function pipe(
  args: readonly string[],
  { input, cwd }: { input?: string | Buffer; cwd?: string } = {},
): Promise<PipeResult> {
  const child = spawn(EXECUTABLE, args, {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, XDG_CACHE_HOME: cache },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', chunk => stdout.push(chunk));
  child.stderr.on('data', chunk => stderr.push(chunk));
  const closed = new Promise<number | null>(done => child.once('close', done));
  // A command that fails early does not read its input to the end.
  await pipeline(Readable.from([input ?? '']), child.stdin).catch(() => undefined);
  const code = await closed;
  return {
    code,
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
  };
}

/** Runs `bin/pipe` and gives its standard output; throws unless it ends with `code`. */
export async function pipeOutput(
  args: readonly string[],
  options: { input?: string | Buffer; cwd?: string; code?: number } = {},
): Promise<string> {
  const { code, stdout, stderr } = await pipe(args, options);
  if (code === (options.code ?? 0)) return stdout;
  throw new Error(`pipe ${args.join(' ')} ended with ${code}: ${stderr}`);
}

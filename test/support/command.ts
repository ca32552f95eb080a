import { Writable } from 'node:stream';
import { main } from '../../bin/main.js';
import './own-cache.js';
import type { PipeResult } from './pipe.js';

export type CommandResult = PipeResult & { code: number };

/** Runs a command line in this process. */
export async function command(
  args: readonly string[],
  program = 'keychain-pipe',
): Promise<CommandResult> {
  const stdout = textStream();
  const stderr = textStream();
  const io = {
    stdout: stdout.stream,
    stderr: stderr.stream,
    program,
    now: () => performance.now(),
  };
  const code = await main(args, io);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** Runs a command line and gives its standard output; throws unless it ends with `code`. */
export async function commandOutput(args: readonly string[], expected = 0): Promise<string> {
  const { code, stdout, stderr } = await command(args);
  if (code === expected) return stdout;
  throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
}

/** A stream that keeps what is written. */
export function textStream(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

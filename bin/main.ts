import { removeTemporary } from '../lib/disk/temporary.js';
import { KeychainError } from '../lib/errors.js';
import { VERSION } from '../lib/version.js';
import { nearest, readArguments } from './cli/arguments.js';
import { type Console, openConsole } from './cli/console.js';
import { commandHelp, generalHelp } from './cli/help.js';
import { COMMANDS } from './commands.js';

/** Runs one command line to its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = argv;
  endQuietlyOnClosedPipe();
  endOnInterrupt();
  try {
    return await runCommand(name, rest);
  } catch (error) {
    return fail(error, argv.includes('--debug'));
  }
}

async function runCommand(name: string, rest: readonly string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(generalHelp(COMMANDS));
    return 0;
  }
  if (name === '--version') {
    process.stdout.write(`${VERSION}\n`);
    return 0;
  }
  const command = COMMANDS.find(each => each.name === name);
  if (!command) {
    const near = nearest(
      name,
      COMMANDS.map(each => each.name),
    );
    throw new KeychainError(
      'USAGE',
      `unknown command ${name}${near ? `; did you mean ${near}?` : '; see --help'}`,
    );
  }
  const args = readArguments(rest, command.options);
  if (args.flag('help')) {
    process.stdout.write(commandHelp(command));
    return 0;
  }
  const console = openConsole({ json: args.flag('json'), quiet: args.flag('quiet') });
  const reporter =
    args.text('on-reject') === 'fail' ? { ...console, reject: stopAtReject(console) } : console;
  try {
    const { summary, failed } = await command.run(args, reporter);
    console.close();
    if (summary && !args.flag('quiet')) {
      const { text, data } = summary;
      process.stderr.write(
        args.flag('json') ? `${JSON.stringify({ event: 'summary', ...data })}\n` : `${text}\n`,
      );
    }
    if (failed) return 1;
    return console.rejected() > 0 && !args.flag('allow-rejects') ? 3 : 0;
  } finally {
    console.close();
  }
}

const stopAtReject =
  (console: Console): Console['reject'] =>
  reject => {
    console.reject(reject);
    const { file, record, offset, id, code, message } = reject;
    const place = file === undefined ? (id ?? '') : `${file}, record ${record}, byte ${offset}`;
    throw new KeychainError(
      'TOO_MANY_REJECTS',
      `${place}: ${code}: ${message}; without --on-reject fail such records are set aside`,
    );
  };

function fail(error: unknown, debug: boolean): number {
  const known = error instanceof KeychainError;
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`error: ${known ? `${error.code}: ` : ''}${message}\n`);
  if (debug) process.stderr.write(`${stack}\n`);
  return known ? error.exitCode : 1;
}

/** A reader that has seen enough, like `head`, is no failure. */
function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    removeTemporary();
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
}

/** Nothing half-written stays behind; finished corpora do, so the same command goes on faster. */
function endOnInterrupt(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      removeTemporary();
      process.stderr.write('interrupted\n');
      process.exit(130);
    });
  }
}

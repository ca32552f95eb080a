import { KeychainError } from '../lib/errors.js';
import { jsonText } from '../lib/json/json-text.js';
import { setProgramName } from '../lib/program.js';
import type { Reporter } from '../lib/reporter.js';
import { nearest } from '../lib/values/nearest.js';
import { VERSION } from '../lib/version.js';
import type { Command } from './cli/command.js';
import type { Console } from './cli/console/console.js';
import { placeOf } from './cli/console/view.js';
import { describeFailure } from './cli/failure.js';
import { generalHelp } from './cli/help/general-help.js';
import { type Io, processIo } from './cli/io.js';
import type { Asked } from './cli/task.js';
import { COMMANDS } from './commands.js';

/**
 * Runs one command line to its exit code: 0 done, 1 failed, 2 wrong usage, 3 done but records were
 * rejected. An interrupted process ends with 130.
 *
 * @param argv the words behind the program's name
 */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  setProgramName(io.program);
  try {
    return await runWords(argv, io);
  } catch (error) {
    const { text, exitCode } = describeFailure(error, argv.includes('--debug'));
    io.stderr.write(text);
    return exitCode;
  }
}

async function runWords([name = '--help', ...rest]: readonly string[], io: Io): Promise<number> {
  if (name === '--version') return print(io, `${VERSION}\n`);
  if (name === 'completion-server') {
    const { complete } = await import('./cli/completion/complete.js');
    return print(io, complete(rest, process.env, COMMANDS));
  }
  const isHelp = name === '--help' || name === '-h' || name === 'help';
  if (isHelp && rest[0] === undefined) return print(io, generalHelp(COMMANDS, io.program));
  const [command, args] = isHelp
    ? [commandNamed(rest[0]!), ['--help', ...rest.slice(1)]]
    : [commandNamed(name), rest];
  // The table of settings knows every registry, which takes longer to load than all else here.
  const { readTask } = await import('./cli/task.js');
  const task = await readTask(command, args, COMMANDS);
  if (!('help' in task)) return runTask(task, io);
  const { commandHelp } = await import('./cli/help/command-help.js');
  return print(io, commandHelp(task.help.command, io.program, task.help.group));
}

function print({ stdout }: Io, text: string): number {
  stdout.write(text);
  return 0;
}

function commandNamed(name: string): Command {
  const command = COMMANDS.find(each => each.name === name);
  if (command) return command;
  const near = nearest(
    name,
    COMMANDS.map(each => each.name),
  );
  const hint = near === undefined ? '; see --help' : `; did you mean ${near}?`;
  throw new KeychainError('USAGE', `unknown command ${name}${hint}`);
}

async function runTask({ command, given, words, commandLine }: Asked, io: Io): Promise<number> {
  const { json = false, quiet = false, onReject, allowRejects = false } = given;
  const { openConsole } = await import('./cli/console/console.js');
  const started = io.now();
  const console = await openConsole(io, { json, quiet });
  const reporter: Reporter = onReject === 'fail' ? { ...console, reject: stopAtReject } : console;
  try {
    const run = { reporter, stdout: io.stdout, commandLine };
    const { fetchNamed } = await import('../lib/download/named.js');
    const local = await fetchNamed(command.name, given, reporter);
    const { summary, exitCode } = await command.run(local, { run, json, words });
    console.close();
    if (summary && !quiet) {
      const { text, data } = summary;
      const about = {
        command: command.name,
        model: given.model,
        seconds: secondsSince(started, io),
      };
      const event = { event: 'summary', ...about, ...data };
      io.stderr.write(json ? `${jsonText(event)}\n` : `${text}\n`);
    }
    return exitCode ?? (console.rejected() > 0 && !allowRejects ? 3 : 0);
  } finally {
    console.close();
  }
}

const secondsSince = (started: number, { now }: Pick<Io, 'now'>): number =>
  Math.round(now() - started) / 1000;

const stopAtReject: Console['reject'] = reject => {
  throw new KeychainError(
    'TOO_MANY_REJECTS',
    `${placeOf(reject)}: ${reject.code}: ${reject.message}; without --on-reject fail such records are set aside`,
  );
};

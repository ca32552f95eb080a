import { isManifest } from '../../lib/assemble/outputs/read-manifest.js';
import { KeychainError } from '../../lib/errors.js';
import { type CommandName, MAKING } from '../../lib/settings/commands.js';
import { readConfig } from '../../lib/settings/config/read-config.js';
import { type Given, type Rows, writeOptions } from '../../lib/settings/given.js';
import type { GroupName } from '../../lib/settings/groups.js';
import { refuseOverwriting } from '../../lib/settings/refuse-overwriting.js';
import { settingsOf } from '../../lib/settings/resolve.js';
import { hyphenated, type Setting } from '../../lib/settings/setting.js';
import { shownWords } from '../../lib/settings/shown.js';
import { SETTINGS, type SettingName } from '../../lib/settings/table.js';
import { type Arguments, readArguments } from './arguments.js';
import type { Command } from './command.js';

/** What a command line asks for: a page of help, or a command with all that it is given. */
export type Task = { help: { command: Command; group?: GroupName | undefined } } | Asked;

export interface Asked {
  command: Command;
  given: Given;
  /** Arguments without a name that are no setting. */
  words: readonly string[];
  /** Says the same when it is run again; without secrets in URLs and values of headers. */
  commandLine: readonly string[];
}

/**
 * Reads the arguments of a command, and the config that they name.
 *
 * @throws KeychainError USAGE, INPUT_MISSING
 */
export async function readTask(
  command: Command,
  args: readonly string[],
  commands: readonly Command[],
): Promise<Task> {
  if (command.name === 'run') return readRun(command, args, commands);
  if (command.name === 'launch') refuseUnparted(args);
  const read = readArguments(args, settingsOf(command.name));
  if (read.help) return { help: { command, group: read.help.group } };
  const { config, ...given } = read.given;
  if (config === undefined) return askFor(command, read, [command.name, ...args]);
  const configured = await readConfig(config, command.name);
  return askOverConfig(command, { ...read, given }, configured.given, config);
}

/** Options of a command that is launched are its own only behind `--`. */
function refuseUnparted(args: readonly string[]): void {
  const launched: readonly string[] = MAKING;
  const at = args.findIndex(word => launched.includes(word));
  if (at < 0 || args.includes('--')) return;
  throw new KeychainError(
    'USAGE',
    `put -- between the options of launch and the command: launch ${args.slice(0, at).join(' ')} -- ${args[at]}`,
  );
}

/** `run FILE`: a config is run as its command would be, a recipe is mixed; a manifest has its own way. */
async function readRun(
  run: Command,
  args: readonly string[],
  commands: readonly Command[],
): Promise<Task> {
  const read = readArguments(args, everyRow());
  if (read.help) return { help: { command: run, group: read.help.group } };
  const [file, ...more] = read.words;
  if (file === undefined || more.length > 0) {
    throw new KeychainError(
      'USAGE',
      `run takes one file, a config, a recipe or a manifest, not ${read.words.length}`,
    );
  }
  if (await isManifest(file)) return askFor(run, read, []);
  // It reads YAML, whose library no other command needs.
  const { isRecipe } = await import('../../lib/mix/recipe/document.js');
  if (await isRecipe(file)) return runRecipe(read, args, commands);
  const config = await readConfig(file);
  const command = commands.find(({ name }) => name === config.command)!;
  refuseForeign(read.given, command.name);
  return askOverConfig(command, { ...read, words: [] }, config.given, file);
}

/** A recipe is mixed. */
function runRecipe(read: Arguments, args: readonly string[], commands: readonly Command[]): Asked {
  const command = commands.find(({ name }) => name === 'mix')!;
  refuseForeign(read.given, command.name);
  return askFor(command, read, [command.name, ...args]);
}

/** What is given to `run` may be meant for any command. */
function everyRow(): Rows {
  const rows = new Map<SettingName, Setting>([
    ...(Object.entries(SETTINGS) as [SettingName, Setting][]),
    ...settingsOf('run'),
  ]);
  rows.delete('config');
  return rows;
}

/** @throws KeychainError USAGE for a setting that the command does not take */
export function refuseForeign(given: Given, command: CommandName): void {
  const own = settingsOf(command);
  const foreign = (Object.keys(given) as SettingName[]).find(name => !own.has(name));
  if (foreign === undefined) return;
  throw new KeychainError('USAGE', `--${hyphenated(foreign)} is no option of ${command}`);
}

/** A config and the command line over it: the command line that says both. */
function askOverConfig(
  command: Command,
  { given, words }: Arguments,
  configured: Given,
  config: string,
): Asked {
  const named = withWords(command, given, words);
  const all = { ...configured, ...named };
  refuseOverwriting(settingsOf(command.name), { ...all, config });
  const options = writeOptions(all, settingsOf(command.name));
  return askFor(command, { given: all, words: [] }, [command.name, ...options]);
}

function askFor(
  command: Command,
  { given, words }: Arguments,
  commandLine: readonly string[],
): Asked {
  const all = withWords(command, given, words);
  const { setting, needed, most } = command.words ?? {};
  const count = setting ? ((all[setting] as unknown[] | undefined)?.length ?? 0) : words.length;
  if (count === 0 && needed !== undefined) throw new KeychainError('USAGE', needed);
  if (most !== undefined && count > most.count) {
    throw new KeychainError('USAGE', `${most.said}, not ${count}`);
  }
  const told = shownWords(commandLine, settingsOf(command.name));
  return { command, given: all, words: setting ? [] : words, commandLine: told };
}

/** Arguments without a name, in the setting that they stand for. */
function withWords(command: Command, given: Given, words: readonly string[]): Given {
  if (words.length === 0) return given;
  if (!command.words) {
    throw new KeychainError('USAGE', `${command.name} takes no such argument: ${words[0]}`);
  }
  const { setting } = command.words;
  if (setting === undefined) return given;
  return { ...given, [setting]: [...words, ...((given[setting] as string[] | undefined) ?? [])] };
}

import { MAKING } from '../../../lib/settings/commands.js';
import { spellings } from '../../../lib/settings/given.js';
import { GROUPS } from '../../../lib/settings/groups.js';
import { settingsOf } from '../../../lib/settings/resolve.js';
import { hyphenated, type Setting } from '../../../lib/settings/setting.js';
import type { Command } from '../command.js';
import { groupsOf } from '../help/command-help.js';

/** Something that may stand at the cursor. */
interface Candidate {
  word: string;
  help: string;
}

/** What a script is told where the shell should look for files by itself. */
const FILES = '__tabtab_complete_files__\n';

/**
 * Answers a completion script: what may stand at the cursor, a candidate a line, or files.
 *
 * @param args `--` and the words of the line, the program's first
 * @param env the cursor's place, and the shell, as the script says them
 */
export function complete(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  commands: readonly Command[],
): string {
  const shell = (env.SHELL ?? '').split('/').at(-1)!;
  const { before, current } = lineOf(args.slice(1), env, shell);
  const found = candidates(before, current, commands);
  // Bash looks for files wherever it is told nothing.
  if (found === 'files') return shell === 'bash' ? '' : FILES;
  const isInside = shell === 'bash' && current.includes('=');
  const start = current.indexOf('=') + 1;
  return found
    .filter(({ word }) => word.startsWith(current))
    .map(({ word, help }) => ({ word: isInside ? word.slice(start) : word, help }))
    .map(candidate => `${written(candidate, shell)}\n`)
    .join('');
}

/** The words before the cursor's, behind the program, and what stands of the cursor's own. */
function lineOf(
  words: readonly string[],
  { COMP_CWORD, COMP_LINE = '', COMP_POINT }: Readonly<Record<string, string | undefined>>,
  shell: string,
): { before: string[]; current: string } {
  // Fish tells the words without an empty one at the end, and where the cursor stands.
  const isFresh = shell === 'fish' && Number(COMP_POINT) > COMP_LINE.trimEnd().length;
  const all = shell === 'fish' ? [...words, ...(isFresh ? [''] : [])] : words;
  const at = shell === 'fish' ? all.length - 1 : Number(COMP_CWORD);
  const whole = joined(all.slice(0, at + 1));
  if (all.length <= at) whole.push('');
  return { before: whole.slice(1, -1), current: whole.at(-1) ?? '' };
}

/** Bash takes `--name=value` for three words. */
function joined(words: readonly string[]): string[] {
  const whole: string[] = [];
  for (const word of words) {
    const last = whole.at(-1);
    const goesOn = last?.startsWith('--') && (word === '=' || last.endsWith('='));
    if (goesOn) whole[whole.length - 1] = `${last}${word}`;
    else whole.push(word);
  }
  return whole;
}

function candidates(
  before: readonly string[],
  current: string,
  commands: readonly Command[],
): Candidate[] | 'files' {
  const command = commands.find(({ name }) => name === before[0]);
  if (!command) {
    if (before.length > 0) return [];
    return [
      ...commands.map(({ name, summary }) => ({ word: name, help: summary })),
      { word: '--help', help: 'what the program can do' },
      { word: '--version', help: 'its version' },
    ];
  }
  const end = before.indexOf('--');
  if (command.name === 'launch' && end > 0)
    return launched(before.slice(end + 1), current, commands);
  const rows = settingsOf(command.name);
  const names = spellings(rows);
  const rowOf = (spelled: string): Setting | undefined =>
    rows.get(names.get(spelled.replace(/^--/, '').replaceAll('_', '-'))!);
  const [, option, value] = /^(--[^=]+)=(.*)$/.exec(current) ?? [];
  if (option !== undefined && value !== undefined) {
    return option === '--help'
      ? groupNames(command).map(each => ({ ...each, word: `--help=${each.word}` }))
      : valuesOf(rowOf(option), value, `${option}=`);
  }
  const last = before.at(-1)!;
  if (last === '--help') return groupNames(command);
  const asked = last.startsWith('--') ? rowOf(last) : undefined;
  if (asked?.kind.placeholder !== undefined) return valuesOf(asked, current, '');
  if (current.startsWith('-')) {
    return [...rows].map(([name, { help }]) => ({ word: `--${hyphenated(name)}`, help }));
  }
  if (command.words?.choices) return command.words.choices.map(word => ({ word, help: '' }));
  return command.words ? 'files' : [];
}

/** What may stand behind `--`: a command line of those that can be launched. */
function launched(
  before: readonly string[],
  current: string,
  commands: readonly Command[],
): Candidate[] | 'files' {
  const making = commands.filter(({ name }) => MAKING.some(each => each === name));
  if (before.length > 0) return candidates(before, current, making);
  return making.map(({ name, summary }) => ({ word: name, help: summary }));
}

const groupNames = ({ name }: Command): Candidate[] =>
  [...groupsOf(name).keys()].map(word => ({ word, help: GROUPS[word] }));

/** The words of a choice, also behind a comma; else files, as most other values are. */
function valuesOf(
  row: Setting | undefined,
  current: string,
  prefix: string,
): Candidate[] | 'files' {
  const { words, placeholder } = row?.kind ?? {};
  if (words) {
    const listed = placeholder?.includes(',') ? current.slice(0, current.lastIndexOf(',') + 1) : '';
    return words.map(word => ({ word: `${prefix}${listed}${word}`, help: '' }));
  }
  return /FILE|DIR/.test(placeholder ?? '') ? 'files' : [];
}

function written({ word, help }: Candidate, shell: string): string {
  if (shell === 'zsh') return `${word.replaceAll(':', '\\:')}${help && `:${help}`}`;
  return shell === 'fish' && help !== '' ? `${word}\t${help}` : word;
}

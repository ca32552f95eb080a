import { KeychainError } from '../../../lib/errors.js';
import type { CommandName } from '../../../lib/settings/commands.js';
import { GROUPS, type GroupName } from '../../../lib/settings/groups.js';
import { settingsOf } from '../../../lib/settings/resolve.js';
import type { Setting } from '../../../lib/settings/setting.js';
import type { SettingName } from '../../../lib/settings/table.js';
import type { Command } from '../command.js';
import { defaultOf, isNeeded, optionOf } from './describe-setting.js';

/** Width of the column of options. */
const WIDTH = 30;

/**
 * The help of a command: usage, options in groups, examples; or one group alone.
 *
 * @throws KeychainError USAGE where the command has no option of the group
 */
export function commandHelp(command: Command, program: string, group?: GroupName): string {
  const { name, usage, summary } = command;
  const groups = groupsOf(name);
  if (group !== undefined) {
    const settings = groups.get(group);
    if (settings) return `${groupHelp(name, group, settings)}\n`;
    throw new KeychainError(
      'USAGE',
      `--help ${group}: ${name} has no such options; its groups are ${[...groups.keys()].join(', ')}`,
    );
  }
  const sections = [...groups].map(([each, settings]) => groupHelp(name, each, settings));
  const examples = command.examples(program).map(line => `  ${line}`);
  return `usage: ${program} ${name} ${usage}

${summary}

${sections.join('\n\n')}

examples:
${examples.join('\n')}
`;
}

/** The settings of a command by their groups. */
export function groupsOf(command: CommandName): Map<GroupName, [SettingName, Setting][]> {
  const rows = [...settingsOf(command)];
  const groups = (Object.keys(GROUPS) as GroupName[]).map(
    group => [group, rows.filter(([, row]) => row.group === group)] as const,
  );
  return new Map(groups.filter(([, settings]) => settings.length > 0));
}

function groupHelp(
  command: CommandName,
  group: GroupName,
  settings: readonly [SettingName, Setting][],
): string {
  const lines = settings.map(([name, row]) =>
    optionHelp(optionOf(name, row), describe(row, command)),
  );
  return [`${group}: ${GROUPS[group]}`, ...lines].join('\n');
}

const optionHelp = (option: string, text: string): string =>
  option.length + 4 <= WIDTH
    ? `  ${option.padEnd(WIDTH - 2)}${text}`
    : `  ${option}\n${' '.repeat(WIDTH)}${text}`;

function describe(row: Setting, command: CommandName): string {
  const value = defaultOf(row);
  const notes = [
    ...(isNeeded(row, command) ? ['needed'] : []),
    ...(value === undefined ? [] : [`default: ${value}`]),
    ...(row.kind.isRepeated ? ['may be repeated'] : []),
    ...(row.aliases ?? []).map(alias => `also --${alias}`),
  ];
  return notes.length === 0 ? row.help : `${row.help} (${notes.join('; ')})`;
}

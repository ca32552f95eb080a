import { ERROR_CODES } from '../../lib/errors.js';
import { GROUPS, type GroupName } from '../../lib/settings/groups.js';
import { hyphenated, type Setting } from '../../lib/settings/setting.js';
import { SETTINGS, type SettingName } from '../../lib/settings/table.js';
import type { Command } from '../cli/command.js';
import { groupsOf } from '../cli/help/command-help.js';
import { defaultOf, isNeeded } from '../cli/help/describe-setting.js';
import { HEAD } from './head.js';

/** The program's name in the page. */
const PROGRAM = 'keychain-pipe';

/** `bin/README.md`: the commands and the settings, as they are. */
export function referencePage(commands: readonly Command[]): string {
  const sections = [
    HEAD,
    '## Commands',
    ...commands.map(commandSection),
    '## Settings',
    SETTINGS_HEAD,
    ...(Object.keys(GROUPS) as GroupName[]).map(groupSection),
    '## Errors',
    ERRORS_HEAD,
    errorTable(),
  ];
  return `${sections.join('\n\n')}\n`;
}

const SETTINGS_HEAD = `Names are those of options (\`--hops 4\`), of configs (\`hops: 4\`) and, without hyphens, of code
(\`{ hops: 4 }\`). *Changes* says what a setting is for: **lines**, what is written; **bytes**, how it
is packed; **calls**, how a model is reached; **nothing** of the output. The first two are the plan.`;

const ERRORS_HEAD = `An error ends a run in one line: its code, what and where, and a way out (\`--debug\` adds where in the
code). What concerns one record is a reject, under the same kind of code, and the run goes on. A line
without a code is a fault of the program: please report it.`;

function errorTable(): string {
  const rows = Object.entries(ERROR_CODES).map(
    ([code, { kind, summary }]) => `| \`${code}\` | ${summary} | ${ENDS[kind]} |`,
  );
  return ['| code | meaning | what it does |', '|---|---|---|', ...rows].join('\n');
}

/** What an error of a kind does to a run. */
const ENDS = {
  usage: 'ends it with 2',
  input: 'ends it with 1',
  reject: 'rejects a record',
} as const;

function commandSection(command: Command): string {
  const { name, usage, summary } = command;
  const groups = [...groupsOf(name)].map(([group, settings]) => {
    const names = settings.map(([setting, row]) => {
      const link = `[\`--${hyphenated(setting)}\`](#${anchor(setting)})`;
      return isNeeded(row, name) ? `**${link}**` : link;
    });
    return `- ${group}: ${names.join(', ')}`;
  });
  return `### ${name}

${summary}

\`\`\`
${PROGRAM} ${name} ${usage}
\`\`\`

${groups.join('\n')}

\`\`\`sh
${command.examples(PROGRAM).join('\n')}
\`\`\``;
}

function groupSection(group: GroupName): string {
  const rows = (Object.entries(SETTINGS) as [SettingName, Setting][]).filter(
    ([, row]) => row.group === group,
  );
  return `### ${group}: ${GROUPS[group]}

${rows.map(([name, row]) => settingSection(name, row)).join('\n\n')}`;
}

function settingSection(name: SettingName, row: Setting): string {
  const { kind, help, commands, changes, aliases = [], at = {}, goesWith } = row;
  const spelled = `\`--${hyphenated(name)}${kind.placeholder === undefined ? '' : ` ${kind.placeholder}`}\``;
  const value = defaultOf(row);
  const facts = [
    ...(value === undefined ? [] : [`default: \`${value}\``]),
    ...(kind.isRepeated ? ['may be repeated'] : []),
    ...(goesWith === undefined ? [] : [`goes with \`--${hyphenated(goesWith)}\``]),
    ...aliases.map(alias => `also \`--${alias}\``),
    `changes ${changes}`,
    `in ${commands.join(', ')}`,
  ];
  const variants = Object.entries(at).flatMap(([command, variant]) => {
    const other = variant as Partial<Setting>;
    const said = [
      ...(other.help === undefined ? [] : [other.help]),
      ...(other.otherwise || other.default !== undefined
        ? [`default: \`${defaultOf({ ...row, ...other })}\``]
        : []),
    ];
    return said.length === 0 ? [] : [`  - ${command}: ${said.join('; ')}`];
  });
  return [
    `<a id="${anchor(name)}"></a>`,
    '',
    `- ${spelled}: ${help}. ${sentence(facts)}`,
    ...variants,
  ].join('\n');
}

const anchor = (name: string): string => `setting-${hyphenated(name)}`;

const sentence = (facts: readonly string[]): string => {
  const text = facts.join('; ');
  return `*${text[0]!.toUpperCase()}${text.slice(1)}.*`;
};

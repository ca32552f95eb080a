import { VERSION } from '../../../lib/version.js';
import type { Command } from '../command.js';

/** What the program can do. */
export function generalHelp(commands: readonly Command[], program: string): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return `keychain ${VERSION} - long-context training data from multi-hop questions

usage: ${program} COMMAND [INPUT...] [OPTION...]

${commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`).join('\n')}

${program} COMMAND --help shows a command's options, --help GROUP those of one group.
Options may be spelt with underscores, may stand in a file (--config FILE), and switches may be
turned off (--no-...). The command line wins over the file, the file over a preset, a preset over
what holds by default.

exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some records were rejected,
130 interrupted
`;
}

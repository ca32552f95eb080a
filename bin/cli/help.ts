import { VERSION } from '../../lib/version.js';
import type { Command } from './command.js';
import type { Option } from './options.js';

export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return `keychain ${VERSION} - long-context training data from multi-hop questions

usage: pipe COMMAND [INPUT...] [OPTION...]

${commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`).join('\n')}

pipe COMMAND --help shows a command's options. Options may be spelt with underscores.

exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some records were rejected,
130 interrupted
`;
}

export function commandHelp({ name, usage, summary, options, examples }: Command): string {
  const names = Object.entries(options).map(([option, { value }]) => ({
    option,
    left: `--${option}${value === undefined ? '' : ` ${value}`}`,
  }));
  const width = Math.min(30, Math.max(...names.map(({ left }) => left.length)) + 2);
  const rows = names.map(({ option, left }) => {
    const text = describe(options[option]!);
    return left.length < width
      ? `  ${left.padEnd(width)}${text}`
      : `  ${left}\n  ${' '.repeat(width)}${text}`;
  });
  return `usage: pipe ${name} ${usage}

${summary}

${rows.join('\n')}

examples:
${examples.map(line => `  ${line}`).join('\n')}
`;
}

function describe({ help, default: value }: Option): string {
  return value === undefined ? help : `${help} (default: ${value})`;
}

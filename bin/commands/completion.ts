import { fileURLToPath } from 'node:url';
import { KeychainError } from '../../lib/errors.js';
import { programName } from '../../lib/program.js';
import { nearest } from '../../lib/values/nearest.js';
import type { Command } from '../cli/command.js';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const completionCommand: Command<'completion'> = {
  name: 'completion',
  usage: SHELLS.join('|'),
  summary: 'a shell -> the script that completes commands, options and values there',
  words: { needed: `name a shell: ${SHELLS.join(', ')}`, choices: SHELLS },
  examples: program => [
    `source <(${program} completion bash)`,
    `${program} completion fish > ~/.config/fish/completions/${nameOf(program)}.fish`,
  ],
  run: async (_, { run, words }) => {
    const shell = SHELLS.find(each => each === words[0]);
    if (shell === undefined || words.length > 1) {
      const near = nearest(words[0]!, SHELLS);
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      throw new KeychainError(
        'USAGE',
        `completion ${words.join(' ')}: allowed are ${SHELLS.join(', ')}${hint}`,
      );
    }
    // The library knows the shells: how to register, to quote, and to ask for files.
    const { default: tabtab } = await import('@pnpm/tabtab');
    const program = programName();
    run.stdout.write(
      await tabtab.getCompletionScript({
        name: nameOf(program),
        completer: completerOf(program),
        shell,
      }),
    );
    return {};
  },
};

/** What a shell knows the program by. */
const nameOf = (program: string): string =>
  program.startsWith('npx ') ? 'keychain-pipe' : program.split('/').at(-1)!;

/** What answers the script: the name where it is installed, else the very file, wherever one is. */
function completerOf(program: string): string {
  if (program === nameOf(program)) return program;
  const path = fileURLToPath(new URL('../../../bin/pipe', import.meta.url));
  return /^[\w./+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

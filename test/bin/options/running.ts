import { COMMANDS } from '../../../bin/commands.js';
import { hyphenated } from '../../../lib/settings/setting.js';
import { type At, baseOf, baseOutput, type Effect, type Effects } from './effect.js';
import { reset, run } from './ground.js';
import { rejecting } from './rejects.js';

/** Command lines that fail on the way, for want of a file or for a word that is not allowed. */
function failing({ command, ground }: At): string[] {
  if (command === 'completion') return ['completion', 'no-shell'];
  if (command === 'run') return ['run', 'no-such.manifest.json'];
  if (command === 'download') return ['download', 'hf:me/nothing'];
  // A file stands where a folder is to be made.
  if (command === 'demo') return ['demo', '--save-dir', `${ground.ids}/demo`];
  const [, , ...options] = baseOf({ command, ground });
  return [command, 'no-such-file', ...options];
}

/** Command lines that tell something on standard error. */
const telling = (at: At): string[] =>
  ['run', 'status', 'verify', 'view', 'report', 'download'].includes(at.command)
    ? baseOf(at)
    : at.command === 'demo'
      ? [...baseOf(at), '--json']
      : rejecting(at);

/** Those of a config and nothing else give what the same options give. */
const config: Effect = async at => {
  const { t, ground, command } = at;
  reset(ground.server);
  const [, word, ...options] = baseOf(at);
  const { words } = COMMANDS.find(({ name }) => name === command)!;
  if (!words?.setting) return demoConfig(at);
  const file = await ground.file('run.yaml', `${hyphenated(words.setting)}: ['${word}']\n`);
  const { stdout } = await run([command, ...options, '--config', file, '--quiet']);
  t.is(stdout, await baseOutput(at));
};

async function demoConfig({ t, ground }: At): Promise<void> {
  const file = await ground.file('run.yaml', 'num-questions: 0\n');
  const { stderr } = await run(['demo', '--config', file], 2);
  t.regex(stderr, /run\.yaml:1:16: num-questions 0: must be a whole number/);
}

const json: Effect = async at => {
  const { stderr } = await run([...telling(at), '--json', '--allow-rejects'].filter(isKnown(at)));
  const events = stderr.trimEnd().split('\n');
  at.t.notThrows(() => events.map(line => JSON.parse(line)), stderr);
};

const quiet: Effect = async at => {
  const args = [...telling(at), '--allow-rejects'].filter(isKnown(at));
  at.t.not((await run(args)).stderr, '');
  reset(at.ground.server);
  at.t.is((await run([...again(args, at), '--quiet'])).stderr, '');
};

/** A second run has a journal of its own. */
const again = (args: readonly string[], { ground }: At): string[] =>
  args.map((word, i) => (args[i - 1] === '--journal' ? ground.fresh('journal') : word));

const isKnown =
  ({ command }: At) =>
  (word: string): boolean =>
    word !== '--allow-rejects' ||
    !['verify', 'view', 'report', 'run', 'status', 'demo', 'download', 'completion'].includes(
      command,
    );

const debug: Effect = async at => {
  const code = at.command === 'completion' ? 2 : 1;
  const args = failing(at);
  at.t.false(/\n\s+at /.test((await run(args, code)).stderr));
  at.t.regex((await run([...args, '--debug'], code)).stderr, /\n\s+at /);
};

const help: Effect = async at => {
  const { stdout } = await run([at.command, '--help']);
  at.t.true(stdout.startsWith(`usage: keychain-pipe ${at.command} `));
  at.t.regex((await run([at.command, '--help', 'running'])).stdout, /^running: /);
};

/** Of every command. */
export const RUNNING: Effects = { config, json, quiet, debug, help };

import { jsonText } from '../../lib/json/json-text.js';
import type { Status } from '../../lib/status/status.js';
import type { Command } from '../cli/command.js';

export const statusCommand: Command<'status'> = {
  name: 'status',
  usage: 'DIR [OPTION...]',
  summary: 'the folder of runs -> how far each output is, shard by shard; watches it for 3 seconds',
  words: {
    needed: 'name the folder of a run, which was its --save-dir',
    most: { count: 1, said: 'status takes one folder' },
  },
  examples: program => [`${program} status out`, `${program} status out --json`],
  run: async (_given, { run, json, words }) => {
    const { status } = await import('../../pipelines/status.js');
    const { renderStatus } = await import('../cli/status/render.js');
    const found = await status(words[0]!, run);
    const { stdout } = run;
    const columns =
      'columns' in stdout && typeof stdout.columns === 'number' ? stdout.columns : undefined;
    stdout.write(json ? `${jsonText(found)}\n` : renderStatus(found, columns));
    return { summary: summaryOf(found), exitCode: exitCodeOf(found) };
  },
};

/** Those that wait for it can tell what is over from what goes on. */
const exitCodeOf = ({ is_done, is_stuck }: Status): number => (is_done ? 0 : is_stuck ? 1 : 4);

/** The same in one line. */
function summaryOf({ outputs, jobs, is_done, is_stuck }: Status) {
  const done = outputs.filter(output => output.is_done).length;
  return {
    text:
      outputs.length === 0 ? noOutput(jobs.length) : `${done} of ${outputs.length} outputs done`,
    data: { outputs: outputs.length, done, is_done, is_stuck, jobs: jobs.length },
  };
}

/** Of a launch of which nothing has been written yet; what has failed was told before. */
const noOutput = (failed: number): string =>
  failed > 0
    ? 'no output is begun yet'
    : 'no output is begun yet: its jobs wait or read, or are not submitted (submit.sh of the launch)';

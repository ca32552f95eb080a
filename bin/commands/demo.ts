import { Writable } from 'node:stream';
import { jsonText } from '../../lib/json/json-text.js';
import type { Run } from '../../lib/run.js';
import type { Command } from '../cli/command.js';

export const demoCommand: Command<'demo'> = {
  name: 'demo',
  usage: '[OPTION...]',
  summary:
    'nothing -> a fictional dataset, samples of it, their check, one sample shown, and a report',
  examples: program => [
    `${program} demo`,
    `${program} demo --num-questions 2000 --save-dir demo-2000`,
  ],
  run: async (given, { run, json }) => {
    const { demo } = await import('../../pipelines/demo.js');
    const { ok, ...made } = await demo(given, json ? forPrograms(run) : forReaders(run));
    if (json) run.stdout.write(`${jsonText({ ok, ...made })}\n`);
    return { exitCode: ok ? 0 : 1 };
  },
};

/** One object at the end, and nothing before it. */
const forPrograms = (run: Run): Run => ({
  ...run,
  stdout: new Writable({ write: (_chunk, _encoding, done) => done() }),
});

/** What the demo says of itself tells how far it is; bars would be drawn over it. */
const forReaders = (run: Run): Run => ({
  ...run,
  reporter: { ...run.reporter, step: () => undefined, progress: () => undefined },
});

import { jsonText } from '../../lib/json/json-text.js';
import type { Command } from '../cli/command.js';

export const verifyCommand: Command<'verify'> = {
  name: 'verify',
  usage: 'SAMPLES... [--dataset FILE | --corpus DIR] [OPTION...]',
  summary: 'samples -> a report on every invariant, by an independent solver',
  words: { setting: 'records', needed: 'name the sample files to verify, or folders of them' },
  examples: program => [`${program} verify out/hotpotqa --dataset hotpot_train_v1.1.json`],
  run: async (given, { run, json }) => {
    const { verify } = await import('../../pipelines/verify.js');
    const { renderReport } = await import('../../lib/verify/report/report.js');
    const reports = await verify(given, run);
    const ok = reports.every(report => report.ok);
    run.stdout.write(json ? `${jsonText({ ok, reports })}\n` : renderReport(reports));
    return ok ? {} : { exitCode: 1 };
  },
};

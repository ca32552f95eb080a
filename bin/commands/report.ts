import type { Command } from '../cli/command.js';

export const reportCommand: Command<'report'> = {
  name: 'report',
  usage: 'OUT... [--out report.html] [OPTION...]',
  summary: 'samples, rollouts, rejects -> one page of figures, and the same as JSON beside it',
  words: { setting: 'records', needed: 'name the files to report on, or folders of them' },
  examples: program => [
    `${program} report out/hotpotqa --out report.html`,
    `${program} report rollouts-a.jsonl.gz rollouts-b.jsonl.gz --out models.html`,
  ],
  run: async (given, { run }) => {
    const { report } = await import('../../pipelines/report.js');
    const { runs, figures } = await report(given, run);
    const records = runs.reduce((sum, each) => sum + each.records, 0);
    const rates = runs
      .filter(({ pass_rate }) => pass_rate !== null)
      .map(({ label, pass_rate }) => `, ${label} ${(pass_rate! * 100).toFixed(1)} % right`);
    return {
      summary: {
        text: `${records} records in ${runs.length} runs, ${figures.length} figures${rates.join('')}`,
        data: { runs, figures: figures.length },
      },
    };
  },
};

import { jsonText } from '../../lib/json/json-text.js';
import type { Command } from '../cli/command.js';

export const viewCommand: Command<'view'> = {
  name: 'view',
  usage: 'SAMPLES... [OPTION...]',
  summary: 'samples -> a page on this machine to read them in, until Ctrl+C',
  words: { needed: 'name the sample files to view, or folders of them' },
  examples: program => [
    `${program} view out/hotpotqa`,
    `${program} view a.jsonl.gz b.parquet --port 8080`,
  ],
  run: async (given, { run, json, words }) => {
    const { view } = await import('../../pipelines/view.js');
    const onReady = (url: string): void => {
      run.stdout.write(json ? `${jsonText({ url })}\n` : `${url}\n`);
    };
    const { files, samples } = await view(words, given, { onReady });
    return {
      summary: {
        text: `nobody has asked for long enough; ${samples} samples were shown`,
        data: { files, samples },
      },
    };
  },
};

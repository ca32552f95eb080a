import type { Downloaded } from '../../lib/download/download.js';
import { SOURCES } from '../../lib/download/sources/registry.js';
import { namesOf } from '../../lib/values/registry.js';
import type { Command, Outcome } from '../cli/command.js';

const NAMES = namesOf(SOURCES);

export const downloadCommand: Command<'download'> = {
  name: 'download',
  usage: `${NAMES.join('|')}|hf:OWNER/NAME[@REVISION][/PATH]... [OPTION...]`,
  summary: "a dataset's name or Hub address -> its files; their paths on standard output",
  words: { needed: `name a dataset: ${NAMES.join(', ')}, or hf:owner/name`, choices: NAMES },
  examples: program => [
    `${program} download hotpotqa --split train,dev --out data`,
    `${program} download hf:rajpurkar/squad_v2/squad_v2/validation-00000-of-00001.parquet`,
    `${program} keychain $(${program} download squad --split dev) --max-seq-length 16k`,
  ],
  run: async (given, { run, words }) => {
    const { download } = await import('../../pipelines/download.js');
    const found = await download(words, given, run);
    for (const input of found.flatMap(({ inputs }) => inputs)) run.stdout.write(`${input}\n`);
    return outcome(found);
  },
};

function outcome(found: Downloaded[]): Outcome {
  const lines = found.map(({ name, inputs, license, page }) =>
    [
      `${name}: ${inputs.length} ${inputs.length === 1 ? 'file' : 'files'}`,
      ...(license ? [`licence ${license}, see ${page}`] : []),
    ].join('; '),
  );
  return { summary: { text: lines.join('\n'), data: { datasets: found } } };
}

import { baseOf, baseOutput, type Effects, recordsOf, samplesAre, withOptions } from './effect.js';
import { run } from './ground.js';
import { escapedDataset } from './samples.js';

const isJoined = ({ meta }: { meta: { passages: { supporting: boolean }[] } }): boolean =>
  meta.passages.some(({ supporting }) => supporting);

/** What the summary says of how many samples were joined. */
const joined = async (args: readonly string[]): Promise<number> =>
  JSON.parse((await run([...args, '--json'])).stderr.trimEnd().split('\n').at(-1)!)[
    'with supporting passages'
  ];

export const ADOPT: Effects = {
  records: async at => {
    const [command = '', file = '', ...rest] = baseOf(at);
    const { stdout } = await run([command, ...rest, '--records', file]);
    at.t.is(stdout, await baseOutput(at));
  },
  dataset: samplesAre(({ hotpotqa }) => ['--dataset', hotpotqa], isJoined),
  corpus: samplesAre(({ corpus }) => ['--corpus', corpus], isJoined),
  datasetFormat: async at => {
    const dataset = ['--dataset', at.ground.hotpotqa, '--dataset-format', 'squad'];
    at.t.regex((await withOptions(at, dataset, 1)).stderr, /INPUT_FORMAT/);
  },
  unescapeEntities: async at => {
    const args = [...baseOf(at), '--dataset', await escapedDataset(at)];
    const ids = (text: string) => recordsOf(text).map(({ meta }) => meta.passages);
    const plain = await run(args);
    const decoded = await run([...args, '--unescape-entities']);
    at.t.notDeepEqual(ids(plain.stdout), ids(decoded.stdout));
    at.t.true((await joined([...args, '--unescape-entities'])) > 0);
  },
  tokenizerType: samplesAre(
    ({ wordTokenizer }) => ['--tokenizer-type', 'hf', '--tokenizer-path', wordTokenizer],
    ({ meta }) => meta.tokenizer.type === 'hf',
  ),
  tokenizerPath: samplesAre('--tokenizer-path gpt2', ({ meta }) => meta.tokenizer.name === 'gpt2'),
  maxSeqLength: samplesAre('--max-seq-length 900', ({ meta }) => meta.max_seq_length === 900),
  tokensToGenerate: samplesAre(
    '--tokens-to-generate 64',
    ({ meta }) => meta.tokens_to_generate === 64,
  ),
};

import * as lines from './command-lines.js';
import { HUB_FILES, HUB_REPO } from './hub.js';
import type { Subject } from './subject.js';

/** A run's file with its manifest, in a format. */
export const madeIn = (folder: string, format: string): Subject[] =>
  [`s.${format}`, 's.manifest.json'].map(name => ({
    ...lines.verifying,
    file: `${folder}/${name}`,
    packed: false,
    copy: folder,
    // Bytes of a Parquet file may change, and its rows are those that were made: that is told, and no fault.
    foundAlways: name.endsWith(format) && format !== 'parquet',
    args: paths => ['verify', paths.own(folder), '--corpus', lines.groundCorpus(paths)],
  }));

/** Shards of a run in a format, with what stands beside them. */
export const shardsIn = (folder: string, format: string): Subject[] =>
  [`.${format}`, `.${format}.log`, '.manifest.json'].flatMap<Subject>(ending => {
    const shard: Omit<Subject, 'args'> = {
      file: `${folder}/s-00000-of-00002${ending}`,
      packed: false,
      copy: folder,
      leaves: 'report',
      eachRecord: false,
    };
    return [
      {
        ...shard,
        foundAlways: ending === `.${format}`,
        args: ({ own }) => ['merge', own(folder)],
      },
      { ...shard, args: ({ own }) => ['status', own(folder)] },
    ];
  });

/** Inputs that are tables, or compressed, as they lie on disk: what is changed is their bytes. */
export const STORED: readonly Subject[] = [
  ...['hotpotqa.parquet', 'questions.parquet', 'questions.zst'].flatMap<Subject>(file => [
    { ...lines.overLines('parse', file), eachRecord: false },
    { file, packed: true, eachRecord: false, leaves: 'samples', args: lines.making('keychain') },
  ]),
  {
    file: 'hotpotqa.parquet',
    ...{ packed: true, eachRecord: false, leaves: 'corpus' },
    args: ({ input, own }) => ['index', input, '--corpus', own('corpus')],
  },
  { ...lines.verifying, file: 'made-parquet/s.parquet' },
  { ...lines.exporting('swift', 'made-parquet/s.parquet'), eachRecord: false },
  lines.beside(
    'texts.parquet',
    lines.filledWith(({ input }) => input),
    { packed: true, name: 'input.parquet', corpus: lines.ownCorpus },
  ),
  lines.beside('ids.parquet', lines.keychainWith('--filter-ids-path'), { packed: true }),
];

/** What a Hub says of a dataset, and the dataset: named as a file, and found among all that is there. */
export const HUB: readonly Subject[] = Object.values(HUB_FILES).flatMap(file =>
  [`/${HUB_FILES.data}`, ''].map<Subject>(named => ({
    file: `hub/${file}`,
    packed: false,
    copy: 'hub',
    leaves: 'lines',
    eachRecord: false,
    foundAlways: file === HUB_FILES.data,
    variables: ({ hub, own }) => ({ HF_ENDPOINT: `${hub}${own('hub')}`, HF_HOME: own('hf') }),
    args: ({ own }) => lines.stage('parse', `hf:${HUB_REPO}${named}`, own),
  })),
);

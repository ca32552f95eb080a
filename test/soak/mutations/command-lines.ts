import { LENGTH } from './ground.js';
import type { Paths, Subject } from './subject.js';

export const groundCorpus = ({ ground }: Paths): string => ground('corpus');

export type Making = 'keychain' | 'synth' | 'relevant-only' | 'needle';

export const making =
  (command: Making, more: readonly string[] = []) =>
  ({ input, own }: Pick<Paths, 'input' | 'own'>): string[] => [
    ...[command, input, '--corpus', own('corpus'), '--save-dir', own('out'), '--save-name', 'w'],
    ...(command === 'relevant-only' ? [] : ['--max-seq-length', LENGTH]),
    ...(command === 'needle' ? ['--num-samples', '6', '--keys', '3'] : []),
    ...more,
  ];

export const stage = (
  command: string,
  input: string,
  own: Paths['own'],
  more: readonly string[] = [],
): string[] => [command, input, ...more, '--out', own('lines'), '--rejects', own('rejects')];

/** A stage over JSON lines. */
export const overLines = (
  command: string,
  file: string,
  more: (paths: Paths) => string[] = () => [],
): Subject => ({
  file,
  packed: true,
  leaves: 'lines',
  eachRecord: true,
  args: paths => stage(command, paths.input, paths.own, more(paths)),
});

export const withCorpus = (paths: Paths): string[] => ['--corpus', groundCorpus(paths)];

/** A small file beside a dataset that stays as it is. */
export const beside = (
  file: string,
  args: Subject['args'],
  more: Pick<Subject, 'packed'> & Partial<Subject>,
): Subject => ({ file, leaves: 'samples', eachRecord: false, args, corpus: groundCorpus, ...more });

export const keychainWith =
  (...option: string[]) =>
  ({ input, ground, own }: Paths): string[] => [
    ...['keychain', ground('questions'), '--corpus', ground('corpus'), ...option, input],
    ...(option.includes('--config') ? [] : ['--max-seq-length', LENGTH]),
    ...['--save-dir', own('out'), '--save-name', 'w'],
  ];

export const ownCorpus = ({ own }: Paths): string => own('corpus');

export const filledWith =
  (texts: (paths: Paths) => string) =>
  (paths: Paths): string[] => {
    const { ground, own } = paths;
    const keychain = making('keychain')({ input: ground('questions'), own });
    return [...keychain, '--fillers', texts(paths), '--fillers-only'];
  };

export const hfTokenizer = (file: string): string[] => [
  ...['--tokenizer-type', 'hf', '--tokenizer-path', file],
];

export const asking = ({ url, own }: Paths): string[] => [
  ...['--llm-url', url, '--model', 'm', '--n', '2', '--journal', own('journal')],
];

export const verifying: Subject = {
  file: 'samples',
  packed: true,
  leaves: 'report',
  eachRecord: false,
  args: paths => ['verify', paths.input, '--corpus', groundCorpus(paths)],
};

/** A report of a file; what cannot be read is counted in it. */
export const reporting = (file: string): Subject => ({
  ...verifying,
  file,
  args: ({ input, own }) => ['report', input, '--out', own('report.html')],
});

/** A part of a recipe with a file that is changed, or the recipe itself. */
export const mixing = (file: string, part?: string): Subject => ({
  file,
  packed: part !== undefined,
  ...(part === undefined && { name: 'input.yaml' }),
  leaves: 'report',
  eachRecord: false,
  args: ({ input, ground, own }) => [
    ...['mix', part === undefined ? input : ground('recipe.yaml'), '--allow-fewer'],
    ...['--set', `ours.from=${part === 'ours' ? input : ground('samples')}`],
    ...['--set', `theirs.from=${part === 'theirs' ? input : ground('scored')}`],
    ...['--save-dir', own('out'), '--save-name', 'm'],
  ],
});

/** Of lines, verl opens those that are called so. */
const rowsOf = (to: string): string => (to === 'verl' ? 'rows.json' : 'rows.jsonl');

/** To one file or, where questions are dealt out, to a folder. */
export const exporting = (
  to: string,
  file: string,
  more: readonly string[] = [],
  also: Partial<Subject> = {},
): Subject => ({
  ...overLines('export', file),
  lines: rowsOf(to),
  args: ({ input, own }) => [
    ...['export', input, '--to', to, ...more, '--rejects', own('rejects')],
    ...['--out', own(more.includes('--end-index') ? 'rows' : rowsOf(to))],
  ],
  ...also,
});

import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { makeFolder } from '../../disk/make-folder.js';
import { writing } from '../../disk/unwritable.js';
import { RecordError } from '../../errors.js';
import { jsonText } from '../../json/json-text.js';
import type { Run } from '../../run.js';
import { publicNames } from '../../values/public-path.js';
import type { Example } from '../example.js';
import { isSample } from '../examples/sample.js';
import { openRows } from '../files/open.js';
import type { ExportWriter, PublicForms, WrittenFile } from '../target.js';
import { cardOf } from './card/card.js';
import type { CardConfig, CardData } from './card/card-data.js';
import { publicationOf, UNKNOWN_LICENSE } from './card/licenses.js';
import { type ConfigFiles, configFiles, configName } from './config-files.js';
import { readTraits } from './figures/traits.js';
import { gatherMaking } from './making.js';
import { manifestsBeside } from './manifests.js';
import { plotsOf } from './plots/plots.js';
import type { Publisher, PushedFile } from './push/publisher.js';
import { recordForm } from './record-columns.js';
import { textFiles } from './text-files.js';

/** What a dataset's folder is made of. */
export interface HubParts {
  /** The folder. */
  out: string;
  inputs: readonly string[];
  run: Run;
  /** Of the data's files: `.parquet`. */
  ending: string;
  /** `owner/name`, where it is pushed to. */
  repo?: string | undefined;
  publisher?: Publisher | undefined;
  prettyName?: string | undefined;
  license?: readonly string[] | undefined;
  language?: readonly string[] | undefined;
  publicly: PublicForms;
}

/** Lengths, of each kind of records, that one dataset may have: a file of each is open. */
const MOST_CONFIGS = 32;
/** Datasets that are told apart; what is of others is counted together. */
const MOST_SOURCES = 100;

/** The samples of one length and kind. */
interface KnownConfig {
  files: ConfigFiles;
  /** Ordinal of the kind, from 0. */
  kind: number;
  /** Tokens; 0 for none. */
  budget: number;
}

export const README = 'README.md';

/** Writes the folder of a dataset: data by length and split, a card, figures, manifests. */
export function hubWriter(parts: HubParts): ExportWriter {
  const { out, ending, run } = parts;
  const configs = new Map<string, KnownConfig>();
  const texts = textFiles(out);
  const making = gatherMaking();
  const sources = new Map<string, number>();
  /** Kinds of records in the order in which they are met. */
  const kinds: string[] = [];

  const filesOf = ({ record }: Example): ConfigFiles => {
    const { name: kind, columns } = recordForm(record);
    const { budget } = readTraits(record);
    const isFirst = kind === (kinds[0] ?? kind);
    const name = configName(budget, isFirst ? undefined : kind);
    const known = configs.get(name);
    if (known) return known.files;
    if (configs.size === MOST_CONFIGS) throw tooManyConfigs(name);
    if (!kinds.includes(kind)) kinds.push(kind);
    const open = async (path: string) => {
      await writing(path, () => makeFolder(dirname(path)));
      return openRows(path, columns, run.stdout);
    };
    const files = configFiles({ folder: out, name, columns, ending, open });
    configs.set(name, { files, kind: kinds.indexOf(kind), budget });
    return files;
  };
  const all = (): ConfigFiles[] => [...configs.values()].map(({ files }) => files);
  const count = (dataset: string): void => {
    const name = sources.has(dataset) || sources.size < MOST_SOURCES ? dataset : 'others';
    sources.set(name, (sources.get(name) ?? 0) + 1);
  };
  const dataFiles = (): WrittenFile[] => all().flatMap(each => each.files());

  return {
    paths: [join(out, README)],
    async write(example, split) {
      if (!isSample(example.record)) throw noSample();
      await filesOf(example).write(example, split);
      making.add(example.record);
      count(example.dataset);
    },
    async end() {
      for (const each of all()) await each.end();
      const manifests = await manifestsBeside(parts.inputs, parts.publicly.manifest);
      const made = making.making();
      const hasTexts = made.hasTexts || manifests.inputs.some(({ isTexts }) => isTexts);
      const found = [...configs.values()]
        .sort((a, b) => a.kind - b.kind || a.budget - b.budget)
        .map(({ files }) => files.config())
        .filter(({ splits }) => splits.length > 0);
      const plots = plotsOf(found);
      const card = {
        ...published(parts, sources, hasTexts),
        repo: parts.repo,
        ending,
        configs: found,
        sources,
        making: made,
        hasTexts,
        manifests,
        command: run.commandLine && parts.publicly.command(run.commandLine, manifests.commands),
        plots,
      };
      await texts.add({ path: README, text: cardOf(card) });
      for (const { file, svg } of plots)
        await texts.add({ path: join('figures', file), text: svg });
      await texts.add({ path: join('figures', 'figures.json'), text: figuresText(found) });
      for (const file of manifests.files) await texts.add(file);
      return [...dataFiles(), ...texts.files()];
    },
    async commit() {
      for (const each of all()) await each.commit();
      await texts.commit();
    },
    async abandon() {
      for (const each of all()) await each.abandon();
      await texts.abandon();
    },
    async publish() {
      if (!parts.publisher) return;
      if (dataFiles().length === 0) return run.reporter.warn('no samples: nothing is pushed');
      const files = [...dataFiles(), ...texts.files()];
      const url = await parts.publisher.push(await pushedFiles(out, files));
      run.reporter.step(`pushed ${files.length} files to ${url}`);
    },
  };
}

/** By their names in the repository, which are those in the folder. */
const pushedFiles = (folder: string, files: readonly WrittenFile[]): Promise<PushedFile[]> =>
  Promise.all(
    files.map(async ({ path }) => ({
      name: relative(folder, path).split(sep).join('/'),
      path,
      bytes: (await stat(path)).size,
    })),
  );

const noSample = (): RecordError =>
  new RecordError('RECORD_INVALID', 'the record is no sample: a dataset is made of samples');

const tooManyConfigs = (name: string): RecordError =>
  new RecordError(
    'RECORD_INVALID',
    `${name} is one more length than the ${MOST_CONFIGS} that a dataset may have here`,
  );

/** What is said of the whole; what is given comes before what is known of its sources. */
function published(
  { out, run, prettyName, license, language }: HubParts,
  sources: ReadonlyMap<string, number>,
  hasTexts: boolean,
): Pick<CardData, 'prettyName' | 'licenses' | 'languages'> {
  const { licenses, languages, unknown } = publicationOf(sources.keys(), hasTexts);
  if (license === undefined && unknown.length > 0) {
    run.reporter.warn(
      `the license of ${unknown.slice(0, 3).join(', ')} is not known: the card says "${UNKNOWN_LICENSE}"; name it with --license`,
    );
  }
  return {
    prettyName: prettyName ?? publicNames(resolve(out)).at(-1) ?? 'dataset',
    licenses: license ?? (licenses.length > 0 ? licenses : [UNKNOWN_LICENSE]),
    languages: language ?? languages,
  };
}

const figuresText = (configs: readonly CardConfig[]): string =>
  `${jsonText(Object.fromEntries(configs.map(({ name, figures }) => [name, figures])), 2)}\n`;

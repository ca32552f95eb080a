import { stringify } from 'yaml';
import { type CardConfig, type CardData, rowsIn } from './card-data.js';
import { yamlFeatures } from './features.js';
import { sizeCategory } from './size-category.js';

const TAGS = [
  ...['keychain', 'loongrl', 'long-context', 'multi-hop', 'question-answering'],
  ...['reinforcement-learning', 'rlvr', 'synthetic', 'arxiv:2510.19363'],
];

/**
 * The YAML at the head of a card: what the Hub indexes (its `datasetcard.md`), and what `datasets` goes
 * by when it loads the data (its "Manual Configuration").
 */
export function frontMatter(card: CardData): string {
  const { prettyName, licenses, languages, configs } = card;
  const fields = {
    ...(languages.length > 0 && { language: languages }),
    license: licenses.length === 1 ? licenses[0] : licenses,
    pretty_name: prettyName,
    size_categories: [sizeCategory(rowsIn(configs))],
    task_categories: ['question-answering', 'text-generation'],
    tags: TAGS,
    ...(configs.length > 0 && {
      configs: configs.map(({ name, splits }) => ({
        config_name: name,
        data_files: splits.map(({ name: split, pattern }) => ({ split, path: pattern })),
      })),
      dataset_info: configs.map(config => datasetInfo(config)),
    }),
  };
  // Readers of YAML 1.1 are to read the same: a bare `no` or `1_000` is no text to them.
  const yaml = stringify(fields, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
  return `---\n${yaml}---\n`;
}

const datasetInfo = ({ name, columns, splits, fileBytes }: CardConfig): object => ({
  config_name: name,
  features: yamlFeatures(columns),
  splits: splits.map(split => ({
    name: split.name,
    num_bytes: split.arrowBytes,
    num_examples: split.rows,
  })),
  download_size: fileBytes,
  dataset_size: splits.reduce((sum, { arrowBytes }) => sum + arrowBytes, 0),
});

import type { Source } from './source.js';

const HOST = 'https://rajpurkar.github.io/SQuAD-explorer/dataset';
const HUB = 'hf:datasets/rajpurkar/squad_v2/squad_v2';

/**
 * SQuAD 2.0 (arXiv 1806.03822); its test split is not public. Sizes, SHA-256 and questions are those
 * of `dataset_infos.json` beside the loader that `datasets` of Hugging Face had (`datasets/squad_v2`).
 */
export const squad: Source = {
  title: 'SQuAD 2.0',
  page: 'https://rajpurkar.github.io/SQuAD-explorer',
  license: 'CC BY-SA 4.0',
  files: [
    {
      name: 'train-v2.0.json',
      url: `${HOST}/train-v2.0.json`,
      bytes: 42_123_633,
      sha256: '68dcfbb971bd3e96d5b46c7177b16c1a4e7d4bdef19fb204502738552dede002',
      splits: [
        { name: 'train', mirror: [`${HUB}/train-00000-of-00001.parquet`], questions: 130_319 },
      ],
    },
    {
      name: 'dev-v2.0.json',
      url: `${HOST}/dev-v2.0.json`,
      bytes: 4_370_528,
      sha256: '80a5225e94905956a6446d296ca1093975c4d3b3260f1d6c8f68bc2ab77182d8',
      splits: [
        { name: 'dev', mirror: [`${HUB}/validation-00000-of-00001.parquet`], questions: 11_873 },
      ],
    },
  ],
};

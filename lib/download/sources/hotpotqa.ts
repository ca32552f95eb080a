import type { Source } from './source.js';

const HOST = 'http://curtis.ml.cmu.edu/datasets/hotpot';
const HUB = 'hf:datasets/hotpotqa/hotpot_qa';

/**
 * HotpotQA (arXiv 1809.09600). Sizes, SHA-256 and questions are those of `dataset_infos.json` beside
 * the loader that `datasets` of Hugging Face had (`datasets/hotpot_qa`).
 */
export const hotpotqa: Source = {
  title: 'HotpotQA',
  page: 'https://hotpotqa.github.io',
  license: 'CC BY-SA 4.0',
  files: [
    {
      name: 'hotpot_train_v1.1.json',
      url: `${HOST}/hotpot_train_v1.1.json`,
      bytes: 566_426_227,
      sha256: '26650cf50234ef5fb2e664ed70bbecdfd87815e6bffc257e068efea5cf7cd316',
      splits: [{ name: 'train', mirror: [`${HUB}/distractor/train-*.parquet`], questions: 90_447 }],
    },
    {
      name: 'hotpot_dev_distractor_v1.json',
      url: `${HOST}/hotpot_dev_distractor_v1.json`,
      bytes: 46_320_117,
      sha256: '4e9ecb5c8d3b719f624d66b60f8d56bf227f03914f5f0753d6fa1b359d7104ea',
      splits: [
        { name: 'dev', mirror: [`${HUB}/distractor/validation-*.parquet`], questions: 7_405 },
      ],
    },
    {
      name: 'hotpot_dev_fullwiki_v1.json',
      url: `${HOST}/hotpot_dev_fullwiki_v1.json`,
      bytes: 47_454_698,
      sha256: '2f1f3e594a3066a3084cc57950ca2713c24712adaad03af6ccce18d1846d5618',
      splits: [
        {
          name: 'dev-fullwiki',
          mirror: [`${HUB}/fullwiki/validation-*.parquet`],
          questions: 7_405,
        },
      ],
    },
    {
      name: 'hotpot_test_fullwiki_v1.json',
      url: `${HOST}/hotpot_test_fullwiki_v1.json`,
      bytes: 46_213_747,
      sha256: 'c61a5274b9aa6deca3f7d2dc4d7757684c158fbd2264f759307699fb53801c2b',
      splits: [{ name: 'test', mirror: [`${HUB}/fullwiki/test-*.parquet`], questions: 7_405 }],
    },
  ],
};

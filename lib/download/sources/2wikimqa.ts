import type { Source } from './source.js';

const HUB = 'hf:datasets/xanhho/2WikiMultihopQA';

/**
 * 2WikiMultihopQA (COLING 2020). The place is that of "the full dataset" on its page; two public
 * projects have pinned the same SHA-256, none its size. Questions are those of the paper.
 * Passages are counted by IRCoT (arXiv 2212.10509), over all splits of the next edition (December 2020), which
 * has added ids.
 */
export const twoWiki: Source = {
  title: '2WikiMultihopQA',
  page: 'https://github.com/Alab-NII/2wikimultihop',
  license: 'Apache 2.0',
  files: [
    {
      name: '2wikimultihop.zip',
      url: 'https://www.dropbox.com/s/npidmtadreo6df2/data.zip?dl=1',
      sha256: 'e8e57c0aafc4a26d41131e320ebb5afb6f2aca86b8a6e6611b08f52033cb7d04',
      splits: [
        {
          name: 'train',
          member: 'data/train.json',
          mirror: [`${HUB}/train.parquet`],
          questions: 167_454,
        },
        { name: 'dev', member: 'data/dev.json', mirror: [`${HUB}/dev.parquet`], questions: 12_576 },
        {
          name: 'test',
          member: 'data/test.json',
          mirror: [`${HUB}/test.parquet`],
          questions: 12_576,
        },
      ],
    },
  ],
  passages: { count: 430_225, said: 'IRCoT (arXiv 2212.10509) in the edition with ids' },
};

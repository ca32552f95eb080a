import type { Source } from './source.js';

/**
 * MuSiQue (arXiv 2108.00573), its answerable half. The place is that of `download_data.sh` of its
 * repository; size and SHA-256 are what several public projects have pinned for it, all the same.
 * Questions are those of the paper, and as many are counted where the same SHA-256 is pinned. Passages are
 * counted by nobody: IRCoT (arXiv 2212.10509) has counted those of both halves together.
 */
export const musique: Source = {
  title: 'MuSiQue',
  page: 'https://github.com/StonyBrookNLP/musique',
  license: 'CC BY 4.0',
  files: [
    {
      name: 'musique_v1.0.zip',
      url: 'https://drive.google.com/uc?export=download&id=1tGdADlNjWFaHLeZZGShh2IRcpO6Lv24h',
      behind: 'google-drive',
      bytes: 272_049_578,
      sha256: '98f839bf2fd5319f5c688aed77901a6d5c30b3b9f9f691ab9a8ecafb045ee0cd',
      splits: [
        {
          name: 'train',
          member: 'data/musique_ans_v1.0_train.jsonl',
          mirror: ['hf:datasets/dgslibisey/MuSiQue/musique_ans_v1.0_train.jsonl'],
          questions: 19_938,
        },
        {
          name: 'dev',
          member: 'data/musique_ans_v1.0_dev.jsonl',
          mirror: ['hf:datasets/dgslibisey/MuSiQue/musique_ans_v1.0_dev.jsonl'],
          questions: 2_417,
        },
        {
          name: 'test',
          member: 'data/musique_ans_v1.0_test.jsonl',
          mirror: ['hf:datasets/voidful/MuSiQue/musique_ans_v1.0_test.jsonl'],
          questions: 2_459,
        },
      ],
    },
  ],
};

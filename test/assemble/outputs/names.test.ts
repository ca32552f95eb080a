import test from 'ava';
import { datasetName } from '../../../lib/assemble/outputs/names.js';

test('a dataset is called as its file is, without its endings', t => {
  const names: Record<string, string> = {
    'a/train.json': 'train',
    'train.jsonl.gz': 'train',
    'train-00000-of-00001.parquet': 'train-00000-of-00001',
    'train.parquet.zst': 'train',
    'data.zip#x/dev.parquet': 'dev',
    'v1.1.json': 'v1.1',
    '-': 'stdin',
    '.json': 'dataset',
  };
  for (const [file, name] of Object.entries(names)) t.is(datasetName(file), name, file);
});

import { readdir } from 'node:fs/promises';
import { type Effects, withOptions } from './effect.js';
import { run } from './ground.js';

export const DOWNLOAD: Effects = {
  split: async ({ t, ground }) => {
    const filesOf = async (...options: string[]): Promise<string[]> => {
      const out = ground.fresh('data');
      await run(['download', 'squad', '--out', out, ...options]);
      return (await readdir(out)).sort();
    };
    const dev = 'squad-dev-validation-00000-of-00001.parquet';
    t.deepEqual(await filesOf('--split', 'dev'), [dev]);
    t.deepEqual(await filesOf(), [dev, 'squad-train-train-00000-of-00001.parquet']);
    const { stderr } = await run(['download', 'squad', '--split', 'dev,no'], 2);
    t.regex(stderr, /--split no: squad has train, dev/);
  },
  out: async at => {
    const out = at.ground.fresh('data');
    const { stdout } = await withOptions(at, ['--out', out]);
    at.t.is(stdout, `${out}/a.jsonl\n`);
    at.t.deepEqual(await readdir(out), ['a.jsonl']);
    at.t.regex((await withOptions(at, [])).stdout, /snapshots.*a\.jsonl\n$/);
  },
};

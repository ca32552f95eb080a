import test from 'ava';
import { corpusOfFiles } from '../../lib/corpus/corpus-of-files.js';
import { type Changes, makeSamples } from '../fill/make-samples.js';
import { readContext } from '../fill/oracle.js';
import { cl100k } from '../fill/tokenizers.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const VARIANTS: Record<string, Changes> = {
  'the default chains': { command: 'keychain' },
  'the chains of LoongRL': { chains: { per1024: 4 }, keyFormat: 'hex8' },
  'forward trees': { command: 'keychain', shape: 'tree', hopOrder: 'forward' },
};

for (const [name, changes] of Object.entries(VARIANTS)) {
  test(`${name} are spread evenly over the whole context, the true chain among them`, async t => {
    const corpus = await corpusOfFiles(await worldFile(t, 'hotpotqa', 150), cl100k, {
      cacheDir: await tempDir(t),
    });
    t.teardown(() => corpus.close());
    const { samples } = makeSamples(corpus, cl100k, changes);
    const all = tenths();
    const truth = tenths();
    for (const { distractor_context, meta } of samples) {
      const keys = new Set(meta.chains!.flat().map(([key]) => key));
      const { pairs, ink } = readContext(distractor_context!, keys);
      const ownKeys = new Set(meta.chain_keys);
      for (const pair of pairs) {
        all.add(pair.ink / ink.length);
        if (ownKeys.has(pair.key)) truth.add(pair.ink / ink.length);
      }
    }
    for (const share of all.shares()) t.true(Math.abs(share - 0.1) < 0.02, `${all.shares()}`);
    for (const share of truth.shares()) t.true(Math.abs(share - 0.1) < 0.04, `${truth.shares()}`);
  });
}

function tenths() {
  const counts = new Array<number>(10).fill(0);
  return {
    add: (position: number): void => {
      counts[Math.min(9, Math.floor(position * 10))]!++;
    },
    shares: (): number[] => counts.map(count => count / counts.reduce((a, b) => a + b, 0)),
  };
}

import test from 'ava';
import { corpusOfFiles } from '../../lib/corpus/corpus-of-files.js';
import { isMarked } from '../../lib/records/sample.js';
import { shared } from '../support/shared.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { type Changes, makeSamples } from './make-samples.js';
import { cl100k } from './tokenizers.js';

const VARIANTS: Record<string, Changes> = {
  'no chains': {},
  'the default chains': { command: 'keychain' },
  'the chains of LoongRL': {
    chains: { per1024: 4 },
    keyFormat: 'hex8',
    placement: 'gaussian',
  },
  'trees and white space removed': {
    command: 'keychain',
    shape: 'tree',
    removeNewlineTab: true,
  },
  'a passage format of its own': { passageFormat: '[{n}] {title}: {text} (end)' },
};
const DATASETS = ['hotpotqa', 'musique', '2wikimqa'] as const;
/** Questions that samples are made of; all others serve as fillers. */
const ASKED = Array.from({ length: 120 }, (_, i) => i);

for (const shape of DATASETS) {
  test(`98 % of 4,096 tokens are used in 99 % of the samples of ${shape}`, async t => {
    const file =
      shared('data', shape === 'musique' ? 'musique.jsonl' : `${shape}.json`) ??
      (await worldFile(t, shape, 300));
    const corpus = await corpusOfFiles(file, cl100k, { cacheDir: await tempDir(t) });
    t.teardown(() => corpus.close());
    for (const [name, changes] of Object.entries(VARIANTS)) {
      const { samples, rejects } = makeSamples(corpus, cl100k, changes, ASKED);
      t.deepEqual(rejects, []);
      const marked = samples.filter(isMarked);
      t.true(marked.length <= 0.01 * samples.length, `${name}: ${marked.length} marked`);
      const used = samples.filter(({ length }) => length >= 0.98 * 4096);
      t.true(samples.every(({ length }) => length <= 4096));
      t.true(used.length >= 0.99 * samples.length, `${name}: ${used.length}/${samples.length}`);
    }
  });
}

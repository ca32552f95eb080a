import test from 'ava';
import { corpusOfFiles } from '../../lib/corpus/corpus-of-files.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import { makeSamples } from '../fill/make-samples.js';
import { promptOf } from '../fill/oracle.js';
import { cl100k } from '../fill/tokenizers.js';
import { shared } from '../support/shared.js';
import { tempDir } from '../support/temp-dir.js';
import { textsOf } from '../support/texts.js';

const special = shared('cases', 'data', '21-length-and-odd-text', 'special.json');

(special ? test : test.skip)(
  'nothing in a text of the field is taken for a placeholder, a pattern or a special token',
  async t => {
    const corpus = await corpusOfFiles(special!, cl100k, { cacheDir: await tempDir(t) });
    t.teardown(() => corpus.close());
    const { samples, rejects } = makeSamples(corpus, cl100k, {
      command: 'keychain',
      maxSeqLength: [1500],
    });
    t.deepEqual(rejects, []);
    t.is(samples.length, 3);
    for (const sample of samples) {
      const counted = cl100k.libraryCount(promptOf(sample));
      t.is(sample.length, counted + sample.meta.tokens_to_generate);
      t.deepEqual(checkSample(sample, { tokenizer: cl100k, corpus: textsOf(corpus) }), []);
    }
  },
);

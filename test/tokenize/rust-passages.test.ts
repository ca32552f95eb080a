import { join } from 'node:path';
import test from 'ava';
import { realDatasets, uniquePassages } from '../../bench/passages.js';
import { differences, loadRust } from '../../bench/rust.js';
import { HF_MODELS, modelFolder, real } from './tokenizers.js';

const passages = await uniquePassages(await realDatasets());
const library = await loadRust(join(modelFolder('qwen3'), 'tokenizer.json'));
const lacking = [
  ...(passages.length === 0 ? ['no real records'] : []),
  ...(library ? [] : ['no package `tokenizers` for this machine']),
];
const run = lacking.length === 0 ? test.serial : test.serial.skip;
const unless = lacking.length === 0 ? '' : ` (skipped: ${lacking.join(', ')})`;

for (const model of HF_MODELS) {
  run(`${model} counts every real passage as the Rust library does${unless}`, async t => {
    const rust = await loadRust(join(modelFolder(model), 'tokenizer.json'));
    const tokenizer = await real(model);
    const { counts } = await rust!.counts(passages);
    t.log(`${passages.length} passages`);
    t.is(
      differences(
        passages.map(passage => tokenizer.count(passage)),
        counts,
      ),
      0,
    );
  });
}

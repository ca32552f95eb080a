import { readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { recordJson } from '../../lib/json/json-text.js';
import type { Question } from '../../lib/records/question.js';
import type { Sample } from '../../lib/records/sample.js';
import { VERSION } from '../../lib/version.js';
import { type Changes, makeSamples } from '../fill/make-samples.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { breaches } from '../fill/oracle.js';
import { cl100k } from '../fill/tokenizers.js';

/*
 * What a seed gives, for good: a change here changes every dataset that is made anew. If it is
 * meant, UPDATE_GOLDEN=1 writes the files again, and the CHANGELOG says so.
 */

const FOLDER = 'test/golden';
const SAMPLES: Record<string, Changes> = {
  'keychain-chain': { chains: { fixed: 3 }, keyFormat: 'uuid', hops: 3 },
  'keychain-tree': {
    chains: { fixed: 2 },
    keyFormat: 'hex8',
    shape: 'tree',
    branching: 3,
    hops: 2,
    hopOrder: 'forward',
    placement: 'gaussian',
  },
  'keychain-full-tree': {
    chains: { fixed: 2 },
    keyFormat: 'letters6',
    shape: 'full-tree',
    hops: 3,
    sigma: 1,
  },
  synth: {
    distractQuestions: 2,
    placement: 'spread',
    passageFormat: 'Passage {n}:\n{title}\n{text}',
  },
  'relevant-only': { command: 'relevant-only', maxSeqLength: [null] },
};

const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line) as unknown);

/** A sample's line, but for what a release changes without changing the sample. */
const lineOf = ({ passages: _, ...sample }: Sample): string =>
  recordJson({ ...sample, meta: { ...sample.meta, version: 'VERSION' } });

for (const [name, changes] of Object.entries(SAMPLES)) {
  test(`seed 42 gives the ${name} samples that it has always given`, async t => {
    const questions = linesOf(await readFile(`${FOLDER}/questions.jsonl`, 'utf8')) as Question[];
    const corpus = memoryCorpus(questions, cl100k);
    const settings = { maxSeqLength: [768], ...changes };
    // Each alone, and so the first of its run.
    const samples = [0, 5].flatMap(n => makeSamples(corpus, cl100k, settings, [n]).samples);
    for (const sample of samples) {
      t.deepEqual(breaches(sample, { questions, tokenizer: cl100k }), []);
      t.is(sample.meta.version, VERSION);
    }
    const file = `${FOLDER}/${name}.jsonl`;
    const lines = samples.map(sample => `${lineOf(sample)}\n`).join('');
    if (process.env.UPDATE_GOLDEN === '1') await writeFile(file, lines);
    t.deepEqual(linesOf(lines), linesOf(await readFile(file, 'utf8')));
    t.is(lines, await readFile(file, 'utf8'));
  });
}

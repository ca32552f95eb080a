import { Readable } from 'node:stream';
import test from 'ava';
import { chain, fill } from '../../lib/assemble/stages.js';
import type { Reject } from '../../lib/records/reject.js';
import type { Sample } from '../../lib/records/sample.js';
import { makeSamples } from '../fill/make-samples.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { breaches } from '../fill/oracle.js';
import { openTestCorpus } from '../support/corpus.js';
import { madeQuestions } from '../support/questions.js';
import { testLifeCycle } from '../support/stage-life.js';
import { all, failureOf } from '../support/streams.js';
import { doubtfulWords, words } from '../support/tokenizer.js';

const questions = madeQuestions(30);
const corpus = memoryCorpus(questions, words);
const filled = makeSamples(corpus, words, { maxSeqLength: [1500] }).samples;
const CHAINS = { chains: { fixed: 3 }, keyFormat: 'hex8' };

type Settings = Parameters<typeof chain>[1];
type Parts = Partial<Parameters<typeof chain>[0]>;

const stageOf = (settings: Settings = {}, parts: Parts = {}) =>
  chain({ corpus, tokenizer: words, ...parts }, { ...CHAINS, ...settings });
const run = (samples: Sample[], settings: Settings = {}, parts: Parts = {}) =>
  all<Sample>(Readable.from(samples).pipe(stageOf(settings, parts)));
const failure = (samples: Sample[], settings: Settings = {}) =>
  failureOf(Readable.from(samples).pipe(stageOf(settings)));

testLifeCycle<Sample, Sample>(test, 'chain', {
  make: () => stageOf(),
  input: n => filled[n % filled.length]!,
  output: n => `made/q${n}/1500`,
  known: samples => samples.map(({ id }) => id),
  failing: {
    make: () => {
      let asked = 0;
      const questionText: typeof corpus.questionText = number => {
        if (++asked > 9) throw new Error('lost disk');
        return corpus.questionText(number);
      };
      return stageOf({}, { corpus: { ...corpus, questionText } });
    },
    error: { message: 'lost disk' },
  },
});

for (const kind of ['in memory', 'on disk'] as const) {
  test(`fill and then chain give what keychain gives, with the corpus ${kind}`, async t => {
    const same = kind === 'in memory' ? corpus : await openTestCorpus(t, questions);
    for (const removeNewlineTab of [false, true]) {
      const settings = {
        maxSeqLength: [900, 1500],
        removeNewlineTab,
        ...CHAINS,
        shape: 'tree' as const,
      };
      const stage = fill({ corpus: same, tokenizer: words }, settings);
      const written = await all<Sample>(Readable.from(questions).pipe(stage));
      // As JSON lines between two processes would have it.
      const read = written.map(sample => JSON.parse(JSON.stringify(sample)) as Sample);
      const found = await run(read, settings, { corpus: same });
      const { samples } = makeSamples(same, words, settings);
      t.is(found.length, 60);
      t.deepEqual(found, samples);
    }
  });
}

test('chain takes the template of a sample that knows chains, its own otherwise', async t => {
  const template = 'Begin at {chain_head}.\n{context}';
  const own = await all<Sample>(
    Readable.from(questions.slice(0, 1)).pipe(
      fill({ corpus, tokenizer: words }, { maxSeqLength: [1500], ...CHAINS, template }),
    ),
  );
  const [kept] = await run(own);
  const [replaced] = await run(filled.slice(0, 1));
  t.is(kept!.meta.template, template);
  t.regex(replaced!.meta.template, /^Please read the following text/);
  for (const sample of [kept!, replaced!]) {
    t.deepEqual(breaches(sample, { questions, tokenizer: words }), []);
  }
});

test("chain keeps a sample's own passage format and its white space", async t => {
  const settings = { passageFormat: '{n}. {title}: {text}', removeNewlineTab: true };
  const { samples } = makeSamples(corpus, words, { ...settings, maxSeqLength: [1500] }, [2]);
  const [sample] = await run(samples);
  t.is(sample!.meta.passage_format, settings.passageFormat);
  t.true(sample!.distractor_context!.startsWith('1. '));
  t.deepEqual(breaches(sample!, { questions, tokenizer: words }), []);
});

test('chain gives a sample of supporting passages only its chains, without a budget', async t => {
  const settings = { command: 'relevant-only', maxSeqLength: [null] } as const;
  const [sample] = await run(makeSamples(corpus, words, settings, [2]).samples);
  t.is(sample!.id, 'made/q2/relevant');
  t.is(sample!.meta.passages.length, 2);
  t.deepEqual(breaches(sample!, { questions, tokenizer: words }), []);
});

test('chain gives chains anew to a sample that has some', async t => {
  const once = await run(filled.slice(0, 3));
  const again = await run(once, { hops: 2 });
  for (const sample of again) {
    t.is(sample.meta.hops, 2);
    t.deepEqual(breaches(sample, { questions, tokenizer: words }), []);
  }
});

test('chain reports a sample that it has no room for, and goes on', async t => {
  const rejects: Reject[] = [];
  const small = makeSamples(corpus, words, { maxSeqLength: [350] }, [1]).samples;
  t.is(small.length, 1);
  const samples = await run(
    [filled[0]!, ...small, filled[2]!],
    {},
    { onReject: reject => rejects.push(reject) },
  );
  t.deepEqual(
    samples.map(({ id, index }) => [id, index]),
    [
      ['made/q0/1500', 0],
      ['made/q2/1500', 2],
    ],
    'each keeps its position',
  );
  t.like(rejects, [{ id: 'q1', max_seq_length: 350, code: 'BUDGET_TOO_SMALL' }]);
  t.is(rejects.length, 1);
});

test('chain stops at a sample that was counted with another tokenizer', async t => {
  const { identity } = doubtfulWords;
  const other = { ...filled[0]!, meta: { ...filled[0]!.meta, tokenizer: identity } };
  t.like(await failure([other]), { code: 'TOKENIZER_UNUSABLE' });
});

test('chain stops at a sample that was filled from another corpus', async t => {
  const other = { ...filled[0]!, meta: { ...filled[0]!.meta, corpus: 'another' } };
  t.like(await failure([other]), { code: 'CORPUS_UNUSABLE' });
});

test('chain reports a sample whose passages nobody has', async t => {
  const { passages: _, ...bare } = filled[0]!;
  const meta = { ...bare.meta, passages: [{ id: '0123456789abcdef', supporting: true }] };
  const rejects: Reject[] = [];
  const samples = await run(
    [{ ...bare, meta }, filled[1]!],
    {},
    { onReject: r => rejects.push(r) },
  );
  t.is(samples.length, 1);
  t.like(rejects, [{ id: 'q0', code: 'RECORD_INVALID' }]);
});

test('chain reports a sample from another corpus or tokenizer that is among its own', async t => {
  const { identity } = doubtfulWords;
  const changes = [{ corpus: 'another' }, { tokenizer: identity }];
  for (const change of changes) {
    const rejects: Reject[] = [];
    const other = { ...filled[1]!, meta: { ...filled[1]!.meta, ...change } };
    const samples = await run(
      [filled[0]!, other, filled[2]!],
      {},
      { onReject: reject => rejects.push(reject) },
    );
    t.is(samples.length, 2);
    t.like(rejects, [{ id: 'q1', code: 'RECORD_INVALID' }]);
  }
});

test('chain stops where the keys do not suffice for the length of a sample', async t => {
  const many = { chains: { per1024: 2 }, keyFormat: 'hex1', hops: 3 };
  const long = { ...filled[0]!, meta: { ...filled[0]!.meta, max_seq_length: 4096 } };
  t.is((await run(filled.slice(0, 1), many)).length, 1);
  t.like(await failure([long], many), { code: 'USAGE' });
});

test('chain refuses options that no chain can be made with, before any input', t => {
  const wrong: Settings[] = [
    { chains: { fixed: 0 } },
    { keyFormat: 'hex1', chains: { fixed: 5 } },
    { hops: 0 },
    { shape: 'tree', branching: 1 },
  ];
  for (const settings of wrong) t.throws(() => stageOf(settings), { code: 'USAGE' });
});

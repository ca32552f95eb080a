import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
import { tempDir } from '../support/temp-dir.js';
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
  const own = words.identity;
  t.like(await failure([other]), {
    code: 'TOKENIZER_UNUSABLE',
    message: `sample made/q0/1500 was counted with ${identity.type} ${identity.name}, not ${own.type} ${own.name}; give that tokenizer`,
  });
  // Of the same name, and yet another.
  const tokenizer = { ...own, sha256: 'f'.repeat(64) };
  const twin = { ...filled[0]!, meta: { ...filled[0]!.meta, tokenizer } };
  t.like(await failure([twin]), { code: 'TOKENIZER_UNUSABLE' });
});

test('chain stops at a sample that was filled from another corpus', async t => {
  const other = { ...filled[0]!, meta: { ...filled[0]!.meta, corpus: 'another' } };
  t.like(await failure([other]), {
    code: 'CORPUS_UNUSABLE',
    message: `sample made/q0/1500 was filled from the corpus another, not ${corpus.info.key}; give that one with --corpus`,
  });
});

test('chain stops at a sample that stands in a chat template it was not given', async t => {
  const chat_template = { sha256: 'abc', date: '', kwargs: '' };
  const other = { ...filled[0]!, meta: { ...filled[0]!.meta, chat_template } };
  t.like(await failure([other]), {
    code: 'CHAT_TEMPLATE_UNUSABLE',
    message:
      'sample made/q0/1500 was filled in the chat template abc, not none; give that one with --chat-template',
  });
});

test('chain counts a sample in the conversation that it was filled in', async t => {
  const chatTemplate = join(await tempDir(t), 'chat.jinja');
  await writeFile(chatTemplate, '{% for each in messages %}[{{ each.content }}]{% endfor %} go');
  const settings = { ...CHAINS, maxSeqLength: [1500], chatTemplate };
  const system = { sampleSystemPrompt: 'one two three', sampleInstruction: 'four five' };
  const inTemplate = await all<Sample>(
    Readable.from(questions.slice(0, 3)).pipe(
      fill({ corpus, tokenizer: words }, { ...settings, ...system }),
    ),
  );
  const made = await run(inTemplate, { chatTemplate });
  t.is(made.length, 3);
  for (const [i, sample] of made.entries()) {
    t.deepEqual(sample.meta.passages, inTemplate[i]!.meta.passages, 'there was room for it');
    t.deepEqual(sample.meta.chat_template, inTemplate[i]!.meta.chat_template);
    t.is(sample.meta.sample_system_prompt, system.sampleSystemPrompt);
    const prompt = sample.meta.template
      .replace('{context}', () => sample.distractor_context!)
      .replaceAll('{chain_head}', sample.chain_head_with_question!);
    const conversation = `[one two three][${prompt}\n\nfour five] go`;
    t.is(sample.meta.prompt_tokens, words.count(conversation));
  }
  // One without a conversation may be among them; one with another is a reject.
  t.is((await run([inTemplate[0]!, filled[1]!], { chatTemplate })).length, 2);
  const rejects: Reject[] = [];
  const chat_template = { ...inTemplate[1]!.meta.chat_template!, sha256: 'abc' };
  const other = { ...inTemplate[1]!, meta: { ...inTemplate[1]!.meta, chat_template } };
  const onReject = (reject: Reject): void => {
    rejects.push(reject);
  };
  t.is((await run([inTemplate[0]!, other], { chatTemplate }, { onReject })).length, 1);
  t.like(rejects, [{ id: 'q1', code: 'RECORD_INVALID' }]);
});

test('chain reports a sample with settings that cannot be given, and keeps to those of each', async t => {
  const rejects: Reject[] = [];
  const onReject = (reject: Reject): void => {
    rejects.push(reject);
  };
  const changed = (n: number, change: object): Sample => ({
    ...filled[n]!,
    meta: { ...filled[n]!.meta, ...change },
  });
  const formats = Array.from({ length: 20 }, (_, i) => `${i}: {title}\n{text}`);
  const samples = await run(
    [
      changed(0, { passage_format: 'no text' }),
      changed(1, { template: '{chain_head} alone' }),
      ...formats.map((passage_format, i) => changed(i, { passage_format })),
      ...formats.map((passage_format, i) => changed(i, { passage_format })),
    ],
    {},
    { onReject },
  );
  t.deepEqual(
    samples.map(({ distractor_context }) => distractor_context!.split(' ', 1)[0]),
    [...formats, ...formats].map(format => format.split(' ', 1)[0]),
  );
  t.deepEqual(
    rejects.map(({ id, code }) => [id, code]),
    [
      ['q0', 'RECORD_INVALID'],
      ['q1', 'RECORD_INVALID'],
    ],
  );
  for (const { message } of rejects) t.regex(message, /^meta\.template or meta\.passage_format: ./);
});

test('a sample without a budget is reported without one, and nobody need listen', async t => {
  const settings = { command: 'relevant-only', maxSeqLength: [null] } as const;
  const [whole] = makeSamples(corpus, words, settings, [2]).samples;
  const { passages: _, ...bare } = whole!;
  const lost = {
    ...bare,
    meta: { ...bare.meta, passages: [{ id: '0123456789abcdef', supporting: true }] },
  };
  const rejects: Reject[] = [];
  const onReject = (reject: Reject): void => {
    rejects.push(reject);
  };
  t.deepEqual(await run([lost], {}, { onReject }), []);
  t.deepEqual(rejects, [
    {
      id: 'q2',
      code: 'RECORD_INVALID',
      message:
        'the corpus has no passage 0123456789abcdef of sample made/q2/relevant; give the corpus that it was filled from, or the samples as fill writes them',
    },
  ]);
  t.is((await run([lost, whole!])).length, 1);
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

import test from 'ava';
import { adopt } from '../../lib/adopt/adopt.js';
import { type AdoptSources, adoptSample } from '../../lib/adopt/adopt-sample.js';
import { finalPrompt } from '../../lib/prompt/final-prompt.js';
import type { Fields } from '../../lib/records/fields.js';
import type { Sample } from '../../lib/records/sample.js';
import { sampleFields } from '../../lib/records/sample-fields.js';
import { testLifeCycle } from '../support/stage-life.js';
import { words } from '../support/tokenizer.js';

const sources: AdoptSources = {
  tokenizer: words,
  questions: () => [],
  passages: { find: () => undefined, close: async () => undefined },
  corpus: '',
};
const terms = { maxSeqLength: 4096, tokensToGenerate: 100 };
const adopted = (record: Fields): Sample => sampleFields(adoptSample(record, 3, terms, sources));

const CONTEXT = 'Passage 1:\nA\nOne is here. Two is there.\n\nPassage 2:\nB\nThree.';
const plain = { input: 'Where is one?', answers: ['here'], context: CONTEXT };
const row = (content: string, more: object = {}): Fields => ({
  data_source: 'custom_longcontextqa_fairy/tales',
  prompt: [{ role: 'user', content }],
  reward_model: { ground_truth: ['here'] },
  extra_info: { question: 'Where is one?', ...more },
});

testLifeCycle<Fields, Sample>(test, 'adopt', {
  make: () => adopt({ ...sources, termsOf: () => terms }),
  input: n => ({ ...plain, id: `made/q${n}/4096` }),
  output: n => `q${n}`,
  known: samples => samples.map(({ meta }) => meta.question_id),
});

test('what nobody says is 0, empty or unknown, and what can be known is known', t => {
  const sample = adopted(plain);
  t.like(sample, { index: 3, source_index: 3, input: 'Where is one?', answers: ['here'] });
  t.like(sample.meta, {
    ...{ dataset: 'unknown', seed: 0, max_seq_length: 4096, tokens_to_generate: 100 },
    ...{ template: '{context}', passage_format: 'Passage {n}:\n{title}\n{text}', corpus: '' },
    ...{ placement: 'unknown', sigma: 0, clamp: 0, version: '', remove_newline_tab: false },
  });
  t.is(sample.meta.passages.length, 2);
  t.is(sample.length, words.count(CONTEXT) + 100);
  t.regex(sample.id, /^unknown\/[\da-f]{16}\/4096$/);
});

test('the reference calls answers outputs, too', t => {
  t.deepEqual(adopted({ ...plain, answers: undefined, outputs: ['x', 'y'] }).answers, ['x', 'y']);
});

test('words around the context of a row become a template, which gives the prompt to the letter', t => {
  const prompt = `Read.\n\n${CONTEXT}\n\nQuestion: Where is one?\nAnswer in a box.`;
  const sample = adopted(row(prompt));
  t.is(sample.meta.template, 'Read.\n\n{context}\n\nQuestion: {question}\nAnswer in a box.');
  t.is(sample.context, CONTEXT);
  t.is(finalPrompt(sample), prompt);
  t.is(sample.id, `fairy%2Ftales/${sample.meta.question_id}/4096`);
});

test('a message of the system is kept; a conversation of several turns is refused', t => {
  const { prompt: [asked] = [], ...rest } = row(CONTEXT) as { prompt?: object[] };
  const system = { role: 'system', content: 'Be brief.' };
  t.is(adopted({ ...rest, prompt: [system, asked] }).meta.sample_system_prompt, 'Be brief.');
  const said = { role: 'assistant', content: 'Yes?' };
  t.throws(() => adopted({ ...rest, prompt: [asked, said, asked] }), {
    message: /conversation of 3 messages/,
  });
});

test('words that mean something in a template are refused', t => {
  for (const word of ['{question}', '{context}', '{chain_head}', 'a\\nb']) {
    t.throws(() => adopted(row(`${CONTEXT}\n\nFill in ${word}.`)), { code: 'RECORD_INVALID' });
  }
});

const KEYED = (pairs: readonly string[]): string =>
  `Document 0:\nA\nOne is here. ${pairs.join(' ')}\n\nDocument 1:\nB\nTwo.`;
const HEAD = 'aaaaaaaa';
const chained = (pairs: readonly string[], more: object = {}): Fields => ({
  ...{ input: 'Where?', answers: ['here'], distractor_context: KEYED(pairs) },
  chain_head_with_question: HEAD,
  ...more,
});

test('chains are read from the text, the true one first', t => {
  const { meta, distract_questions } = adopted(
    chained([
      '{"cccccccc": "dddddddd"}.',
      '{"dddddddd": "Who?"}.',
      `{"bbbbbbbb": "Where?"}.`,
      `{"${HEAD}": "bbbbbbbb"}.`,
    ]),
  );
  t.deepEqual(meta.chains, [
    [
      [HEAD, 'bbbbbbbb'],
      ['bbbbbbbb', 'Where?'],
    ],
    [
      ['cccccccc', 'dddddddd'],
      ['dddddddd', 'Who?'],
    ],
  ]);
  t.like(meta, { hops: 2, shape: 'chain', branching: 1, key_format: 'hex8', hop_order: 'random' });
  t.deepEqual(meta.chain_keys, [HEAD, 'bbbbbbbb']);
  t.deepEqual(distract_questions, ['Who?']);
});

test('trees are told from full trees', t => {
  const full = [`{"${HEAD}": "bbbbbbbb"}.`, `{"${HEAD}": "cccccccc"}.`, '{"bbbbbbbb": "Where?"}.'];
  const ends = [...full, '{"cccccccc": "dddddddd"}.'];
  t.like(adopted(chained(ends)).meta, { shape: 'full-tree', branching: 2, hops: 2 });
  t.like(adopted(chained(full)).meta, { shape: 'tree', branching: 2, hops: 2 });
});

test('the narrowest key format that all keys have is named', t => {
  const formats: [string, string][] = [
    ['0f9c1a2b', 'hex8'],
    ['zebra', 'letters5'],
    ['V1StGXR8_Z5', 'nano11'],
    ['bdd640fb-0667-4ad1-9c80-317fa3b1799d', 'uuid'],
    ['bdd640fb-0667-1ad1-9c80-317fa3b1799d', 'nano36'],
  ];
  for (const [key, format] of formats) {
    const record = chained([`{"${key}": "Where?"}.`], { chain_head_with_question: key });
    t.is(adopted(record).meta.key_format, format);
  }
});

test('a row may name its supporting passages by their numbers', t => {
  const named = adopted(row(CONTEXT, { supporting_passages: [{ number: 2, title: 'B' }] }));
  t.deepEqual(
    named.meta.passages.map(({ supporting }) => supporting),
    [false, true],
  );
});

test('a context without line feeds is told, and counted flat', t => {
  const context = 'Passage 1: A One is here. Passage 2: B Two.';
  const { meta } = adopted({ ...plain, context });
  t.like(meta, { remove_newline_tab: true, passage_format: 'Passage {n}:\n{title}\n{text}' });
  t.is(meta.passages.length, 2);
  const within = adopted(row(`Read.\n\n${context}\n\nWhere is one?`));
  t.false(within.meta.remove_newline_tab);
});

test('a chain of any length is followed', t => {
  const key = (i: number): string => i.toString(16).padStart(8, '0');
  const pairs = Array.from({ length: 20_000 }, (_, i) => `{"${key(i)}": "${key(i + 1)}"}.`);
  const all = [...pairs, `{"${key(20_000)}": "Where?"}.`];
  t.is(adopted(chained(all, { chain_head_with_question: key(0) })).meta.hops, 20_001);
});

test('samples of ours pass as they are', async t => {
  const own = adopted(plain);
  const stage = adopt({ ...sources, termsOf: () => terms });
  stage.end(own);
  t.deepEqual(await stage.toArray(), [own]);
});

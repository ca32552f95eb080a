import { Readable } from 'node:stream';
import test from 'ava';
import type { Example } from '../../lib/export/example.js';
import { type ExamplesOptions, examples, type LeftOut } from '../../lib/export/examples.js';
import { countAsMade, countAsTrained } from '../../lib/export/prompt-length.js';
import type { Fields } from '../../lib/records/fields.js';
import type { Reject } from '../../lib/records/reject.js';
import { anySample } from '../support/sample.js';
import { words } from '../support/tokenizer.js';

/** What the stage makes of some records. */
async function made(records: readonly object[], options: Partial<ExamplesOptions> = {}) {
  const rejects: Reject[] = [];
  const leftOut: LeftOut[] = [];
  const stage = examples({
    scoring: { rule: 'loongrl' },
    count: countAsMade,
    onReject: reject => rejects.push(reject),
    onLeftOut: why => leftOut.push(why),
    ...options,
  });
  const found = (await Readable.from(records).pipe(stage).toArray()) as Example[];
  return { found, rejects, leftOut };
}

const sample = (changes: object = {}): Fields => ({
  ...anySample(3),
  answers: ['Some keeper'],
  ...changes,
});

test('what is a sample to a trainer', async t => {
  const { found } = await made([sample()]);
  t.like(found[0], {
    kind: 'plain',
    id: 'made/q3/4096',
    dataset: 'made',
    question: 'Who is “3”?',
    messages: [{ role: 'user', content: 'Document 0:\nPlace 3\nA "text".' }],
    promptTokens: 875,
    supporting: [{ number: 0, title: 'Place 3' }],
    flaws: [],
  });
});

test('one question is one by its id or by its text, whatever the form it comes in', async t => {
  const { meta } = anySample(3);
  const row = {
    data_source: 'custom_longcontextqa_made',
    prompt: [{ role: 'user', content: 'Q' }],
    reward_model: { style: 'rule', ground_truth: ['A'] },
    extra_info: { id: 'made/q3/8192', question: ' who is  “3” ' },
  };
  const messages = [...row.prompt, { role: 'assistant', content: 'A' }];
  const { found } = await made([
    sample(),
    sample({ meta: { ...meta, max_seq_length: 8192 } }),
    sample({ meta: { ...meta, dataset: 'other' } }),
    row,
    { ...row, extra_info: { id: 'made/q3/8192' } },
    { ...row, data_source: 'theirs', extra_info: row.extra_info },
    { ...row, data_source: 'theirs', extra_info: {} },
    sample({ messages }),
    sample({ id: 'needle/made/q3/4096' }),
    { ...row, data_source: 'custom_needle_made' },
  ]);
  const id = '["id","made","q3"]';
  const text = '["text","who is “3"]';
  const keys = found.map(({ questionKeys }) => questionKeys);
  t.deepEqual(keys.with(6, []), [
    [id, text],
    [id, text],
    ['["id","other","q3"]', text],
    [id, text],
    [id],
    ['["id","theirs","made/q3/8192"]', text],
    [],
    [id, text],
    // One text is asked of many haystacks.
    [id],
    [id],
  ]);
  // What has neither is known by its prompt.
  t.regex(keys[6]!.join(), /^\["id","theirs","[0-9a-f]{16}"\]$/);
});

test('a row tells its flaws again, and is left out by them', async t => {
  const row = (flaws: unknown) => ({
    data_source: 'theirs',
    prompt: [{ role: 'user', content: 'Q' }],
    reward_model: { ground_truth: 'no' },
    extra_info: { flaws },
  });
  const records = [row('short, dotted'), row(['short', 'dotted']), row(''), row(7), row('theirs')];
  const { found } = await made(records);
  const both = ['short', 'dotted'];
  t.deepEqual(
    found.map(({ flaws }) => flaws),
    [both, both, [], [], []],
  );
  t.deepEqual((await made(records, { dropFlawed: true })).leftOut, ['flawed', 'flawed']);
});

test('records that are nothing to a trainer are rejected, each with what is wrong', async t => {
  const { meta } = anySample(1);
  const bad: [record: object, message: RegExp][] = [
    [{ id: 'x' }, /^meta is missing; expected a sample, a trajectory with messages/],
    [sample({ input: ' ' }), /^input is a string|^input is an empty string/],
    [sample({ answers: 'a' }), /^answers is a string/],
    [sample({ context: '' }), /expected the rendered passages/],
    [sample({ meta: { ...meta, template: 'nothing' } }), /expected one with \{context\}/],
    [sample({ meta: { ...meta, prompt_tokens: -1 } }), /^meta.prompt_tokens/],
    [{ ...sample(), messages: [{ role: 'user', content: 'Q' }] }, /the answer of the assistant/],
    [{ ...sample(), messages: [{ role: 'user' }] }, /^messages\[0\]/],
    [{ ...sample(), messages: [{ role: 'user', content: 7 }] }, /^messages\[0\].*both texts/],
    [{ prompt: [], reward_model: {}, data_source: 'x' }, /^prompt is an array; expected a conv/],
  ];
  const { found, rejects } = await made(bad.map(([record]) => record));
  t.is(found.length, 0);
  t.deepEqual(
    rejects.map(({ code }) => code),
    bad.map(() => 'RECORD_INVALID'),
  );
  for (const [i, [, message]] of bad.entries()) t.regex(rejects[i]!.message, message);
});

test('what a reward cannot judge, and questions that are none, are flagged, and dropped if wanted', async t => {
  const flawed: [changes: object, flaws: string[]][] = [
    [{ answers: ['?'] }, ['empty']],
    [{ answers: ['7'] }, ['short']],
    [{ answers: ['no'] }, ['short']],
    [{ answers: ['U.S.'] }, ['dotted']],
    [{ input: 'w' }, ['broken-question']],
    [{ input: 'Lantern?', answers: ['7'] }, ['short', 'broken-question']],
    [{ input: '谁是灯塔看守人？' }, []],
    [{ id: 'needle/1/4096', answers: ['one value', 'another one'] }, ['any-of-several']],
    [{ id: 'needle/2/4096', answers: ['one value'] }, []],
    [{}, []],
  ];
  const records = flawed.map(([changes]) => sample(changes));
  const { found } = await made(records);
  t.deepEqual(
    found.map(({ flaws }) => flaws),
    flawed.map(([, flaws]) => flaws),
  );
  const dropped = await made(records, { dropFlawed: true });
  t.is(dropped.found.length, 3);
  t.deepEqual(new Set(dropped.leftOut), new Set(['flawed']));
  const other = await made([sample({ answers: ['7'] })], { scoring: { rule: 'answer-is' } });
  t.deepEqual(other.found[0]!.flaws, []);
  const several = sample({ id: 'needle/1/4096', answers: ['one value', 'another one'] });
  const all = await made([several], { scoring: { rule: 'all-of' } });
  t.deepEqual(all.found[0]!.flaws, [], 'a reward that asks for all pays for all');
});

test('a trajectory without a right answer is nothing to learn from', async t => {
  const { found, leftOut } = await made([{ ...sample(), messages: [], best: -1 }]);
  t.deepEqual([found, leftOut], [[], ['unsolved']]);
});

test('a prompt is held against the length that the trainer takes, by its own count', async t => {
  const records = [sample()];
  t.is((await made(records, { maxPromptLength: 875 })).found.length, 1);
  const { rejects } = await made(records, { maxPromptLength: 874 });
  t.is(rejects[0]!.code, 'PROMPT_TOO_LONG');
  t.is(
    rejects[0]!.message,
    'the prompt has 875 tokens; the trainer takes 874 (--max-prompt-length)',
  );
  const count = countAsTrained({ tokenizer: words, template: 'Say. {prompt}' });
  const bare = countAsTrained({ tokenizer: words });
  const [example] = (await made(records)).found;
  t.is(count(example!)! - bare(example!)!, words.count('Say. '));
  // The words of a trainer that makes a prompt of its own.
  const own = countAsTrained({ tokenizer: words, template: '{context} {question}' });
  t.is(own(example!), words.count('Document 0:\nPlace 3\nA "text". Who is “3”?'));
  // A trajectory's prompt is what stands before its answer.
  const answered = {
    ...sample(),
    messages: [
      { role: 'system', content: 'Think.' },
      { role: 'user', content: 'Who is it?' },
      { role: 'assistant', content: 'A much longer answer than the prompt, which is not counted.' },
    ],
  };
  const most = words.count('Think.\nWho is it?');
  t.is((await made([answered], { count: bare, maxPromptLength: most })).found.length, 1);
  const long = await made([answered], { count: bare, maxPromptLength: most - 1 });
  t.is(long.rejects[0]!.code, 'PROMPT_TOO_LONG');
  const uncounted = await made([answered], { maxPromptLength: 1000 });
  t.regex(uncounted.rejects[0]!.message, /^nobody has counted the prompt; --tokenizer-type/);
  t.is((await made([answered])).found.length, 1, 'nothing is asked of its length');
  // What is no single prompt cannot be counted.
  const foreignRow = { data_source: 'x', reward_model: { ground_truth: 'a' } };
  const turns = ['user', 'assistant', 'user'].map(role => ({ role, content: 'x' }));
  const foreign = await made([{ ...foreignRow, prompt: turns }], { maxPromptLength: 9 });
  t.regex(foreign.rejects[0]!.message, /^nobody has counted the prompt/);
});

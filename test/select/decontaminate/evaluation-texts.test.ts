import test from 'ava';
import { textsIn } from '../../../lib/select/decontaminate/evaluation-texts.js';

const CASES: [what: string, record: unknown, texts: ReturnType<typeof textsIn>][] = [
  ['a question', { id: 'q1', question: 'Who?', answers: [] }, [{ id: 'q1', text: 'Who?' }]],
  ['a record of HotpotQA', { _id: 'q1', question: 'Who?' }, [{ id: 'q1', text: 'Who?' }]],
  ['a sample', { id: 'a/q1/900', input: 'Who?', context: 'C' }, [{ id: 'a/q1/900', text: 'Who?' }]],
  ['a number for an id', { id: 7, problem: '1 + 1?' }, [{ id: '7', text: '1 + 1?' }]],
  ['a prompt', { prompt: 'Read. Who?' }, [{ id: undefined, text: 'Read. Who?' }]],
  ['its question before its prompt', { prompt: 'R', query: 'Q' }, [{ id: undefined, text: 'Q' }]],
  [
    'a conversation, but for the answers in it',
    {
      messages: [
        { role: 'system', content: 'S' },
        { role: 'user', content: 'Who?' },
        { role: 'assistant', content: 'She.' },
        { role: 'user', content: 'Why?' },
      ],
    },
    [{ id: undefined, text: 'Who?\nWhy?' }],
  ],
  [
    'a row of verl',
    {
      prompt: [{ role: 'user', content: 'Long. Who?' }],
      extra_info: { id: 'x', question: 'Who?' },
    },
    [{ id: 'x', text: 'Who?' }],
  ],
  [
    'a row of verl without a question',
    { prompt: [{ role: 'user', content: 'Long. Who?' }], extra_info: { index: 1 } },
    [{ id: undefined, text: 'Long. Who?' }],
  ],
  [
    'an article of SQuAD',
    {
      title: 'T',
      paragraphs: [{ qas: [{ id: 'a', question: 'A?' }] }, { qas: [{ question: 'B' }] }],
    },
    [
      { id: 'a', text: 'A?' },
      { id: undefined, text: 'B' },
    ],
  ],
  ['a text alone', 'Who?', [{ text: 'Who?' }]],
  ['blanks', { question: '  ' }, []],
  ['nothing of the kind', { a: 1 }, []],
  ['no record', [1], []],
];

for (const [what, record, texts] of CASES) {
  test(`what an evaluation set asks: ${what}`, t => {
    t.deepEqual(textsIn(record), texts);
  });
}

import test from 'ava';
import { type Asked, askedIn } from '../../../lib/select/exclude/marks.js';

const META = { template: '{context}', dataset: 'hotpotqa', question_id: 'q/1' };

const CASES: [what: string, value: unknown, asked: Asked[]][] = [
  ['an id alone', 'q1', [{ id: 'q1' }]],
  ['a number for an id', 7, [{ id: '7' }]],
  [
    "a sample's id alone, of a dataset with a slash",
    'a%2Fb/q/1/4096',
    [{ id: 'a%2Fb/q/1/4096' }, { dataset: 'a/b', id: 'q/1' }],
  ],
  [
    'a record with an id',
    { _id: 'q1', other: 1 },
    [{ dataset: undefined, id: 'q1', text: undefined }],
  ],
  [
    'a sample',
    { id: 'hotpotqa/q/1/4096', input: 'Who?', answers: ['A'], meta: META },
    [{ dataset: 'hotpotqa', id: 'q/1', text: 'Who?' }],
  ],
  [
    'a sample without meta',
    { id: 'hotpotqa/q/1/relevant', input: 'Who?' },
    [{ dataset: 'hotpotqa', id: 'q/1', text: 'Who?' }],
  ],
  ['a sample of others', { index: 3, input: 'Who?' }, [{ id: undefined, text: 'Who?' }]],
  [
    'a question',
    { id: 'q1', dataset: 'musique', question: 'Who?', passages: [] },
    [{ dataset: 'musique', id: 'q1', text: 'Who?' }],
  ],
  [
    'a reject of a sample',
    { code: 'NO_ROOM', message: 'm', id: 'q1', max_seq_length: 900 },
    [{ id: 'q1' }],
  ],
  [
    'a reject of the stage fill, which has a place',
    { file: '-', record: 1, offset: 0, code: 'C', message: 'm', id: 'q1', max_seq_length: 900 },
    [{ id: 'q1' }],
  ],
  [
    'what could not be read',
    { file: 'a', record: 1, offset: 0, code: 'C', message: 'm', id: 'q1' },
    [],
  ],
  ['needles', { id: 'needle/1/900', input: 'Tell.', meta: { ...META, dataset: 'needle' } }, []],
  [
    'a row of verl',
    {
      data_source: 'custom_longcontextqa_hotpotqa',
      prompt: [{ role: 'user', content: 'Read. Who?' }],
      reward_model: { style: 'rule', ground_truth: ['A'] },
      extra_info: { id: 'hotpotqa/q1/4096', question: 'Who?' },
    },
    [{ dataset: 'hotpotqa', id: 'q1', text: 'Who?' }],
  ],
  ['nothing of the kind', { a: 1 }, []],
  ['no record', [1], []],
];

for (const [what, value, asked] of CASES) {
  test(`asked before: ${what}`, t => {
    t.deepEqual(askedIn(value), asked);
  });
}

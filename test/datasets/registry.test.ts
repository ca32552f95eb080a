import test from 'ava';
import { isOfArticles } from '../../lib/corpus/draw-order.js';
import { DATASET_FORMATS, DATASETS, recognize } from '../../lib/datasets/registry.js';
import { RecordError } from '../../lib/errors.js';
import {
  hotpotRecord,
  hubRecord,
  musiqueRecord,
  ownRecord,
  RECORDS,
  squadArticle,
  wikiRecord,
} from './fixtures.js';

const hotpotqa = DATASETS.hotpotqa.read;
const twoWiki = DATASETS['2wikimqa'].read;
const musique = DATASETS.musique.read;
const questions = DATASETS.questions.read;
const squad = (article: unknown) =>
  DATASETS.squad.unfold?.(article).map(entry => DATASETS.squad.read(entry));

const HOTPOT = {
  id: 'h1',
  dataset: 'hotpotqa',
  question: 'Which “band” has a \\ and a 🎸?',
  answers: ['Rush'],
  passages: [
    {
      title: 'Neil “Peart”',
      text: 'He drums. He said "no]}" \\ 日本 🎸.',
      supporting: true,
      sentences: ['He drums.', ' He said "no]}" \\', ' 日本 🎸.'],
    },
    {
      title: 'Naïve\tBand',
      text: 'A band {[ from\nToronto.',
      supporting: true,
      sentences: ['A band {[', ' from\nToronto.'],
    },
    { title: 'Filler', text: 'Nothing.', supporting: false, sentences: ['Nothing.'] },
  ],
  answerable: true,
  type: 'bridge',
  level: 'hard',
};

test('HotpotQA: sentences are put together as they are, empty ones are no sentences', t => {
  t.deepEqual(hotpotqa(hotpotRecord()), HOTPOT);
});

test('HotpotQA: a Hub row gives the same question', t => {
  t.deepEqual(hotpotqa(hubRecord()), HOTPOT);
});

test('2Wiki: sentences are joined by one blank', t => {
  const { passages, dataset, ...rest } = twoWiki(wikiRecord());
  t.is(dataset, '2wikimqa');
  t.false('question_hops' in rest);
  t.deepEqual(passages, [
    {
      title: 'Neil “Peart”',
      text: 'He drums. He is 日本.',
      supporting: true,
      sentences: ['He drums.', 'He is 日本.'],
    },
    {
      title: 'Naïve\tBand',
      text: 'A band. From Toronto.',
      supporting: true,
      sentences: ['A band.', 'From Toronto.'],
    },
  ]);
});

test('MuSiQue: aliases join the answers once, hops come from the id', t => {
  t.deepEqual(musique(musiqueRecord()), {
    id: '3hop1__1_2_3',
    dataset: 'musique',
    question: 'What is A?',
    answers: ['Alpha', 'alpha', 'A'],
    passages: [
      { title: 'A', text: 'Text of A.', supporting: true },
      { title: 'B', text: 'Text of B 🎸.', supporting: false },
    ],
    answerable: true,
    question_hops: 3,
  });
});

test('MuSiQue: the id tells the hops, if it does', t => {
  const hops = (id: string) => musique(musiqueRecord(id)).question_hops;
  t.deepEqual(['2hop__1_2', '4hop3__1', 'x', 'hop2'].map(hops), [2, 4, undefined, undefined]);
});

test('MuSiQue: answerable unless it says otherwise, and an unanswerable one needs no support', t => {
  const { answerable, ...rest } = musiqueRecord();
  t.true(answerable && musique(rest).answerable);
  const paragraphs = rest.paragraphs.map(p => ({ ...p, is_supporting: false }));
  t.false(musique({ ...rest, paragraphs, answerable: false }).answerable);
});

test('SQuAD: one passage a question, distinct answers, impossible ones without', t => {
  t.deepEqual(squad(squadArticle()), [
    {
      id: 's1',
      dataset: 'squad',
      question: 'Where?',
      answers: ['France', 'in France'],
      passages: [{ title: 'Normans', text: 'In “France”.', supporting: true }],
      answerable: true,
    },
    {
      id: 's2',
      dataset: 'squad',
      question: 'Why?',
      answers: [],
      passages: [{ title: 'Normans', text: 'In “France”.', supporting: false }],
      answerable: false,
    },
  ]);
});

test('own records come back as they are, unknown fields included', t => {
  t.deepEqual(questions(ownRecord()), ownRecord());
});

test('own records: fields are in the documented order, extras last', t => {
  const { id, ...rest } = { ...ownRecord(), level: 'hard', question_hops: 2, type: 'bridge' };
  const order = 'id dataset question answers passages answerable type level question_hops';
  const keys = Object.keys(questions({ zeta: 1, ...rest, id }));
  t.deepEqual(keys, [...order.split(' '), 'zeta', 'rollouts', 'pass_count']);
});

test('own records: a field called __proto__ stays a field', t => {
  const raw: unknown = JSON.parse(
    `{"__proto__": {"evil": 1}, ${JSON.stringify(ownRecord()).slice(1)}`,
  );
  const made = questions(raw);
  t.is(Object.getPrototypeOf(made), Object.prototype);
  t.deepEqual(Object.getOwnPropertyDescriptor(made, '__proto__')?.value, { evil: 1 });
});

test('own records: sentences that are not found in order are dropped', t => {
  const read = (sentences: unknown) =>
    questions({
      ...ownRecord(),
      passages: [{ title: 'T', text: 'One. Two.', supporting: true, sentences }],
    }).passages[0]?.sentences;
  t.deepEqual(read(['One.', '', 'Two.']), ['One.', 'Two.']);
  t.is(read(['Two.', 'One.']), undefined);
  t.is(read(['One.', 'One.']), undefined);
  t.is(read([]), undefined);
  t.is(read(undefined), undefined);
});

test('own records: reading what was read changes nothing', t => {
  for (const made of [hotpotqa(hotpotRecord()), twoWiki(wikiRecord()), musique(musiqueRecord())]) {
    t.deepEqual(questions(JSON.parse(JSON.stringify(made))), made);
  }
});

test('the dataset can be named, own records say it themselves', t => {
  t.is(hotpotqa(hotpotRecord(), 'x').dataset, 'x');
  t.is(twoWiki(wikiRecord(), 'x').dataset, 'x');
  t.is(musique(musiqueRecord(), 'x').dataset, 'x');
  t.is(questions(ownRecord()).dataset, 'mine');
  t.is(questions(ownRecord(), 'x').dataset, 'x');
});

test('identical passages are one, which supports if any of them does', t => {
  const passage = (text: string, supporting: boolean) => ({ title: 'T', text, supporting });
  const passages = [
    passage('a', false),
    passage('b', false),
    passage('a', true),
    passage('b', false),
  ];
  t.deepEqual(questions({ ...ownRecord(), passages }).passages, [
    passage('a', true),
    passage('b', false),
  ]);
});

test('lone surrogates are replaced in passages, which have to be UTF-8, and stay elsewhere', t => {
  const text = JSON.stringify(hotpotRecord())
    .replaceAll('Peart', 'P\\ud800')
    .replaceAll('drums', 'd\\udc00')
    .replace('Rush', 'R\\ud800')
    .replace('Which', 'W\\ud800')
    .replace('bridge', 'b\\ud800');
  const made = hotpotqa(JSON.parse(text));
  t.true(made.passages.every(passage => Object.values(passage).flat().join('').isWellFormed()));
  t.true(JSON.stringify(made).isWellFormed());
  t.is(made.passages[0]?.title, 'Neil “P\ufffd”');
  t.is(made.question.slice(0, 2), 'W\ud800');
  t.is(made.type?.slice(0, 2), 'b\ud800');
  t.false(made.answers[0]!.isWellFormed());
});

test('type and level are kept only if they are strings', t => {
  const made = hotpotqa({ ...hotpotRecord(), type: 3, level: null });
  t.false('type' in made || 'level' in made);
});

test('a format is told from the fields', t => {
  const told = Object.values(RECORDS).map(make => recognize(make()));
  t.deepEqual(told, ['hotpotqa', 'hotpotqa', '2wikimqa', 'musique', 'squad', 'questions']);
  for (const none of [{}, null, 3, 'x', [], { id: 'x', text: 'y' }])
    t.is(recognize(none), undefined);
});

const changedQa = (change: object) => {
  const article = squadArticle();
  Object.assign(article.paragraphs[0]?.qas[0] as object, change);
  return article;
};

const BAD: [
  read: (raw: unknown) => unknown,
  raw: unknown,
  code: string,
  message: string | RegExp,
][] = [
  [hotpotqa, null, 'RECORD_INVALID', 'the record is null; expected an object'],
  [hotpotqa, [], 'RECORD_INVALID', 'the record is an array; expected an object'],
  [hotpotqa, { ...hotpotRecord(), _id: 3.5 }, 'RECORD_INVALID', /^_id is a number; expected a str/],
  [hotpotqa, { ...hotpotRecord(), _id: 2 ** 53 }, 'RECORD_INVALID', /^_id .* digits are lost/],
  [hotpotqa, { ...hotpotRecord(), answer: 1e300 }, 'RECORD_INVALID', /^answer .* digits are lost/],
  [hotpotqa, { ...hotpotRecord(), _id: true }, 'RECORD_INVALID', /^_id is a boolean/],
  [hotpotqa, { ...hotpotRecord(), _id: undefined }, 'RECORD_INVALID', /^id is missing/],
  [hotpotqa, { ...hotpotRecord(), _id: '' }, 'RECORD_INVALID', /^_id is an empty string/],
  [
    hotpotqa,
    { ...hotpotRecord(), question: ' ' },
    'RECORD_INVALID',
    /^question is an empty string/,
  ],
  [hotpotqa, { ...hotpotRecord(), question: undefined }, 'RECORD_INVALID', /^question is missing/],
  [hotpotqa, { ...hotpotRecord(), answer: undefined }, 'RECORD_INVALID', /^answer is missing/],
  [hotpotqa, { ...hotpotRecord(), answer: [['x']] }, 'RECORD_INVALID', /^answer\[0\] is an array/],
  [hotpotqa, { ...hotpotRecord(), answer: {} }, 'RECORD_INVALID', /^answer is an object/],
  [hotpotqa, { ...hotpotRecord(), answer: [] }, 'NO_ANSWER', /answer/],
  [hotpotqa, { ...hotpotRecord(), answer: ' ' }, 'NO_ANSWER', /answer/],
  [hotpotqa, { ...hotpotRecord(), context: undefined }, 'RECORD_INVALID', /^context is missing/],
  [hotpotqa, { ...hotpotRecord(), context: 'x' }, 'RECORD_INVALID', /^context is a string/],
  [hotpotqa, { ...hotpotRecord(), context: ['x'] }, 'RECORD_INVALID', /^context\[0\] is a string/],
  [
    hotpotqa,
    { ...hotpotRecord(), context: [[1, []]] },
    'RECORD_INVALID',
    /^context\[0\]\[0\] is a/,
  ],
  [
    hotpotqa,
    { ...hotpotRecord(), context: [['x']] },
    'RECORD_INVALID',
    /^context\[0\]\[1\] is missing/,
  ],
  [
    hotpotqa,
    { ...hotpotRecord(), context: [['x', ['a', 1]]] },
    'RECORD_INVALID',
    'context[0][1][1] is a number; expected a string',
  ],
  [hotpotqa, { ...hotpotRecord(), context: [] }, 'NO_PASSAGES', /context/],
  [
    hotpotqa,
    { ...hotpotRecord(), supporting_facts: [['Nowhere', 0]] },
    'SUPPORT_MISSING',
    'the supporting title "Nowhere" does not stand in context',
  ],
  [hotpotqa, { ...hotpotRecord(), supporting_facts: [] }, 'NO_SUPPORT', /supporting/],
  [
    hotpotqa,
    { ...hotpotRecord(), supporting_facts: undefined },
    'RECORD_INVALID',
    /^supporting_facts is m/,
  ],
  [
    hotpotqa,
    { ...hotpotRecord(), supporting_facts: ['x'] },
    'RECORD_INVALID',
    /^supporting_facts\[0\]/,
  ],
  [
    hotpotqa,
    { ...hubRecord(), context: { title: 'x' } },
    'RECORD_INVALID',
    /^context\.title is a string/,
  ],
  [
    hotpotqa,
    { ...hubRecord(), context: { title: ['x'], sentences: [] } },
    'RECORD_INVALID',
    /^context\.sentences is an array; expected an array as long as title \(1\)/,
  ],
  [
    hotpotqa,
    { ...hubRecord(), supporting_facts: {} },
    'RECORD_INVALID',
    /^supporting_facts\.title/,
  ],
  [twoWiki, { ...wikiRecord(), context: [] }, 'NO_PASSAGES', /context/],
  [musique, { ...musiqueRecord(), paragraphs: {} }, 'RECORD_INVALID', /^paragraphs is an object/],
  [musique, { ...musiqueRecord(), paragraphs: [] }, 'NO_PASSAGES', /passages/],
  [
    musique,
    { ...musiqueRecord(), paragraphs: [3] },
    'RECORD_INVALID',
    /^paragraphs\[0\] is a number/,
  ],
  [
    musique,
    { ...musiqueRecord(), paragraphs: [{ title: 'a', is_supporting: true }] },
    'RECORD_INVALID',
    'paragraphs[0].paragraph_text is missing; expected a string',
  ],
  [
    musique,
    { ...musiqueRecord(), paragraphs: [{ title: 'a', paragraph_text: 'b', is_supporting: false }] },
    'NO_SUPPORT',
    /supporting/,
  ],
  [musique, { ...musiqueRecord(), answerable: 'yes' }, 'RECORD_INVALID', /^answerable is a string/],
  [musique, { ...musiqueRecord(), answer_aliases: [{}] }, 'RECORD_INVALID', /^answer_aliases\[0\]/],
  [musique, { ...musiqueRecord(), answer: '', answer_aliases: [] }, 'NO_ANSWER', /answer/],
  [squad, { paragraphs: [] }, 'RECORD_INVALID', /^title is missing/],
  [squad, { title: 'x' }, 'RECORD_INVALID', /^paragraphs is missing/],
  [squad, { title: 'x', paragraphs: [3] }, 'RECORD_INVALID', /^paragraphs\[0\]\.qas is missing/],
  [
    squad,
    { title: 'x', paragraphs: [{ qas: [null] }] },
    'RECORD_INVALID',
    /^paragraphs\[0\]\.qas\[0\] is null/,
  ],
  [
    squad,
    { title: 'x', paragraphs: [{ qas: [{}] }] },
    'RECORD_INVALID',
    'the context of paragraphs[0].qas[0] is missing; expected the text of the paragraph',
  ],
  [squad, changedQa({ answers: [] }), 'NO_ANSWER', /answer/],
  [squad, changedQa({ answers: 'x' }), 'RECORD_INVALID', /^answers is a string/],
  [squad, changedQa({ answers: [{}] }), 'RECORD_INVALID', /^answers\[0\]\.text is missing/],
  [squad, changedQa({ is_impossible: 2 }), 'RECORD_INVALID', /^is_impossible is a number/],
  [questions, { ...ownRecord(), dataset: undefined }, 'RECORD_INVALID', /^dataset is missing/],
  [questions, { ...ownRecord(), answers: 'x' }, 'RECORD_INVALID', /^answers is a string/],
  [questions, { ...ownRecord(), answers: [] }, 'NO_ANSWER', /answer/],
  [questions, { ...ownRecord(), passages: [] }, 'NO_PASSAGES', /passages/],
  [
    questions,
    { ...ownRecord(), passages: [{}] },
    'RECORD_INVALID',
    /^passages\[0\]\.title is missing/,
  ],
  [
    questions,
    { ...ownRecord(), passages: [{ title: 'a', text: 'b', supporting: false }] },
    'NO_SUPPORT',
    /supporting/,
  ],
  [
    questions,
    { ...ownRecord(), passages: [{ title: 'a', text: 'b', supporting: true, sentences: 'x' }] },
    'RECORD_INVALID',
    /^passages\[0\]\.sentences is a string/,
  ],
];

test('a bad record is refused with a code and a sentence that names the field', t => {
  for (const [read, raw, code, message] of BAD) {
    const error = t.throws(() => read(raw), { instanceOf: RecordError, message }, String(message));
    t.is(error?.code, code as never, String(message));
    t.notRegex(error?.message ?? '', /\n/);
  }
});

test('every row is a format that is shown, under a title of its own', t => {
  t.deepEqual([...DATASET_FORMATS].sort(), Object.keys(DATASETS).sort());
  const titles = Object.values(DATASETS).map(({ title }) => title);
  t.is(new Set(titles).size, titles.length);
});

test('only a dataset whose row says so has paragraphs of articles as passages', t => {
  t.deepEqual(DATASET_FORMATS.filter(isOfArticles), ['squad']);
  for (const name of ['mine', 'constructor', '']) t.false(isOfArticles(name));
});

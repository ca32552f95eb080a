import test from 'ava';
import { DATASETS } from '../../lib/datasets/registry.js';
import { RecordError } from '../../lib/errors.js';
import { hotpotRecord, musiqueRecord, ownRecord, parseText, squadArticle } from './fixtures.js';

const hotpotqa = DATASETS.hotpotqa.read;

test('an integer is an id by its digits, in every dataset', async t => {
  const article = squadArticle();
  for (const [i, qa] of article.paragraphs[0]!.qas.entries()) Object.assign(qa, { id: i });
  const records = [
    { ...hotpotRecord(), _id: 0 },
    { ...musiqueRecord(), id: 9007199254740991 },
    { ...ownRecord(), id: 7 },
    article,
  ];
  const { questions, rejects } = await parseText(JSON.stringify(records));
  t.deepEqual(rejects, []);
  t.deepEqual(
    questions.map(({ id }) => id),
    ['0', '9007199254740991', '7', '0', '1'],
  );
});

test('an integer whose digits JSON loses is said, and never another id', async t => {
  const text = JSON.stringify(hotpotRecord('@')).replace('"@"', '9007199254740993');
  const { rejects, questions } = await parseText(`${text}\n${JSON.stringify(hotpotRecord())}\n`);
  t.is(questions.length, 1);
  t.like(rejects[0], { code: 'RECORD_INVALID', record: 0, id: undefined });
  t.regex(rejects[0]!.message, /^_id is an integer beyond 2\^53[^\n]*as a string$/);
});

test('the reject of a record with a number for an id has it', async t => {
  const { rejects } = await parseText(
    JSON.stringify([{ ...hotpotRecord(), _id: 12, question: 1 }]),
  );
  t.like(rejects[0], { id: '12', code: 'RECORD_INVALID' });
});

const ANSWERS: [answer: unknown, accepted: string[]][] = [
  ['1988', ['1988']],
  [1988, ['1988']],
  [-0.5, ['-0.5']],
  [true, ['yes']],
  [false, ['no']],
  [
    ['a', 7, true, 'a'],
    ['a', '7', 'yes'],
  ],
  ['["a", "b"]', ['a', 'b']],
  ['[sic]', ['[sic]']],
  ['["a"', ['["a"']],
  ['[1]', ['[1]']],
];

test('a number is an answer by its text, true and false are yes and no, all of a list are accepted', t => {
  for (const [answer, accepted] of ANSWERS) {
    t.deepEqual(hotpotqa({ ...hotpotRecord(), answer }).answers, accepted);
    const raw = { ...musiqueRecord(), answer, answer_aliases: ['a'] };
    t.deepEqual(DATASETS.musique.read(raw).answers, [...new Set([...accepted, 'a'])]);
  }
});

const FLAGS: [value: unknown, flag: boolean | undefined][] = [
  [true, true],
  [false, false],
  [1, true],
  [0, false],
  ['true', true],
  ['False', false],
  ['TRUE', true],
  ['1', true],
  ['0', false],
  [2, undefined],
  ['yes', undefined],
  ['', undefined],
  [[], undefined],
  [{}, undefined],
];

test('flags are true and false, 1 and 0, or either as a text', t => {
  const musique = (is_supporting: unknown) => {
    const raw = musiqueRecord();
    const [first, ...others] = raw.paragraphs;
    const paragraphs = [{ ...first, is_supporting }, ...others, { ...first, title: 'S' }];
    return DATASETS.musique.read({ ...raw, paragraphs }).passages[0]!.supporting;
  };
  const own = (supporting: unknown) => {
    const raw = ownRecord();
    const passages = [{ title: 'X', text: 'x', supporting }, ...raw.passages];
    return DATASETS.questions.read({ ...raw, passages }).passages[0]!.supporting;
  };
  const answerable = (value: unknown) =>
    DATASETS.musique.read({ ...musiqueRecord(), answerable: value }).answerable;
  const possible = (value: unknown) => {
    const article = squadArticle();
    Object.assign(article.paragraphs[0]!.qas[0]!, { is_impossible: value });
    const [entry] = DATASETS.squad.unfold!(article);
    return !DATASETS.squad.read(entry!).answerable;
  };
  for (const [value, flag] of FLAGS) {
    for (const read of [musique, own, answerable, possible]) {
      if (flag === undefined) t.throws(() => read(value), { instanceOf: RecordError });
      else t.is(read(value), flag);
    }
  }
});

test('a supporting passage without text is a reject, in every dataset', async t => {
  const hotpot = hotpotRecord();
  const musique = musiqueRecord();
  const own = ownRecord();
  const article = squadArticle();
  article.paragraphs[0]!.context = '\n';
  const empty = (sentences: string[]) => ({
    ...hotpot,
    context: [[hotpot.context[0]![0], sentences], ...hotpot.context.slice(1)],
  });
  const records = [
    empty([]),
    empty(['']),
    empty([' ', '\n']),
    { ...musique, paragraphs: [{ ...musique.paragraphs[0], paragraph_text: ' ' }] },
    { ...own, passages: [{ title: 'T', text: '', supporting: true }] },
    article,
  ];
  const { questions, rejects } = await parseText(JSON.stringify(records));
  t.deepEqual(
    rejects.map(({ code }) => code),
    records.map(() => 'SUPPORT_EMPTY'),
  );
  // The impossible question of the article supports nothing.
  t.is(questions.length, 1);
});

test('another passage without text does no harm', t => {
  const record = hotpotRecord();
  const context = [...record.context, ['Empty', []], ['', ['No title.']]];
  const { passages } = hotpotqa({ ...record, context });
  t.deepEqual(passages.at(-2), { title: 'Empty', text: '', supporting: false, sentences: [] });
  t.deepEqual(passages.at(-1)!.title, '');
});

test('passages that are none, and sentences that are no texts, are named', async t => {
  const record = hotpotRecord();
  const bad: [context: unknown, message: RegExp][] = [
    [[null, ...record.context], /^context\[0\] is null/],
    [[['T', null]], /^context\[0\]\[1\] is null/],
    [[['T', ['a', null]]], /^context\[0\]\[1\]\[1\] is null/],
    [[{ title: 'T' }], /^context\[0\]\.sentences is missing/],
    [[{ sentences: ['a'] }], /^context\[0\]\.title is missing/],
    [{ title: ['T'], content: [] }, /^context\.content is an array; expected an array as long/],
    [{ title: ['T'], sentences: [[1]] }, /^context\.sentences\[0\]\[0\] is a number/],
    ['[["T", ["a", 1]]]', /^context\[0\]\[1\]\[1\] is a number/],
  ];
  for (const [context, message] of bad) {
    const { rejects, error } = await parseText(JSON.stringify([{ ...record, context }]));
    t.is(error, undefined);
    t.is(rejects[0]?.code, 'RECORD_INVALID');
    t.regex(rejects[0]?.message ?? '', message);
  }
});

test('many passages of one title are collapsed in little time', t => {
  const texts = Array.from({ length: 40_000 }, (_, i) => `Text ${i % 20_000}.`);
  const passages = texts.map((text, i) => ({ title: 'T', text, supporting: i >= 20_000 }));
  const made = DATASETS.questions.read({ ...ownRecord(), passages });
  t.is(made.passages.length, 20_000);
  t.true(made.passages.every(({ supporting }) => supporting));
});

test('long runs of blanks anywhere take a time that grows with them, not with their square', async t => {
  const blanks = `${' '.repeat(400_000)}x`;
  const { type: _, level: __, ...record } = hotpotRecord();
  const odd = [
    { ...record, entity_ids: blanks, evidences: blanks },
    { ...record, context: blanks },
    { ...record, context: [[blanks, [blanks, blanks]]], supporting_facts: [[`${blanks}y`, 0]] },
    { ...record, answer: blanks },
    { ...musiqueRecord(), paragraphs: `[${blanks}`, answerable: blanks },
    { ...ownRecord(), answers: blanks, passages: `[${blanks}` },
    { question: blanks, context: blanks, title: blanks, answers: blanks },
  ];
  const lines = odd.map(each => `${JSON.stringify(each)}\n`).join('');
  const { questions, rejects, error } = await parseText(lines);
  t.is(error, undefined);
  t.is(questions.length + rejects.length, odd.length);
});

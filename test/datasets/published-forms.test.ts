import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { Question } from '../../lib/records/question.js';
import { isUnlabelled } from '../../lib/records/unlabelled.js';
import { type WorldShape, worldRecords } from '../../lib/world/index.js';
import { CONTAINERS, parseChunks, parseText } from './fixtures.js';
import { FORMS, type Form } from './published-forms.js';

type Row = Record<string, unknown>;
type Format = keyof typeof FORMS;

const QUESTIONS = 40;
const recordsOf = (shape: WorldShape): Row[] => [
  ...(worldRecords(shape, { questions: QUESTIONS, seed: 9 }) as Iterable<unknown> as Iterable<Row>),
];

/** A row for each question of SQuAD's articles. */
const squadRows = (): Row[] =>
  [...worldRecords('squad', { questions: QUESTIONS, seed: 9 })].flatMap(({ title, paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) => qas.map(qa => ({ title, context, ...qa }))),
  );

const read = async (records: readonly Row[], container = 'lines') => {
  const text = CONTAINERS[container]!([...records]);
  const { questions, rejects, error } = await parseChunks([Buffer.from(text)]);
  return { questions, rejects, error };
};

/** The published records, as themselves, and the questions in them. */
const PUBLISHED: Record<Format, Row[]> = {
  hotpotqa: recordsOf('hotpotqa'),
  '2wikimqa': recordsOf('2wikimqa'),
  musique: recordsOf('musique'),
  squad: squadRows(),
  questions: [],
};
const QUESTIONS_OF = {} as Record<Format, Question[]>;

/** Own records travel with what else they have. */
const withoutExtras = ({ id, dataset, question, answers, passages, answerable }: Question) => ({
  ...{ id, dataset, question, answers, passages, answerable },
});

/** Fields that some forms drop. */
const withoutKind = ({ type: _, level: __, ...question }: Question) => question;

test.before(async () => {
  for (const format of ['hotpotqa', '2wikimqa', 'musique', 'squad'] as const) {
    const { questions, rejects, error } = await read(PUBLISHED[format]);
    if (error) throw error;
    if (rejects.length > 0) throw new Error(JSON.stringify(rejects[0]));
    QUESTIONS_OF[format] = questions;
  }
  PUBLISHED.questions = [...QUESTIONS_OF.hotpotqa];
  QUESTIONS_OF.questions = QUESTIONS_OF.hotpotqa;
});

const same = (t: ExecutionContext, format: Format, read: Question, i: number) => {
  const wanted = QUESTIONS_OF[format][i]!;
  if (format === 'questions') t.deepEqual(withoutExtras(read), withoutExtras(wanted));
  else t.deepEqual(withoutKind(read), withoutKind(wanted));
};

test('the articles of SQuAD and its rows are the same questions', async t => {
  const articles = recordsOf('squad');
  const { questions } = await read(articles);
  t.deepEqual(questions, QUESTIONS_OF.squad);
  t.true(questions.some(({ answerable }) => !answerable));
  t.true(questions.some(({ answerable }) => answerable));
});

for (const [format, forms] of Object.entries(FORMS) as [Format, Record<string, Form>][]) {
  for (const [name, form] of Object.entries(forms)) {
    test(`${format}, ${name}: the same question`, async t => {
      const records = PUBLISHED[format].map(form);
      t.notDeepEqual(JSON.stringify(records), JSON.stringify(PUBLISHED[format]));
      const { questions, rejects, error } = await read(records);
      t.is(error, undefined);
      t.deepEqual(rejects, []);
      t.is(questions.length, records.length);
      for (const [i, question] of questions.entries()) same(t, format, question, i);
    });
  }
}

const formats = Object.keys(FORMS) as Format[];

/** A record of any dataset, in several of its forms at once. */
const published = fc.constantFrom(...formats).chain(format =>
  fc.record({
    format: fc.constant(format),
    number: fc.nat(QUESTIONS - 1),
    forms: fc.shuffledSubarray(Object.keys(FORMS[format]), { maxLength: 4 }),
  }),
);

test('records of all datasets in one file, in any forms, are read as each by itself', async t => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(published, { minLength: 1, maxLength: 12 }),
      fc.constantFrom(...Object.keys(CONTAINERS)),
      async (all, container) => {
        const records = all.map(({ format, number, forms }) =>
          forms.reduce(
            (record, name) => (FORMS[format] as Record<string, Form>)[name]!(record),
            PUBLISHED[format][number]!,
          ),
        );
        const { questions, rejects, error } = await read(records, container);
        t.is(error, undefined);
        t.deepEqual(rejects, []);
        t.is(questions.length, all.length);
        for (const [i, { format, number }] of all.entries()) {
          same(t, format, questions[i]!, number);
        }
      },
    ),
    { numRuns: 300 },
  );
});

/** What a test split is without. */
const TEST_SPLITS: Partial<Record<Format, Record<string, Form>>> = {
  hotpotqa: {
    'as HotpotQA publishes it': ({
      answer: _,
      supporting_facts: __,
      type: ___,
      level,
      ...record
    }) => record,
    'as a row': record => ({ ...record, answer: null, supporting_facts: null, level: null }),
    'as a row of empty columns': record => ({
      ...record,
      answer: '',
      supporting_facts: { title: [], sent_id: [] },
    }),
    'as a row of JSON text': record => ({ ...record, answer: '', supporting_facts: '[]' }),
  },
  '2wikimqa': {
    'as 2Wiki publishes it': record => ({
      ...record,
      answer: '',
      supporting_facts: [],
      evidences: [],
      evidences_id: [],
      answer_id: '',
    }),
    'without labels': ({ answer: _, supporting_facts: __, evidences: ___, ...record }) => record,
  },
  musique: {
    'as MuSiQue publishes it': ({ id, question, paragraphs }) => ({
      id,
      question,
      paragraphs: (paragraphs as Row[]).map(({ is_supporting: _, ...paragraph }) => paragraph),
    }),
    'as a row': record => ({
      ...record,
      answer: null,
      answer_aliases: [],
      answerable: null,
      paragraphs: (record.paragraphs as Row[]).map(each => ({ ...each, is_supporting: false })),
    }),
  },
  squad: {
    'without answers': ({ answers: _, is_impossible: __, ...record }) => record,
    'with null': record => ({ ...record, answers: null, is_impossible: null }),
  },
  questions: {
    'without labels': ({ answers: _, answerable: __, ...record }) => ({
      ...record,
      passages: (record.passages as Row[]).map(({ supporting: ___, ...passage }) => passage),
    }),
  },
};

for (const [format, forms] of Object.entries(TEST_SPLITS) as [Format, Record<string, Form>][]) {
  for (const [name, form] of Object.entries(forms)) {
    test(`a test split of ${format}, ${name}: unlabelled, with all its passages`, async t => {
      const { questions, rejects, error } = await read(PUBLISHED[format].map(form));
      t.is(error, undefined);
      t.deepEqual(rejects, []);
      questions.forEach((question, i) => {
        const wanted = QUESTIONS_OF[format][i]!;
        t.true(isUnlabelled(question));
        t.like(question, {
          id: wanted.id,
          dataset: wanted.dataset,
          answerable: false,
          answers: [],
        });
        t.deepEqual(
          question.passages,
          wanted.passages.map(passage => ({ ...passage, supporting: false })),
        );
        t.false('unlabelled' in question);
      });
    });
  }
}

test('a question that has an answer or support is labelled, whatever else it lacks', async t => {
  const impossible = QUESTIONS_OF.squad.filter(({ answerable }) => !answerable);
  t.true(impossible.length > 0 && !impossible.some(isUnlabelled));
  const [record] = PUBLISHED.hotpotqa;
  const { rejects } = await parseText(
    JSON.stringify([
      { ...record, answer: '' },
      { ...record, supporting_facts: [] },
      { ...record, answer: undefined },
      { ...record, supporting_facts: null },
      { ...PUBLISHED.musique[0], answer: '', answer_aliases: [] },
    ]),
  );
  t.deepEqual(
    rejects.map(({ code }) => code),
    ['NO_ANSWER', 'NO_SUPPORT', 'RECORD_INVALID', 'RECORD_INVALID', 'NO_ANSWER'],
  );
});

import { readFileSync } from 'node:fs';
import test, { type ExecutionContext } from 'ava';
import { readQuestions } from '../../lib/datasets/read-questions.js';
import type { Question } from '../../lib/records/question.js';
import { isUnlabelled } from '../../lib/records/unlabelled.js';
import { worldRecords } from '../../lib/world/index.js';
import { type TableWriter, tableWriter } from '../support/parquet.js';
import { shared } from '../support/shared.js';
import { parseText } from './fixtures.js';
import { FORMS } from './published-forms.js';

type Row = Record<string, unknown>;

let tables: TableWriter;

test.before(async () => {
  tables = await tableWriter();
});

test.after.always(() => tables?.close());

const TEXTS = { id: 'VARCHAR', question: 'VARCHAR', answer: 'VARCHAR', type: 'VARCHAR' };
const PAIRS = {
  supporting_facts: 'STRUCT(title VARCHAR[], sent_id INTEGER[])',
  context: 'STRUCT(title VARCHAR[], sentences VARCHAR[][])',
};

/** A table as somebody publishes a dataset on the Hub: its columns, and what becomes of a record. */
interface Table {
  shape: Exclude<keyof typeof FORMS, 'questions'>;
  /** The file of real records beside the project. */
  file: string;
  columns: Record<string, string>;
  /** The names of forms, in order. */
  forms?: readonly string[];
  form?: (record: Row) => Row;
}

const TABLES: Record<string, Table> = {
  'HotpotQA, as hotpotqa/hotpot_qa has it': {
    shape: 'hotpotqa',
    file: 'hotpotqa.json',
    columns: { ...TEXTS, level: 'VARCHAR', ...PAIRS },
    forms: ['context in columns', 'facts in columns', 'id in place of _id'],
  },
  '2WikiMultihopQA as JSON text, as xanhho/2WikiMultihopQA has it': {
    shape: '2wikimqa',
    file: '2wikimqa.json',
    columns: Object.fromEntries(
      [
        '_id',
        'type',
        'question',
        'context',
        'entity_ids',
        'supporting_facts',
        'evidences',
        'answer',
      ]
        .concat('evidences_id', 'answer_id')
        .map(name => [name, 'VARCHAR']),
    ),
    forms: ['context as JSON text', 'facts as JSON text', 'evidences as JSON text'],
    form: record =>
      record.evidences_id
        ? { ...record, evidences_id: JSON.stringify(record.evidences_id) }
        : record,
  },
  '2WikiMultihopQA as lists': {
    shape: '2wikimqa',
    file: '2wikimqa.json',
    columns: { ...TEXTS, ...PAIRS, evidences: 'VARCHAR[][]' },
    forms: ['context in columns', 'facts in columns', 'id in place of _id'],
  },
  '2WikiMultihopQA as structs, with content': {
    shape: '2wikimqa',
    file: '2wikimqa.json',
    columns: {
      ...TEXTS,
      supporting_facts: 'STRUCT(title VARCHAR, sent_id INTEGER)[]',
      context: 'STRUCT(title VARCHAR, content VARCHAR[])[]',
      evidences: 'VARCHAR[][]',
    },
    forms: ['context as objects, with content', 'facts as objects', 'id in place of _id'],
  },
  'MuSiQue, as dgslibisey/MuSiQue has it': {
    shape: 'musique',
    file: 'musique.jsonl',
    columns: {
      id: 'VARCHAR',
      paragraphs:
        'STRUCT(idx BIGINT, title VARCHAR, paragraph_text VARCHAR, is_supporting BOOLEAN)[]',
      question: 'VARCHAR',
      question_decomposition:
        'STRUCT(id BIGINT, question VARCHAR, answer VARCHAR, paragraph_support_idx BIGINT)[]',
      answer: 'VARCHAR',
      answer_aliases: 'VARCHAR[]',
      answerable: 'BOOLEAN',
    },
  },
  'MuSiQue with its paragraphs in columns': {
    shape: 'musique',
    file: 'musique.jsonl',
    columns: {
      id: 'VARCHAR',
      paragraphs:
        'STRUCT(idx BIGINT[], title VARCHAR[], paragraph_text VARCHAR[], is_supporting BOOLEAN[])',
      question: 'VARCHAR',
      answer: 'VARCHAR',
      answer_aliases: 'VARCHAR[]',
      answerable: 'BOOLEAN',
    },
    forms: ['paragraphs in columns'],
  },
};

const formed = (
  { shape, forms = [], form = each => each }: Table,
  records: readonly Row[],
): Row[] =>
  records.map(record =>
    form(
      forms.reduce(
        (row, name) => (FORMS[shape] as Record<string, (r: Row) => Row>)[name]!(row),
        record,
      ),
    ),
  );

async function questionsIn(path: string): Promise<Question[]> {
  const questions: Question[] = [];
  const onReject = (reject: object): never => {
    throw new Error(JSON.stringify(reject));
  };
  for await (const question of readQuestions(path, { onReject }))
    questions.push(question as Question);
  return questions;
}

/** A column that a record of the original lacks is null in the table, which some readers keep. */
const plain = (questions: readonly Question[]): unknown => JSON.parse(JSON.stringify(questions));

async function areTheSame(
  t: ExecutionContext,
  table: Table,
  records: readonly Row[],
): Promise<void> {
  const text = records.map(record => `${JSON.stringify(record)}\n`).join('');
  const { questions } = await parseText(text);
  t.is(questions.length, records.length);
  for (const options of ['codec snappy', 'codec zstd, parquet_version V2, row_group_size 2048']) {
    const path = await tables.writeRows(formed(table, records), table.columns, options);
    t.deepEqual(plain(await questionsIn(path)), plain(questions));
  }
}

/** The records of a file that are questions. */
async function recordsOf(path: string): Promise<Row[]> {
  const text = readFileSync(path, 'utf8').trim();
  const all = text.startsWith('[')
    ? (JSON.parse(text) as Row[])
    : text.split('\n').map(line => JSON.parse(line) as Row);
  const { rejects } = await parseText(JSON.stringify(all));
  const rejected = new Set(rejects.map(({ record }) => record));
  return all.filter((_, i) => !rejected.has(i));
}

for (const [name, table] of Object.entries(TABLES)) {
  test(`${name}: the same questions as of the original, of the world`, async t => {
    const records = [
      ...(worldRecords(table.shape, {
        questions: 60,
        seed: 5,
      }) as Iterable<unknown> as Iterable<Row>),
    ];
    await areTheSame(t, table, records);
  });

  test(`${name}: the same questions as of the original, of real records`, async t => {
    const path = shared('data', table.file);
    if (path === undefined) {
      t.log('skipped: no data beside the project; set KEYCHAIN_SHARED');
      t.pass();
      return;
    }
    await areTheSame(t, table, await recordsOf(path));
  });
}

test('SQuAD 2.0, as rajpurkar/squad_v2 has it: the same questions as of the articles', async t => {
  const articles = [...worldRecords('squad', { questions: 60, seed: 5 })];
  const rows = articles.flatMap(({ title, paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) =>
      qas.map(({ id, question, answers }) => ({
        ...{ id, title, context, question },
        answers: {
          text: answers.map(({ text }) => text),
          answer_start: answers.map(({ answer_start: start }) => start),
        },
      })),
    ),
  );
  const path = await tables.writeRows(rows, {
    ...{ id: 'VARCHAR', title: 'VARCHAR', context: 'VARCHAR', question: 'VARCHAR' },
    answers: 'STRUCT(text VARCHAR[], answer_start INTEGER[])',
  });
  const { questions } = await parseText(JSON.stringify({ data: articles }));
  t.true(questions.some(({ answerable }) => !answerable));
  t.deepEqual(plain(await questionsIn(path)), plain(questions));
});

test('the test split of hotpotqa/hotpot_qa, fullwiki: unlabelled', async t => {
  const { columns } = TABLES['HotpotQA, as hotpotqa/hotpot_qa has it']!;
  const records = [
    ...(worldRecords('hotpotqa', { questions: 9, seed: 5 }) as Iterable<unknown> as Iterable<Row>),
  ];
  const rows = formed(TABLES['HotpotQA, as hotpotqa/hotpot_qa has it']!, records);
  for (const without of [
    { answer: null, type: null, level: null, supporting_facts: { title: [], sent_id: [] } },
    { answer: null, type: null, level: null, supporting_facts: null },
  ]) {
    const path = await tables.writeRows(
      rows.map(row => ({ ...row, ...without })),
      columns,
    );
    const questions = await questionsIn(path);
    t.is(questions.length, 9);
    for (const question of questions) {
      t.true(isUnlabelled(question));
      t.like(question, { dataset: 'hotpotqa', answerable: false, answers: [] });
    }
  }
});

const foreign = (title: string): RegExp => new RegExp(`is ${title}, which is not read`);

/** Tables of others, and what they are called. */
const FOREIGN: Record<string, [query: string, says: RegExp]> = {
  "verl's": [
    `SELECT [{role: 'user', content: 'x'}] AS prompt, 'qa' AS ability, 'd' AS data_source,
      {style: 'rule', ground_truth: ['a']} AS reward_model`,
    foreign("a trainer's row \\(verl\\)"),
  ],
  'LongBench v2': [
    "SELECT 'c' AS context, 'q' AS question, 'a' AS choice_A, 'b' AS choice_B",
    foreign('a LongBench v2 record'),
  ],
  'a corpus': ["SELECT 'id' AS id, 't' AS title, 'text' AS text", foreign('a passage of a corpus')],
  FlashRAG: [
    "SELECT '1' AS id, 'q' AS question, ['a'] AS golden_answers",
    foreign('a FlashRAG record'),
  ],
};

for (const [name, [query, says]] of Object.entries(FOREIGN)) {
  test(`a table of another kind is named in one line: ${name}`, async t => {
    const path = await tables.write(query);
    const error = await t.throwsAsync(questionsIn(path));
    t.like(error, { name: 'KeychainError', code: 'INPUT_FORMAT' });
    t.regex(error!.message, says);
    t.notRegex(error!.message, /\n/);
  });
}

test('a table that another library has written from the Hub is read', async t => {
  const path = shared('cases', 'data', '10-binary-inputs', 'train-00000-of-00001.parquet');
  if (path === undefined) {
    t.log('skipped: no cases beside the project; set KEYCHAIN_SHARED');
    t.pass();
    return;
  }
  const questions = await questionsIn(path);
  t.true(questions.length > 0);
  for (const { dataset, answerable, passages } of questions) {
    t.is(dataset, 'hotpotqa');
    t.true(answerable);
    t.true(passages.every(({ title, text }) => title !== '' && text !== ''));
  }
});

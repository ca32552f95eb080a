type Row = Record<string, unknown>;
type Pairs = [title: string, rest: unknown][];

/** The same record as somebody else publishes it; what a form cannot be made of stays as it is. */
export type Form = (record: Row) => Row;

const packed = (value: unknown): unknown => JSON.stringify(value);
const pairsOf = (value: unknown): Pairs | undefined =>
  Array.isArray(value) && value.every(each => Array.isArray(each)) ? (value as Pairs) : undefined;

/** Whether an answer is not in another form already. */
const isPlain = (answer: unknown): boolean => typeof answer === 'string' && !answer.startsWith('[');

/** Changes one field, where a record has it. */
const field =
  (name: string, change: (value: unknown) => unknown): Form =>
  record =>
    (record[name] ?? undefined) === undefined
      ? record
      : { ...record, [name]: change(record[name]) };

/** Changes a list of pairs that is still one. */
const pairs = (name: string, change: (pairs: Pairs) => unknown): Form =>
  field(name, value => {
    const found = pairsOf(value);
    return found ? change(found) : value;
  });

const columns =
  (name: string) =>
  (all: Pairs): Row => ({
    title: all.map(([title]) => title),
    [name]: all.map(([, rest]) => rest),
  });
const rows =
  (name: string) =>
  (all: Pairs): Row[] =>
    all.map(([title, rest]) => ({ title, [name]: rest }));

/** Rows as Arrow has them. */
const inColumns = (value: unknown): unknown => {
  if (!Array.isArray(value)) return value;
  const names = Object.keys((value as Row[])[0]!);
  return Object.fromEntries(names.map(name => [name, (value as Row[]).map(row => row[name])]));
};

const deep = (): unknown => {
  let value: unknown = [];
  for (let i = 0; i < 900; i++) value = i % 2 === 0 ? [value] : { value };
  return value;
};

/** What may happen to a record of any dataset. */
const ANY: Record<string, Form> = {
  'fields that nobody knows': record => ({
    ...record,
    __index_level_0__: 7,
    constructor: 'x',
    metadata: { question: 'no', passages: [{}], context: 1 },
    deep: deep(),
  }),
  'a field called __proto__': record =>
    JSON.parse(`{"__proto__": {"answer": "no"}, ${JSON.stringify(record).slice(1)}`) as Row,
  'fields in another order': record => Object.fromEntries(Object.entries(record).reverse()),
};

/** Forms of records in HotpotQA's shape; one after the other, in any order. */
const CONTEXT: Record<string, Form> = {
  ...ANY,
  'context in columns': pairs('context', columns('sentences')),
  'context in columns, as content': pairs('context', columns('content')),
  'context as objects': pairs('context', rows('sentences')),
  'context as objects, with content': pairs('context', rows('content')),
  'facts in columns': pairs('supporting_facts', columns('sent_id')),
  'facts as objects': pairs('supporting_facts', rows('sent_id')),
  'sentence numbers as texts': pairs('supporting_facts', all =>
    all.map(([title, sentence]) => [title, String(sentence)]),
  ),
  'a fact twice, and one beyond the end': pairs('supporting_facts', all => [
    ...all,
    all[0],
    [all[0]![0], 902],
  ]),
  'sentences as JSON text, under titles as JSON text': pairs('context', all =>
    all.map(([title, sentences]) => [packed(title), packed(sentences)]),
  ),
  'context as JSON text': field('context', packed),
  'facts as JSON text': field('supporting_facts', packed),
  'a list of one answer': field('answer', answer => (isPlain(answer) ? [answer] : answer)),
  'a list of answers as JSON text': field('answer', answer =>
    isPlain(answer) ? packed([answer]) : answer,
  ),
  'answers in place of answer': ({ answer, ...record }) => ({
    answers: isPlain(answer) ? [answer] : answer,
    ...record,
  }),
  'id in place of _id': ({ _id, ...record }) => ({ id: _id, ...record }),
  'a null for _id beside id': ({ _id, ...record }) => ({ id: _id, ...record, _id: null }),
};

const HOTPOT: Record<string, Form> = {
  ...CONTEXT,
  'the columns of 2Wiki, without values': record => ({
    ...record,
    evidences: null,
    evidences_id: [],
    entity_ids: '',
  }),
  'no type and no level': ({ type: _, level: __, ...record }) => record,
};

const TWO_WIKI: Record<string, Form> = {
  ...CONTEXT,
  'evidences as JSON text': field('evidences', packed),
  'no columns of its own': ({ evidences: _, evidences_id: __, entity_ids: ___, ...record }) =>
    record,
  'no type': ({ type: _, ...record }) => record,
  'the columns of HotpotQA, without values': record => ({ ...record, level: null }),
};

/** Changes each paragraph of a list that is still one. */
const paragraphs = (change: Form): Form =>
  field('paragraphs', value => (Array.isArray(value) ? (value as Row[]).map(change) : value));
const flags = (yes: unknown, no: unknown): Form =>
  paragraphs(
    field('is_supporting', value => (value === true ? yes : value === false ? no : value)),
  );

const MUSIQUE: Record<string, Form> = {
  ...ANY,
  'flags as 1 and 0': flags(1, 0),
  'flags as True and False': flags('True', 'False'),
  'flags as "1" and "0"': flags('1', '0'),
  'answerable as 1': field('answerable', Number),
  'no word on whether it is answerable': record => ({ ...record, answerable: null }),
  'numbers as texts': paragraphs(field('idx', String)),
  'text in place of paragraph_text': paragraphs(({ paragraph_text: text, ...rest }) =>
    text === undefined ? rest : { ...rest, text },
  ),
  'paragraphs in columns': field('paragraphs', inColumns),
  'answers in place of answer': ({ answer, ...record }) => ({ answers: answer, ...record }),
  'paragraphs as JSON text': field('paragraphs', packed),
  'aliases as JSON text': field('answer_aliases', packed),
  'a list of all answers': ({ answer, answer_aliases: aliases, ...record }) =>
    Array.isArray(aliases) && typeof answer === 'string'
      ? { ...record, answer: [answer, ...(aliases as unknown[])] }
      : { ...record, answer, answer_aliases: aliases },
};

const OWN: Record<string, Form> = {
  ...ANY,
  'passages in columns': field('passages', inColumns),
  'passages as JSON text': field('passages', packed),
  'answers as JSON text': field('answers', packed),
  'answerable as a text': field('answerable', value => (value === true ? 'true' : value)),
  'flags as 1 and 0': field('passages', value =>
    Array.isArray(value)
      ? (value as Row[]).map(passage => ({ ...passage, supporting: Number(passage.supporting) }))
      : value,
  ),
  'sentences as JSON text': field('passages', value =>
    Array.isArray(value)
      ? (value as Row[]).map(passage => ({ ...passage, sentences: packed(passage.sentences) }))
      : value,
  ),
};

/** Forms of a question of SQuAD, as a row. */
const SQUAD: Record<string, Form> = {
  ...ANY,
  'answers in columns': field('answers', value =>
    Array.isArray(value)
      ? {
          text: (value as Row[]).map(({ text }) => text),
          answer_start: (value as Row[]).map(({ answer_start: start }) => start),
        }
      : value,
  ),
  'answers as JSON text': field('answers', packed),
  'answer in place of answers': ({ answers, ...record }) =>
    Array.isArray(answers) && answers.length === 1
      ? { ...record, answer: (answers as Row[])[0]!.text }
      : { ...record, answers },
  'no flag': ({ is_impossible: _, ...record }) => record,
  'the flag as 1 or 0': field('is_impossible', value =>
    typeof value === 'boolean' ? Number(value) : value,
  ),
  'the flag as True or False': field('is_impossible', value =>
    value === true ? 'True' : value === false ? 'False' : value,
  ),
};

export const FORMS = {
  hotpotqa: HOTPOT,
  '2wikimqa': TWO_WIKI,
  musique: MUSIQUE,
  squad: SQUAD,
  questions: OWN,
} as const;

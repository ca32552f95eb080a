import test from 'ava';
import fc from 'fast-check';
import type { DatasetKind } from '../../lib/datasets/dataset-kind.js';
import { DATASETS, recognize } from '../../lib/datasets/registry.js';
import { placeOf } from '../../lib/records/place.js';
import type { Question } from '../../lib/records/question.js';
import {
  CONTAINERS,
  cut,
  hotpotRecord,
  musiqueRecord,
  ownRecord,
  parseChunks,
  parseText,
  RECORDS,
  squadArticle,
} from './fixtures.js';

/** What the pure functions make of records. */
function expected(records: unknown[]): Question[] {
  return records.flatMap(record => {
    const dataset: DatasetKind = DATASETS[recognize(record) ?? 'questions'];
    return (dataset.unfold?.(record) ?? [record]).map(entry => dataset.read(entry));
  });
}

for (const [container, write] of Object.entries(CONTAINERS)) {
  for (const [shape, make] of Object.entries(RECORDS)) {
    const records = [make('a'), make('b'), make('c')];
    const bytes = Buffer.from(write(records));

    test(`${shape} in ${container}: gives its questions`, async t => {
      const { questions, rejects, error } = await parseChunks([bytes]);
      t.is(error, undefined);
      t.deepEqual(rejects, []);
      t.deepEqual(questions, expected(records));
    });

    test(`${shape} in ${container}: a question's offset is where its record starts`, async t => {
      const { questions } = await parseChunks([bytes]);
      const step = shape === 'squad' ? 2 : 1;
      questions.forEach((question, i) => {
        const place = placeOf(question);
        t.is(place?.record, i);
        t.is(place?.file, 'f');
        const text = bytes.subarray(place?.offset).toString();
        const record = records[Math.floor(i / step)];
        const written = write([record]).includes('\n  ') ? undefined : JSON.stringify(record);
        if (written) t.true(text.startsWith(written));
        t.deepEqual(JSON.parse(text.slice(0, valueLength(text))), record);
      });
    });
  }

  test(`${container}: any cut of the bytes gives the same records and places`, async t => {
    const records = [hotpotRecord('a'), { bad: '🎸"]}' }, hotpotRecord('c')];
    const bytes = Buffer.from(write(records));
    const whole = await parseChunks([bytes]);
    t.is(whole.questions.length, 2);
    t.is(whole.rejects.length, 1);
    const places = whole.questions.map(placeOf);
    const check = async (chunks: Buffer[]) => {
      const { questions, rejects, error } = await parseChunks(chunks);
      t.is(error, undefined);
      t.deepEqual(questions, whole.questions);
      t.deepEqual(questions.map(placeOf), places);
      t.deepEqual(rejects, whole.rejects);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length)), cuts => check(cut(bytes, cuts))),
      {
        numRuns: 30,
      },
    );
    // Every place once: each cut in two, and every byte alone.
    for (let at = 1; at < bytes.length; at += 1) {
      const { questions } = await parseChunks([bytes.subarray(0, at), bytes.subarray(at)]);
      if (questions.length !== 2 || questions[1]?.id !== 'c') t.fail(`cut at ${at}`);
    }
    await check([...bytes].map(byte => Buffer.from([byte])));
  });
}

/** Length of the JSON value at the start of a text. */
function valueLength(text: string): number {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text[at];
    if (quoted && c === '\\') at += 1;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && (c === '{' || c === '[')) depth += 1;
    else if (!quoted && (c === '}' || c === ']')) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

test('strings of any characters come through any cut', async t => {
  const text = fc.string({ unit: 'grapheme-composite', minLength: 1 });
  const awkward = fc.string({
    unit: fc.constantFrom('\\', '"', '{', '}', '[', ']', '\n', 'é', '🎸'),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(text, awkward), { minLength: 1, maxLength: 5 }),
      fc.array(fc.nat(2000)),
      fc.constantFrom(...Object.keys(CONTAINERS)),
      async (texts, places, container) => {
        const records = texts.map((words, i) => ({ ...ownRecord(`${i}`), note: words }));
        const bytes = Buffer.from(CONTAINERS[container]?.(records) ?? '');
        const { questions, error } = await parseChunks(cut(bytes, places));
        t.is(error, undefined);
        t.deepEqual(
          questions.map(({ note }) => note),
          texts,
        );
      },
    ),
    { numRuns: 150 },
  );
});

test('records that look like the bytes between records come through any cut', async t => {
  const { id: _, question, ...rest } = ownRecord();
  /** Some start with another key than most, or hold objects that start with the same one. */
  const record = (i: number, kind: number) => {
    if (kind === 0) return { question, id: `${i}`, ...rest };
    const notes = [{ id: 'x' }, { id: 'y' }, { text: '},{"id' }, { id: '},{' }];
    return { id: `${i}`, question, ...rest, ...(kind === 1 ? { notes } : {}) };
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(5), { minLength: 1, maxLength: 30 }),
      fc.array(fc.nat(9000)),
      fc.constantFrom(...Object.keys(CONTAINERS)),
      async (kinds, places, container) => {
        const records = kinds.map((kind, i) => record(i, kind));
        const bytes = Buffer.from(CONTAINERS[container]?.(records) ?? '');
        const { questions, error } = await parseChunks(cut(bytes, places));
        t.is(error, undefined);
        t.deepEqual(questions, expected(records));
        for (const question of questions) {
          const text = bytes.subarray(placeOf(question)?.offset).toString();
          t.deepEqual(JSON.parse(text.slice(0, valueLength(text))).id, question.id);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('a fault after many records is found at its place', async t => {
  const good = (i: number) => JSON.stringify({ ...ownRecord(`${i}`), notes: [{ id: 'x' }] });
  const before = Array.from({ length: 20 }, (_, i) => good(i)).join(', ');
  for (const [fault, offset] of [
    [`${good(20).slice(0, -1)}, nope}`, good(20).length + 1],
    [good(20).slice(0, -1), good(20).length + 1],
    [`7 ${good(20)}`, 2],
  ] as const) {
    const { error } = await parseText(`[${before}, ${fault}, ${good(21)}]`);
    t.is(error?.code, 'INPUT_SYNTAX');
    t.regex(error?.message ?? '', new RegExp(`byte ${before.length + 3 + offset}\\b`));
  }
});

test('bad records are rejected with their place and id, and the run goes on', async t => {
  const records = [
    ownRecord('a'),
    { ...ownRecord('b'), answers: [] },
    7,
    'x',
    null,
    [1],
    ownRecord('c'),
  ];
  const text = ` ${JSON.stringify(records, null, 1)}`;
  const { questions, rejects, error } = await parseText(text, { format: 'questions' });
  t.is(error, undefined);
  t.deepEqual(
    questions.map(q => [q.id, placeOf(q)?.record]),
    [
      ['a', 0],
      ['c', 6],
    ],
  );
  t.deepEqual(
    rejects.map(({ record, code, id, file }) => [file, record, code, id]),
    [
      ['f', 1, 'NO_ANSWER', 'b'],
      ['f', 2, 'RECORD_INVALID', undefined],
      ['f', 3, 'RECORD_INVALID', undefined],
      ['f', 4, 'RECORD_INVALID', undefined],
      ['f', 5, 'RECORD_INVALID', undefined],
    ],
  );
  t.deepEqual(
    rejects.map(reject => text[reject.offset ?? 0]),
    ['{', '7', '"', 'n', '['],
  );
  t.regex(rejects[1]?.message ?? '', /is a number/);
});

test('a bad article, paragraph and question of SQuAD are a record each', async t => {
  const broken = squadArticle('y');
  broken.paragraphs.unshift({ context: 'x' } as never);
  Object.assign(broken.paragraphs[1]?.qas[0] as object, { question: 3 });
  const text = JSON.stringify({ data: [squadArticle('x'), { title: 'T' }, broken] });
  const { questions, rejects } = await parseText(text);
  t.deepEqual(
    questions.map(q => [q.id, placeOf(q)?.record]),
    [
      ['x1', 0],
      ['x2', 1],
      ['y2', 5],
    ],
  );
  t.deepEqual(
    rejects.map(r => [r.record, r.code, r.id]),
    [
      [2, 'RECORD_INVALID', undefined],
      [3, 'RECORD_INVALID', undefined],
      [4, 'RECORD_INVALID', 'y1'],
    ],
  );
});

test('a place is no part of the record', async t => {
  const { questions } = await parseText(JSON.stringify([ownRecord()]));
  t.deepEqual(questions, [ownRecord()]);
  t.is(placeOf({ ...(questions[0] as Question) }), undefined);
});

test('a format that is named is not guessed', async t => {
  const text = JSON.stringify([{ ...hotpotRecord(), passages: [] }]);
  const guessed = await parseText(text);
  t.is(guessed.rejects.length, 1);
  const { questions } = await parseText(text, { format: 'hotpotqa', dataset: 'mine' });
  t.is(questions[0]?.dataset, 'mine');
});

test('an array and a data array without records are said to hold none', async t => {
  for (const text of ['[]', ' [ ] \n', '{"data":[]}', '{"version":"1","data":[]}']) {
    const { error } = await parseText(text);
    t.is(error?.code, 'INPUT_FORMAT');
    t.regex(error?.message ?? '', /^f: holds no record; /);
  }
});

const own = JSON.stringify(ownRecord());
const musique = JSON.stringify(musiqueRecord());
const at = (text: string, mark = '@') => Buffer.byteLength(text.slice(0, text.indexOf(mark)));

const FAULTS: [
  name: string,
  text: string | Buffer,
  code: string,
  offset?: number,
  what?: RegExp,
][] = [
  ['nothing', '', 'INPUT_FORMAT', undefined, /is empty; expected a JSON array/],
  ['blanks', ' \r\n', 'INPUT_FORMAT', undefined, /is empty/],
  ['a byte order mark alone', '\ufeff', 'INPUT_FORMAT', undefined, /is empty/],
  ['text', 'id,question\n1,2', 'INPUT_FORMAT', 0, /"i/],
  ['a string', '"x"', 'INPUT_FORMAT', 0],
  ['an array of numbers', '[1, 2]', 'INPUT_FORMAT', 1, /known shapes/],
  ['an array of unknown objects', '[{"a":1}]', 'INPUT_FORMAT', 1, /HotpotQA/],
  ['lines of unknown objects', '{"a":1}\n', 'INPUT_FORMAT', 0],
  ['an object without data', '{"version":"x"}', 'INPUT_FORMAT', 0],
  ['an array that ends after a record', `[${own}`, 'INPUT_TRUNCATED', own.length + 1],
  ['an array that ends after a comma', `[${own},`, 'INPUT_TRUNCATED', own.length + 2],
  ['an array that ends inside a record', `[${own}, ${own.slice(0, 50)}`, 'INPUT_TRUNCATED'],
  ['an array that ends inside a string', `[${own.slice(0, 9)}`, 'INPUT_TRUNCATED', 10],
  ['an array of one byte', '[', 'INPUT_TRUNCATED', 1],
  ['an object that ends after its data', `{"data":[${own}]`, 'INPUT_TRUNCATED'],
  ['an object that ends before its data', '{"version": "x', 'INPUT_TRUNCATED', 14],
  ['a last line that is cut', `${own}\n${own.slice(0, 30)}`, 'INPUT_TRUNCATED', own.length + 31],
  ['a first line that is cut', own.slice(0, 40), 'INPUT_TRUNCATED', 40],
  [
    'a character that is cut',
    Buffer.from(musique).subarray(0, Buffer.from(musique).indexOf('🎸') + 2),
    'INPUT_TRUNCATED',
  ],
  ['a line that is no JSON', `${own}\n{"id": nope}\n${own}\n`, 'INPUT_SYNTAX', own.length + 8],
  ['a line that is cut in the middle', `${own}\n{"id":1\n${own}`, 'INPUT_SYNTAX', own.length + 8],
  ['an array that ends inside a literal', '[{"a": tru', 'INPUT_TRUNCATED', 10],
  ['an array that ends inside an escape', '[{"a": "\\u00', 'INPUT_TRUNCATED', 12],
  ['a last line that ends inside a number', '{"a": -', 'INPUT_TRUNCATED', 7],
  ['a last line that is no JSON', `${own}\nnope`, 'INPUT_SYNTAX', own.length + 1],
  ['two values on a line', `${own} ${own}\n`, 'INPUT_SYNTAX', own.length + 1, /unexpected/],
  ['a missing comma', `[${own} @${own}]`, 'INPUT_SYNTAX', undefined],
  ['a comma too many', `[${own},]`, 'INPUT_SYNTAX', own.length + 2],
  ['text after the end', `[${own}] x`, 'INPUT_SYNTAX', own.length + 3],
  ['a second array', `[${own}] [${own}]`, 'INPUT_SYNTAX', own.length + 3],
  ['the wrong bracket', `[${own}}`, 'INPUT_SYNTAX', own.length + 1],
  ['a missing brace', `[${own.slice(0, -1)}, ${own}]`, 'INPUT_SYNTAX', own.length + 2],
  ['a wrong value', `[${own}, {"id": nope}]`, 'INPUT_SYNTAX', own.length + 10],
  ['a control character in a string', '[{"id": "a\nb"}]', 'INPUT_SYNTAX', 10],
  ['Latin-1', Buffer.from(`[${own}, "é"]`, 'latin1'), 'INPUT_NOT_UTF8', own.length + 4],
  ['UTF-16', Buffer.from('\ufeff[]', 'utf16le'), 'INPUT_NOT_UTF8', 0],
  ['Latin-1 in a line', Buffer.from(`${own}\n{"é":1}`, 'latin1'), 'INPUT_NOT_UTF8', own.length + 3],
];

for (const [name, text, code, offset, what] of FAULTS) {
  test(`${name}: ${code}, in one line with file and place`, async t => {
    const bytes = Buffer.from(typeof text === 'string' ? text.replace('@', '') : text);
    for (const chunks of [[bytes], [...bytes].map(byte => Buffer.from([byte]))]) {
      const { error } = await parseChunks(chunks);
      t.is(error?.code, code, error?.message);
      t.is(error?.name, 'KeychainError');
      t.regex(error?.message ?? '', /^f: [^\n]*(expected|unexpected|ends|not UTF-8|cannot)[^\n]*$/);
      if (offset !== undefined) t.regex(error?.message ?? '', new RegExp(`byte ${offset}\\b`));
      if (what) t.regex(error?.message ?? '', what);
    }
  });
}

test('the place of a missing comma is that of the second value', async t => {
  const text = `[${own} @${own}]`;
  const { error } = await parseText(text.replace('@', ''));
  t.regex(error?.message ?? '', new RegExp(`byte ${at(text)}, expected`));
});

test('places count bytes, not characters', async t => {
  const text = `[${JSON.stringify({ ...ownRecord(), note: 'é🎸日' })}, {"a": @nope}]`;
  const { error } = await parseText(text.replace('@', ''));
  t.regex(error?.message ?? '', new RegExp(`byte ${at(text)},`));
});

test('what onReject throws ends the stream with that very error', async t => {
  const boom = new Error('boom');
  const onReject = () => {
    throw boom;
  };
  const { error } = await parseText('[{"passages":[]}]', { onReject });
  t.is(error, boom);
});

test('rejects are passed over when nobody takes them', async t => {
  const text = `[${own}, {}, ${own}]`;
  const { questions } = await parseText(text, { onReject: undefined } as never);
  t.is(questions.length, 2);
});

import test from 'ava';
import { type WorldRecords, type WorldShape, worldRecords } from '../../lib/world/index.js';

const DATE = /^\d{1,2} [A-Z][a-z]+ \d{4}$/u;

function take<S extends WorldShape>(shape: S, questions: number, seed?: number) {
  return [...worldRecords(shape, { questions, ...(seed !== undefined && { seed }) })];
}

/** Title, text and sentences, whatever the shape. */
function passagesOf(record: WorldRecords['hotpotqa'] | WorldRecords['2wikimqa'], blank: string) {
  return record.context.map(([title, sentences]) => ({
    title,
    sentences,
    text: sentences.join(blank),
  }));
}

test('a HotpotQA record has the keys and types of the real file', t => {
  for (const record of take('hotpotqa', 200)) {
    t.deepEqual(Object.keys(record), [
      '_id',
      'answer',
      'question',
      'supporting_facts',
      'context',
      'type',
      'level',
    ]);
    t.regex(record._id, /^[0-9a-f]{24}$/u);
    t.is(record.context.length, 10);
    t.true(['bridge', 'comparison'].includes(record.type));
    t.true(['easy', 'medium', 'hard'].includes(record.level));
    for (const { sentences } of passagesOf(record, '')) {
      t.true(sentences.every((sentence, at) => sentence.startsWith(' ') === at > 0));
    }
  }
});

test('a Hub row is the HotpotQA record of the same question, in columns', t => {
  const records = take('hotpotqa', 50);
  const rows = take('hotpotqa-hub', 50);
  const keys = ['id', 'question', 'answer', 'type', 'level', 'supporting_facts', 'context'];
  rows.forEach((row, at) => {
    const record = records[at]!;
    t.deepEqual(Object.keys(row), keys);
    t.deepEqual(
      row.context.title.map((title, i) => [title, row.context.sentences[i]]),
      record.context,
    );
    t.deepEqual(
      row.supporting_facts.title.map((title, i) => [title, row.supporting_facts.sent_id[i]]),
      record.supporting_facts,
    );
  });
});

test('a 2WikiMultihopQA record has the keys and types of the real file', t => {
  const types = new Set<string>();
  for (const record of take('2wikimqa', 400)) {
    t.deepEqual(Object.keys(record), [
      '_id',
      'type',
      'question',
      'context',
      'entity_ids',
      'supporting_facts',
      'evidences',
      'answer',
      'evidences_id',
      'answer_id',
    ]);
    types.add(record.type);
    t.is(record.context.length, 10);
    t.regex(record.entity_ids, /^Q\d+(?:_Q\d+)+$/u);
    t.true(record.answer_id === null || /^Q\d+$/u.test(record.answer_id));
    t.true(record.evidences.every(evidence => evidence.length === 3));
    t.true(record.context.every(([, sentences]) => sentences.every(each => each === each.trim())));
  }
  t.deepEqual([...types].sort(), ['bridge_comparison', 'comparison', 'compositional', 'inference']);
});

test('a MuSiQue record has the keys and types of the real file', t => {
  const hops = new Set<string>();
  for (const record of take('musique', 200)) {
    t.deepEqual(Object.keys(record), [
      'id',
      'paragraphs',
      'question',
      'question_decomposition',
      'answer',
      'answer_aliases',
      'answerable',
    ]);
    t.regex(record.id, /^(?:2hop|3hop1|4hop1)__\d+(?:_\d+)+$/u);
    hops.add(record.id.split('__')[0]!);
    t.is(record.paragraphs.length, 20);
    record.paragraphs.forEach((paragraph, at) => {
      t.is(paragraph.idx, at);
      t.deepEqual(Object.keys(paragraph), ['idx', 'title', 'paragraph_text', 'is_supporting']);
    });
  }
  t.deepEqual([...hops].sort(), ['2hop', '3hop1', '4hop1']);
});

test('a bridge question is answered by its last supporting sentence, and by no earlier one', t => {
  for (const record of take('hotpotqa', 1000)) {
    const passages = passagesOf(record, '');
    const told = record.supporting_facts.map(([title, at]) => {
      const passage = passages.find(each => each.title === title)!;
      t.truthy(passage.sentences[at]);
      return { ...passage, sentence: passage.sentences[at]! };
    });
    if (record.type === 'comparison') continue;
    const last = told.at(-1)!;
    t.true(last.sentence.includes(record.answer), record.question);
    for (const { text } of told.slice(0, -1)) t.false(text.includes(record.answer));
    t.false(record.question.includes(record.answer));
  }
});

test('every evidence stands in its supporting sentence, and a comparison follows from them', t => {
  for (const record of take('2wikimqa', 1500)) {
    const passages = new Map(record.context);
    record.evidences.forEach(([, , object], at) => {
      const [title, sentence] = record.supporting_facts[at]!;
      t.true(passages.get(title)![sentence]!.includes(object), record.question);
    });
    if (record.type !== 'comparison') continue;
    const [one, other] = [record.evidences[0]!, record.evidences[1]!];
    if (record.answer === 'yes' || record.answer === 'no') {
      t.is(record.answer === 'yes', one[2] === other[2], record.question);
    } else {
      const [first, second] = [one, other].map(([, , date]) => Number(date.slice(-4).trim()));
      t.is(record.answer, (first! < second! ? one : other)[0], record.question);
    }
  }
});

test('each hop of a MuSiQue question is answered by its paragraph and leads to the next', t => {
  for (const record of take('musique', 500)) {
    const steps = record.question_decomposition;
    steps.forEach((step, at) => {
      const paragraph = record.paragraphs[step.paragraph_support_idx]!;
      t.true(paragraph.is_supporting);
      t.true(paragraph.paragraph_text.includes(step.answer), record.question);
      if (at === 0) return;
      const before = steps[at - 1]!.answer;
      t.true(step.question.includes(`#${at}`));
      t.true(`${paragraph.title} ${paragraph.paragraph_text}`.includes(before.split(',')[0]!));
    });
    t.is(steps.at(-1)!.answer, record.answer);
    t.is(record.paragraphs.filter(each => each.is_supporting).length, steps.length);
    if (DATE.test(record.answer)) t.is(record.answer_aliases.length, 1);
  }
});

test('a question stands in no passage, and no two questions are alike', t => {
  const texts = new Set<string>();
  for (const record of worldRecords('hotpotqa', { questions: 5000 })) {
    texts.add(record.question);
    t.false(passagesOf(record, '').some(({ text }) => text.includes(record.question)));
  }
  t.is(texts.size, 5000);
  for (const shape of ['2wikimqa', 'musique'] as const) {
    const questions = take(shape, 2000).map(({ question }) => question);
    t.is(new Set(questions).size, 2000, shape);
  }
});

test('a title has one text, and passages are about as many and as long as the real ones', t => {
  const texts = new Map<string, string>();
  for (const record of worldRecords('hotpotqa', { questions: 2000 })) {
    t.is(new Set(record.context.map(([title]) => title)).size, 10);
    for (const { title, text } of passagesOf(record, '')) {
      t.is(texts.get(title) ?? text, text);
      texts.set(title, text);
    }
  }
  const lengths = [...texts.values()].map(text => text.split(' ').length).sort((a, b) => a - b);
  const mean = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
  t.true(mean > 85 && mean < 100, `mean ${mean}`);
  t.true(lengths[0]! >= 25 && lengths.at(-1)! <= 265, `${lengths[0]} to ${lengths.at(-1)}`);
  t.true(texts.size / 2000 > 5.2 && texts.size / 2000 < 6, `${texts.size / 2000} a question`);
});

test('a SQuAD question is a span of its paragraph, or is impossible', t => {
  const questions = take('squad', 1000).flatMap(({ paragraphs }) =>
    paragraphs.flatMap(({ qas, context }) => qas.map(qa => ({ ...qa, context }))),
  );
  t.is(questions.length, 1000);
  t.is(new Set(questions.map(({ id }) => id)).size, 1000);
  for (const { answers, plausible_answers = [], is_impossible, context } of questions) {
    t.is(answers.length === 0, is_impossible);
    t.is(plausible_answers.length > 0, is_impossible);
    for (const { text, answer_start } of [...answers, ...plausible_answers]) {
      t.is(context.slice(answer_start, answer_start + text.length), text);
    }
  }
  t.true(questions.some(({ is_impossible }) => is_impossible));
});

test('passages have abbreviations, decimals, quotes, parentheses and letters beyond ASCII', t => {
  const text = JSON.stringify(take('hotpotqa', 100).map(record => record.context));
  const marks = [/\b[A-Z]\.[A-Z]\.[A-Z]\./u, /\bDr\. /u, / Co\./u, /J\. R\. R\. /u, /\d\.\d/u];
  for (const mark of [...marks, /\\"/u, /\(/u, /\?/u, /[À-ž]/u]) t.regex(text, mark);
});

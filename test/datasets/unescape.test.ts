import test from 'ava';
import { encodeHTML } from 'entities';
import fc from 'fast-check';
import { unescapeEntities } from '../../lib/datasets/unescape.js';
import type { Question } from '../../lib/records/question.js';
import { sentenceBounds } from '../../lib/texts/sentence-bounds.js';
import { hotpotRecord, parseText } from './fixtures.js';

const questionOf = (passages: Question['passages'], more: Partial<Question> = {}): Question => ({
  id: 'q',
  dataset: 'd',
  question: 'Who?',
  answers: ['A'],
  passages,
  answerable: true,
  ...more,
});

const sentence = fc
  .array(
    fc.constantFrom('Krill', '&', '"Asel"', "Bo'ness", '<b>', 'é', 'U.S.', '5 > 3', '\u00a0'),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map(words => `It is ${words.join(' ')} there.`);

test('what was escaped is as it was, its sentence bounds too', t => {
  fc.assert(
    fc.property(fc.array(sentence, { minLength: 1, maxLength: 5 }), sentence, (lines, title) => {
      const sentences = lines.map((line, i) => (i === 0 ? line : ` ${line}`));
      const plain = questionOf([{ title, text: sentences.join(''), supporting: true, sentences }], {
        question: title,
        answers: [title],
      });
      const [passage] = plain.passages;
      const escaped = questionOf(
        [
          {
            title: encodeHTML(title),
            text: encodeHTML(passage!.text),
            supporting: true,
            sentences: sentences.map(encodeHTML),
          },
        ],
        { question: encodeHTML(title), answers: [encodeHTML(title)] },
      );
      const decoded = unescapeEntities(escaped);
      t.deepEqual(decoded, plain);
      const bounds = ({ text, sentences }: Question['passages'][number]) =>
        sentenceBounds(text, sentences);
      t.deepEqual(bounds(decoded.passages[0]!), bounds(passage!));
    }),
  );
});

test('only what ends in a semicolon is an entity', t => {
  const text = 'AT&T, R&D; ?a=1&copy=2&lt=3 &amp;amp; &nosuch;';
  const [passage] = unescapeEntities(questionOf([{ title: 'T', text, supporting: true }])).passages;
  t.is(passage!.text, 'AT&T, R&D; ?a=1&copy=2&lt=3 &amp; &nosuch;');
});

test('a bound inside an entity is none', t => {
  const sentences = ['One&am', 'p; two.', ' Three.'];
  const [passage] = unescapeEntities(
    questionOf([{ title: 'T', text: 'One&amp; two. Three.', supporting: true, sentences }]),
  ).passages;
  t.deepEqual(passage, { title: 'T', text: 'One& two. Three.', supporting: true });
});

test('passages and answers that become the same are one', t => {
  const passages = [
    { title: 'A &amp; B', text: 'One.', supporting: false },
    { title: 'A & B', text: 'One.', supporting: true },
  ];
  const made = unescapeEntities(questionOf(passages, { answers: ['A &amp; B', 'A & B'] }));
  t.deepEqual(made.passages, [{ title: 'A & B', text: 'One.', supporting: true }]);
  t.deepEqual(made.answers, ['A & B']);
});

test('what holds no entity stays the very question', t => {
  const question = questionOf([{ title: 'T', text: 'One.', supporting: true }]);
  t.is(unescapeEntities(question), question);
});

test('texts of a dataset are kept as they are unless it is asked for', async t => {
  const record = hotpotRecord();
  const context = [...record.context, ['The &quot;Asel&quot; Museum', ['Boats &amp; nets.']]];
  const text = JSON.stringify([{ ...record, context }]);
  const last = async (unescapeEntities?: boolean) => {
    const { questions } = await parseText(text, { unescapeEntities });
    const { title, text: body } = questions[0]!.passages.at(-1)!;
    return [title, body];
  };
  t.deepEqual(await last(), ['The &quot;Asel&quot; Museum', 'Boats &amp; nets.']);
  t.deepEqual(await last(true), ['The "Asel" Museum', 'Boats & nets.']);
});

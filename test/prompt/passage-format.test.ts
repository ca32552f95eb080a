import test from 'ava';
import { PASSAGE_FORMAT, parsePassageFormat } from '../../lib/prompt/passage-format.js';

for (const [source, first, third] of [
  [PASSAGE_FORMAT, 'Document 0:\nT\nX', 'Document 2:\nT\nX'],
  ['Passage {n}:\n{title}\n{text}', 'Passage 1:\nT\nX', 'Passage 3:\nT\nX'],
  ['{title}\n{text}', 'T\nX', 'T\nX'],
  ['[{i}/{n}] {title} ({i}): {text} -{n}-', '[0/1] T (0): X -1-', '[2/3] T (2): X -3-'],
  ['{title}{text}', 'TX', 'TX'],
  ['$& {title}\n\n{text}\n$1', '$& T\n\nX\n$1', '$& T\n\nX\n$1'],
] as const) {
  test(`${JSON.stringify(source)} makes ${JSON.stringify(first)}`, t => {
    const format = parsePassageFormat(source);
    const render = (position: number): string => {
      const { head, tail } = format.around(position, 'T');
      return `${head}X${tail}`;
    };
    t.is(format.source, source);
    t.is(render(0), first);
    t.is(render(2), third);
    if (format.header) t.is(`${format.header(2)}T\nX`, third);
  });
}

test('a format has a header where title and text stand as they are counted', t => {
  t.is(parsePassageFormat(PASSAGE_FORMAT).header?.(11), 'Document 11:\n');
  t.is(parsePassageFormat('{title}\n{text}').header?.(0), '');
  for (const source of [
    '{title} {text}',
    '{title}\n\n{text}',
    '{title}\n{text}\n',
    '{title}\n {text}',
  ]) {
    t.is(parsePassageFormat(source).header, undefined, source);
  }
});

test('a title is not read for placeholders', t => {
  const { head, tail } = parsePassageFormat('{i} {title}\n{text} {n}').around(
    3,
    '{i} {n} {text} $&',
  );
  t.is(head, '3 {i} {n} {text} $&\n');
  t.is(tail, ' 4');
});

for (const source of [
  '',
  '{title}',
  '{text}',
  '{text}\n{title}',
  '{title}{title}{text}',
  '{title}{text}{text}',
  '{text}{title}{text}',
]) {
  test(`${JSON.stringify(source)} is no passage format`, t => {
    const error = t.throws(() => parsePassageFormat(source), { code: 'USAGE' });
    t.regex(error.message, /--passage-format/);
  });
}

import test from 'ava';
import { parsePassageFormat } from '../../lib/prompt/passage-format.js';
import { insertionPoints } from '../../lib/prompt/points.js';
import { storedAs } from '../support/passages.js';

const FORMAT = parsePassageFormat('Document {i}:\n{title}\n{text}');

const passage = (title: string, text: string, ...bounds: number[]) =>
  storedAs({ title, text, bounds, tokens: 1 });

const MILL = passage('Mill', 'It is red. It is old.', 10);
const BATH = passage('Bath', 'A spa.');

test('points stand between a title and its text, two sentences, and two passages', t => {
  const { points, characters } = insertionPoints([MILL, BATH], FORMAT);
  const context = 'Document 0:\nMill\nIt is red. It is old.\n\nDocument 1:\nBath\nA spa.';
  t.is(characters, context.length);
  t.deepEqual(
    points.map(({ where, passage: at, offset }) => [where, at, offset]),
    [
      ['title', 0, 0],
      ['text', 0, 10],
      ['after', 0, 0],
      ['title', 1, 0],
    ],
  );
  t.deepEqual(
    points.map(({ at }) => context.slice(at).split('\n')[0]),
    ['It is red. It is old.', ' It is old.', 'Document 1:', 'A spa.'],
  );
});

test('there is no point beside an empty title or text, nor behind the last passage', t => {
  const { points } = insertionPoints([passage('Mill', ''), passage('', 'A spa.')], FORMAT);
  t.deepEqual(
    points.map(({ where, passage: at }) => [where, at]),
    [['after', 0]],
  );
});

test('a format of another kind than title over text has no point between the two', t => {
  const { points } = insertionPoints([MILL, BATH], parsePassageFormat('{i}) {title}: {text}'));
  t.deepEqual(
    points.map(({ where }) => where),
    ['text', 'after'],
  );
});

test('passages of which nothing is to be seen have no points around them', t => {
  const format = parsePassageFormat('{title}\n{text}');
  const nothing = passage('', '');
  const places = insertionPoints([nothing, MILL, nothing, BATH, nothing], format).points.map(
    ({ where, passage: at }) => `${where} ${at}`,
  );
  t.deepEqual(places, ['title 1', 'text 1', 'after 1', 'after 2', 'title 3']);
  t.deepEqual(insertionPoints([nothing, nothing], format).points, []);
});

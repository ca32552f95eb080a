import test from 'ava';
import { leakTest } from '../../lib/prompt/leak.js';
import { storedAs } from '../support/passages.js';

const passage = (title: string, text: string) => storedAs({ title, text, tokens: 1 });

const QUESTION = 'Who founded  the Mill\nof Avon?';

const CASES: [name: string, title: string, text: string, leaks: boolean][] = [
  ['in its text', 'Avon', 'They ask: Who founded the Mill of Avon? Nobody knows.', true],
  ['in its title', 'Who founded the Mill of Avon?', 'A book.', true],
  ['in other case', 'Avon', 'WHO FOUNDED THE MILL OF AVON?', true],
  ['with other blanks', 'Avon', 'Who\tfounded\u00a0the\n\n Mill of   Avon?', true],
  ['partly in its title, partly in its text', 'Who founded', 'the Mill of Avon? Stone.', true],
  ['without its question mark', 'Avon', 'Who founded the Mill of Avon is unknown.', false],
  ['but for a letter', 'Avon', 'Who found the Mill of Avon?', false],
];

for (const [name, title, text, expected] of CASES) {
  test(`a passage ${expected ? 'gives' : 'does not give'} the question away that it has ${name}`, t => {
    t.is(leakTest(QUESTION)(passage(title, text)), expected);
  });
}

test('a question without a question mark is found as well', t => {
  const leaks = leakTest('Name the founder of Avon');
  t.true(leaks(passage('', 'Task: name the FOUNDER of Avon.')));
  t.false(leaks(passage('', 'The founder of Avon has a name?')));
});

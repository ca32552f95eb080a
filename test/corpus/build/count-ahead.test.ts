import test from 'ava';
import { countAhead, countedText } from '../../../lib/corpus/build/count-ahead.js';
import { passageKey } from '../../../lib/corpus/store/passage-id.js';
import type { Tokenizer } from '../../../lib/tokenize/tokenizer.js';
import { madeQuestion } from '../../support/questions.js';
import { words } from '../../support/tokenizer.js';

const QUESTIONS = [
  ['The sea', 'The hill', 'The sea'],
  ['The hill', 'The town'],
].map((titles, i) =>
  madeQuestion(i, {
    passages: titles.map(title => ({ title, text: `${title} is wide.`, supporting: true })),
  }),
);

/** The words, and what was asked of it. */
function listening(): { tokenizer: Tokenizer; calls: (string | readonly string[])[] } {
  const calls: (string | readonly string[])[] = [];
  const tokenizer: Tokenizer = {
    ...words,
    count: text => {
      calls.push(text);
      return words.count(text);
    },
    countAll: texts => {
      calls.push(texts);
      return texts.map(text => words.count(text));
    },
  };
  return { tokenizer, calls };
}

const PASSAGES = QUESTIONS.flatMap(({ passages }) => passages);

test('each passage that is not known is counted once, in one call', t => {
  const { tokenizer, calls } = listening();
  const town = passageKey('The town', 'The town is wide.');
  const tokensOf = countAhead(tokenizer, PASSAGES, key => key.equals(town));
  for (const title of ['The sea', 'The hill']) {
    const text = `${title} is wide.`;
    t.is(tokensOf(title, text), words.count(countedText(title, text)));
  }
  const texts = ['The sea', 'The hill'].map(each => countedText(each, `${each} is wide.`));
  t.deepEqual(calls, [texts]);
  t.is(tokensOf('Another', 'one'), words.count(countedText('Another', 'one')));
});

test('a tokenizer of which a call costs little is asked passage by passage', t => {
  const { tokenizer, calls } = listening();
  const tokensOf = countAhead({ ...tokenizer, countAll: undefined }, PASSAGES, () => false);
  t.deepEqual(calls, []);
  t.is(tokensOf('a', 'b'), words.count(countedText('a', 'b')));
  t.deepEqual(calls, [countedText('a', 'b')]);
});

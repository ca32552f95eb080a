import test from 'ava';
import fc from 'fast-check';
import { readQuestions } from '../../lib/datasets/read-questions.js';
import type { Question } from '../../lib/records/question.js';
import { sentenceBounds } from '../../lib/texts/sentence-bounds.js';
import { abbreviationBefore, notBetweenSentences } from '../../lib/verify/view/sentence.js';
import { shared } from '../support/shared.js';

/** Texts with a bar at each blank that is a bound. */
const TEXTS = {
  plain: 'He drums.|She sings.|Do they?|They do!|So it is.',
  'country by its initials': 'He lived in the U.S. Army then.|It was cold.',
  'country at the end of a sentence': 'He lived in the U.S. He died there.',
  initials: 'J. R. R. Tolkien wrote it.|C. S. Lewis read it.',
  'initial after a full stop': 'It ended.|J. Smith came.',
  'number with a point': 'It cost 3.5 million.|Then 4. 5 of them left.',
  'year before a word': 'It was 1985.|Tornadoes came.',
  'year before a number': 'It was in 1985. 44 tornadoes came.',
  'number of one or two digits': 'He came in 3. Then in 25. And in 125.|Done.',
  'ordinal of a club': 'He joined 1. FC Union.|He left.',
  company: 'The Acme Co. KG made it.|Acme Inc. The rest is gone.',
  titles: 'Dr. No met Mr. Bean and Mrs. Dalloway.|Prof. Moriarty came.',
  'latin ones': 'See e.g. Smith, i.e. Jones, et al. Brown, cf. Miller vs. Taylor etc. Then stop.',
  degrees: 'She has a Ph.D. Her brother has a B.Sc. They are happy.|Both.',
  months: 'He came on Jan. 5 and left in Sept. Nobody cared.|Yes.',
  'place names': 'St. Louis, Mt. Everest and Ft. Worth.|Done.',
  'a work of art and a number': 'It is a work of art. 12 people saw it.',
  'quotes behind': 'He said "Nope."|She said “Yes.”|Then (so it is.)|End.',
  'quotes before': 'He left.|"Why?" she asked.|“Well.”|‘So.’ he said.',
  'brackets before': 'He left.|(He came back.)|[He stayed.]',
  'lower case behind': 'The band Yahoo! is good.|The firm eBay Inc. is. iPhones sell? yes.',
  'punctuation behind': 'He left! , he said.|Or? ! , so.',
  ellipsis: 'He waited...|Then he left… so.',
  'glued sentences': 'He left.Then he came.|So.',
  'double blanks': 'He left.  She stayed.|So.',
  'line feeds': 'He left.\nShe stayed.\n\nSo.|End.',
  tabs: 'He left.\tShe stayed.',
  'no-break space': 'He left.\u00a0She stayed.',
  'blanks at the ends': ' He left. ',
  'nothing but a sentence': 'He left.',
  empty: '',
  blank: ' ',
  'no full stop': 'He left\nShe stayed',
  'colon and semicolon': 'He left: She stayed; Then so.',
  'Chinese without blanks': '他走了。她留下了。结束。',
  'Chinese with blanks': '他走了。|她留下了！|结束。',
  'letters with marks': 'E\u0301. Zola wrote.|He met Ö. Yes.|So.',
  'surrogates around': 'He left 🎸.|She stayed 🎸.|So.',
};

for (const [name, marked] of Object.entries(TEXTS)) {
  test(`bounds of a text with ${name}`, t => {
    const text = marked.replaceAll('|', ' ');
    const expected = [...marked.matchAll(/\|/g)].map(match => match.index);
    t.deepEqual(sentenceBounds(text), expected, mark(text));
  });
}

/** The text with its bounds shown. */
function mark(text: string): string {
  const bounds = new Set(sentenceBounds(text));
  return [...Array(text.length).keys()].map(i => (bounds.has(i) ? '|' : text[i])).join('');
}

const word = fc.constantFrom(
  ...[
    'He',
    'she',
    'U.S',
    'Dr',
    'Co',
    'J',
    '3',
    '1985',
    'art',
    'Ph.D',
    'É',
    '日本',
    '🎸',
    'e.g',
    'St',
  ],
);
const end = fc.constantFrom('.', '!', '?', '...', '."', '.)', ',', '', ' ', '\n');
const sentence = fc
  .tuple(fc.array(word, { minLength: 1, maxLength: 4 }), end)
  .map(([words, mark]) => words.join(' ') + mark);
const sentences = fc.array(sentence, { maxLength: 8 });

test('a bound is a single blank behind the end of a sentence, before none of the next', t => {
  fc.assert(
    fc.property(sentences, fc.constantFrom(' ', '  ', '\n', ''), (parts, joint) => {
      const text = parts.join(joint);
      const bounds = sentenceBounds(text);
      for (const [i, at] of bounds.entries()) {
        t.is(text[at], ' ');
        t.regex(text.slice(0, at), /[.!?…。！？]["'”’»)\]]*$/u);
        t.regex(text.slice(at + 1), /^[^\s\p{Ll}]/u);
        t.true(i === 0 || at > bounds[i - 1]!, 'ascending, without repeats');
      }
    }),
    { numRuns: 500 },
  );
});

test('no bound is one that the verifier would not accept', t => {
  fc.assert(
    fc.property(sentences, fc.constantFrom(' ', ''), (parts, joint) => {
      const text = parts.join(joint);
      for (const at of sentenceBounds(text)) t.is(notBetweenSentences(text, at), undefined);
      for (const at of sentenceBounds(text, parts)) t.is(abbreviationBefore(text, at), undefined);
    }),
    { numRuns: 500 },
  );
});

test("a dataset's sentences are respected: no bound elsewhere", t => {
  fc.assert(
    fc.property(sentences, parts => {
      const text = parts.join(' ');
      const ends = new Set<number>();
      let length = 0;
      for (const part of parts) {
        ends.add(length + part.trimEnd().length);
        length += part.length + 1;
      }
      t.true(sentenceBounds(text, parts).every(at => ends.has(at)));
    }),
  );
  const text = 'He met Mr X! And left. She stayed.';
  t.deepEqual(sentenceBounds(text), [12, 22]);
  t.deepEqual(sentenceBounds(text, ['He met Mr X! And left.', 'She stayed.']), [22]);
});

test('it does not matter whether the sentences carry their blanks, or on which side', t => {
  const parts = ['He left.', 'Dr. No came.', 'So?', 'Yes.'];
  const text = parts.join(' ');
  const bounds = [8, 21, 25];
  t.deepEqual(sentenceBounds(text, parts), bounds);
  t.deepEqual(
    sentenceBounds(
      text,
      parts.map((part, i) => (i ? ` ${part}` : part)),
    ),
    bounds,
  );
  t.deepEqual(
    sentenceBounds(
      text,
      parts.map((part, i) => (i < 3 ? `${part} ` : part)),
    ),
    bounds,
  );
  fc.assert(
    fc.property(sentences, list => {
      const whole = list.join(' ');
      const leading = list.map((part, i) => (i ? ` ${part}` : part));
      t.deepEqual(sentenceBounds(whole, leading), sentenceBounds(whole, list));
    }),
  );
});

test('sentences of nothing but blanks give no bound twice', t => {
  t.deepEqual(sentenceBounds('A man. B!', ['A man.', ' ', 'B!']), [6]);
  t.deepEqual(sentenceBounds('A man. B!', ['A man.', '', 'B!']), [6]);
});

test('sentences that do not stand in the text end the search', t => {
  t.deepEqual(sentenceBounds('A man. Be! Cee.', ['A man.', 'No.', 'Cee.']), [6]);
});

for (const name of ['hotpotqa.json', '2wikimqa.json', 'musique.jsonl', 'squad2.json']) {
  const file = shared('data', name);
  (file ? test : test.skip)(
    `in ${name} no bound stands behind an abbreviation or inside a sentence`,
    async t => {
      let bounds = 0;
      for await (const { passages } of readQuestions(file!) as AsyncIterable<Question>) {
        for (const { text, sentences: own } of passages) {
          for (const at of sentenceBounds(text, own)) {
            bounds++;
            if (notBetweenSentences(text, at)) t.fail(text.slice(Math.max(0, at - 30), at + 20));
          }
        }
      }
      t.true(bounds > 1000, `${bounds}`);
    },
  );
}

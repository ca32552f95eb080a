import test from 'ava';
import fc from 'fast-check';
import { supportedTitles } from '../../../lib/datasets/context/titles.js';
import { RecordError } from '../../../lib/errors.js';

const supported = (wanted: string[], titles: string[]): string[] => [
  ...supportedTitles(new Set(wanted), titles),
];

/** A title as a supporting fact has it, and the same as a passage has it. */
const ALIKE: [what: string, wanted: string, title: string][] = [
  ['NFD against NFC', 'O\u0308rla Ve\u0301nn', '\u00d6rla V\u00e9nn'],
  ['NFC against NFD', '\u00d6rla', 'O\u0308rla'],
  ['a plain sign against an entity', 'Krill & Sons', 'Krill &amp; Sons'],
  ['an entity against a plain sign', 'The &quot;G&quot; Line', 'The "G" Line'],
  ['a number in place of a name', 'Bo&#39;ness', 'Bo&apos;ness'],
  ['a blank at the end', 'Iveta Moss', 'Iveta Moss '],
  ['a blank at the beginning', ' Iveta Moss', 'Iveta Moss'],
  ['two blanks', 'Iveta  Moss', 'Iveta Moss'],
  ['a blank that does not break', 'Sanna Brook', 'Sanna\u00a0Brook'],
  ['the same as an entity', 'Sanna Brook', 'Sanna&nbsp;Brook'],
  ['a line feed', 'Sanna\nBrook', 'Sanna Brook'],
  ['quotation marks around all of it', 'Harnby', '"Harnby"'],
  ['the same on the other side', '"Harnby"', 'Harnby'],
  ['the same as entities', 'Harnby', '&quot;Harnby&quot;'],
  ['no title', '', ''],
  ['blanks alone', ' ', '\u00a0'],
];

for (const [what, wanted, title] of ALIKE) {
  test(`${what}: the same title`, t => {
    t.deepEqual(supported([wanted], ['Other', title]), [title]);
    t.deepEqual(supported(['Other', wanted], [title, 'Other']).sort(), ['Other', title].sort());
  });
}

const UNLIKE: [wanted: string, title: string][] = [
  ['Jory Pell (film)', 'Jory Pell (Film)'],
  ['Harnby', 'Harnby (town)'],
  ['Harnby', ''],
  ['', 'Harnby'],
  ['\u2460', '1'],
  ['"', '""'],
];

test('what can be seen to differ is another title', t => {
  for (const [wanted, title] of UNLIKE) {
    const error = t.throws(() => supported([wanted], [title]), { instanceOf: RecordError });
    t.is(error?.code, 'SUPPORT_MISSING', wanted);
  }
  t.throws(() => supported(['Jory Pell (film)'], ['Jory Pell (Film)']), {
    message:
      'the supporting title "Jory Pell (film)" does not stand in context; "Jory Pell (Film)" does',
  });
});

test('a title that stands there is meant itself, not one that looks the same', t => {
  t.deepEqual(supported(['Heroes'], ['"Heroes"', 'Heroes']), ['Heroes']);
  t.deepEqual(supported(['A &amp; B'], ['A & B', 'A &amp; B']), ['A &amp; B']);
  // With a fact that does not stand there beside it.
  t.deepEqual(supported(['Heroes', 'X '], ['"Heroes"', 'Heroes', 'X']), ['Heroes', 'X']);
});

test('of many titles and facts each is found once, in little time', t => {
  const titles = Array.from({ length: 50_000 }, (_, i) => `Title&amp;${i}`);
  const wanted = titles.map(title => title.replace('&amp;', '&'));
  t.deepEqual(supported(wanted, titles), titles);
});

test('any title is found under what looks the same', t => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter(s => s.trim() !== '');
  const change = fc.constantFrom<(title: string) => string>(
    title => title.normalize('NFD'),
    title => ` ${title}\t`,
    title => title.replaceAll(' ', '  '),
  );
  fc.assert(
    fc.property(text, fc.array(change, { maxLength: 3 }), (title, changes) => {
      const other = changes.reduce((made, each) => each(made), title);
      t.deepEqual(supported([title], [other]), [other]);
      t.deepEqual(supported([other], [title]), [title]);
    }),
  );
});

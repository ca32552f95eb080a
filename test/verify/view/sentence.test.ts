import test from 'ava';
import { abbreviationBefore, notBetweenSentences } from '../../../lib/verify/view/sentence.js';

/** The place is written as `|`. */
function at(marked: string): [text: string, offset: number] {
  return [marked.replace('|', ''), marked.indexOf('|')];
}

test('places between two sentences', t => {
  const places = [
    'It ended.| Then',
    'It ended in 1990.| Then',
    'Why?| Nobody',
    'He said "no."| Then',
    'It ended (at last).| Then',
    'It ended.[12]| Then',
    'He said no.| Then',
    'It was “safe”.| “Really',
    '終わった。| 次',
    'He said no. | Then',
  ];
  for (const place of places) t.is(notBetweenSentences(...at(place)), undefined, place);
});

test('places that are not', t => {
  const places = [
    'It| ended.',
    'It ended,| then',
    'by J.| R. R. Stone',
    'by J. R. R.| Stone',
    'of the U.S.| Army',
    'Acme Co.| KG',
    'Mr.| Stone',
    '(Dr.| Stone)',
    'St.| Peter',
    'No.| 5',
    'Vol.| 5',
    'p.| 12',
    'Fig.| 3',
    'World War vol.| II',
    'e.g.| Bath',
    'at 3| p.m.',
    'a Ph.D.| Student',
    'Stone vs.| Hill',
    'et al.| Found',
    'it was 3.| 5 crowns',
    'Yahoo!| was',
    '"Why?"| he asked',
  ];
  for (const place of places) t.not(notBetweenSentences(...at(place)), undefined, place);
});

test('abbreviations that end a bracket or a quotation do not count', t => {
  t.is(abbreviationBefore(...at('(of the U.S.)| Then')), undefined);
  t.is(abbreviationBefore(...at('of the U.S.| Then')), 'U.S.');
  t.is(abbreviationBefore(...at('in the end.| Then')), undefined);
});

import test from 'ava';
import { admission } from '../../lib/fill/admission.js';
import type { ChooseParts } from '../../lib/fill/choose-parts.js';
import { storedAs } from '../support/passages.js';

const passage = (title: string, number?: number, supporting = false) =>
  storedAs({ title, text: 'A text.', tokens: 5, supporting }, number);

const admit = (own: ChooseParts['own'], changes: Partial<ChooseParts> = {}) =>
  admission({
    dataset: 'made',
    own,
    leaks: () => false,
    misleads: () => false,
    ...changes,
  } as ChooseParts);

test('a passage is admitted once, and one of the question never', t => {
  const admits = admit([passage('Own', 3), passage('Support', 4, true)]);
  t.false(admits(passage('Other', 3)));
  t.false(admits(passage('Other', 4)));
  t.true(admits(passage('Other', 5)));
  t.false(admits(passage('Other', 5)));
  t.true(admits(passage('Other', 6)));
});

test('one that leaks or misleads is not admitted, nor asked about again', t => {
  let asked = 0;
  const leaks = ({ title }: { title: string }): boolean => {
    asked++;
    return title === 'Leak';
  };
  const admits = admit([], { leaks, misleads: ({ title }) => title === 'Pair' });
  t.false(admits(passage('Leak', 1)));
  t.false(admits(passage('Leak', 1)));
  t.is(asked, 1);
  t.false(admits(passage('Pair', 2)));
  t.true(admits(passage('Fine', 3)));
});

test('the title of a supporting passage is admitted in an article alone, however it is written', t => {
  const own = [passage('Évora  Art', 0, true), passage('Free', 1), passage('', 2, true)];
  const twins = ['Évora Art', 'E\u0301vora Art', ' \tÉvora\nArt '];
  const others = ['ÉVORA ART', 'Évora', 'Evora Art', 'Free', '', ' '];
  for (const [n, title] of [...twins, ...others].entries()) {
    t.is(admit(own)(passage(title, 10 + n)), n >= twins.length, title);
    t.true(admit(own, { dataset: 'squad' })(passage(title, 10 + n)), title);
  }
});

import test from 'ava';
import { checkNeedles } from '../../lib/needle/options.js';

const OPTIONS = { keys: 20, values: 1, queries: 1, value: 'numbers' } as const;

test('needles of any usual number are allowed', t => {
  for (const changes of [{}, { keys: 1, values: 20 }, { queries: 20 }, { keys: 5000 }]) {
    t.notThrows(() => checkNeedles({ ...OPTIONS, ...changes }));
  }
  t.notThrows(() => checkNeedles({ keys: 1, values: 4000, queries: 1, value: 'words' }));
});

test('what nobody could make is told, with what is allowed', t => {
  const refused: [object, RegExp][] = [
    [{ keys: 0 }, /^--keys 0: must be a whole number, at least 1$/],
    [{ values: 1.5 }, /^--values 1.5: must be a whole number, at least 1$/],
    [{ queries: 0 }, /^--queries 0: must be/],
    [{ queries: 21 }, /^--queries 21: there are 20 keys to ask for$/],
    [{ keys: 1000, values: 1000 }, /1000000 sentences, allowed are 131072$/],
    [
      { keys: 6000 },
      /^--keys 6000: 6000 pairs of words are needed, allowed are \d+; take fewer keys$/,
    ],
    [{ keys: 3000, value: 'words' }, /6000 pairs .* or another --value \(numbers, uuid, mixed\)$/],
  ];
  for (const [changes, message] of refused) {
    t.throws(() => checkNeedles({ ...OPTIONS, ...changes }), { code: 'USAGE', message });
  }
});

import { Ajv2020 } from 'ajv/dist/2020.js';
import test from 'ava';
import { chainCount } from '../../lib/chain/count.js';
import type { Kind } from '../../lib/values/kind.js';
import * as kinds from '../../lib/values/kinds.js';
import { tokenBudgets } from '../../lib/values/tokens.js';

const READ: [name: string, kind: Kind<never>, text: string, value: unknown][] = [
  ['flag', kinds.flag as Kind<never>, 'false', false],
  ['name', kinds.name() as Kind<never>, 'a b', 'a b'],
  ['escaped text', kinds.escapedText() as Kind<never>, 'a\\nb\\tc', 'a\nb\tc'],
  ['integer', kinds.integer(-1) as Kind<never>, '-1', -1],
  ['positive', kinds.positive() as Kind<never>, '0.5', 0.5],
  ['not negative', kinds.notNegative() as Kind<never>, '0', 0],
  ['choice', kinds.choice(['a', 'b']) as Kind<never>, 'b', 'b'],
  ['list', kinds.list(kinds.integer(1)) as Kind<never>, '2,3', [2, 3]],
  ['repeated', kinds.repeated(kinds.file) as Kind<never>, 'a,b', ['a,b']],
  ['budgets', tokenBudgets as Kind<never>, '4k,5000,2m', [4096, 5000, 2097152]],
  ['chains', chainCount as Kind<never>, '4-per-1024', { per1024: 4 }],
  ['chains', chainCount as Kind<never>, 'auto', 'auto'],
  ['chains', chainCount as Kind<never>, '0.5-per-1024', { per1024: 0.5 }],
];

for (const [name, kind, text, value] of READ) {
  test(`a ${name} is read, written and read again: ${text}`, t => {
    t.deepEqual(kind.read(text), value as never);
    t.deepEqual(kind.read(kind.write(value as never)), value as never);
  });

  test(`the schema of a ${name} takes ${text}`, t => {
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(kind.schema);
    const isPlain = ['boolean', 'number', 'string'].includes(typeof value) || Array.isArray(value);
    t.true(validate(isPlain ? value : text));
  });
}

const REFUSED: [name: string, kind: Kind<unknown>, text: string, message: RegExp][] = [
  ['flag', kinds.flag, 'yes', /true or false/],
  ['name', kinds.name(), '', /must not be empty/],
  ['integer', kinds.integer(1), '0', /at least 1/],
  ['integer', kinds.integer(0, 9), '10', /from 0 to 9/],
  ['integer', kinds.integer(0), '1e3', /whole number/],
  ['positive', kinds.positive(), '0', /above 0/],
  ['positive', kinds.positive(), ' ', /above 0/],
  ['not negative', kinds.notNegative(), '-1', /0 or above/],
  ['not negative', kinds.notNegative(), 'Infinity', /0 or above/],
  [
    'choice',
    kinds.choice(['chain', 'tree']),
    'tre',
    /allowed are chain, tree; did you mean tree\?/,
  ],
  ['list', kinds.list(kinds.name()), 'a,,b', /between commas/],
  ['budgets', tokenBudgets, '4q', /token counts/],
  ['budgets', tokenBudgets, '3m', /up to 2m/],
  ['budgets', tokenBudgets, '4k,4096', /twice/],
  ['chains', chainCount, '0-per-1024', /allowed are/],
];

for (const [name, kind, text, message] of REFUSED) {
  test(`a ${name} says what is allowed instead of ${JSON.stringify(text)}`, t => {
    t.throws(() => kind.read(text), { name: 'ValueError', message });
  });
}

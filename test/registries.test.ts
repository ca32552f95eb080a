import test from 'ava';
import { TARGETS } from '../lib/export/targets.js';
import { PLACEMENTS } from '../lib/fill/placements/registry.js';
import { FILTER_RULES } from '../lib/filter/rules/registry.js';
import { STYLES } from '../lib/model/reason/styles.js';
import type { Sink } from '../lib/output/sink.js';
import { SINKS } from '../lib/output/sinks.js';
import { METRICS } from '../lib/score/metrics/registry.js';
import { SCORING_RULES } from '../lib/score/rules/registry.js';
import { TOKENIZERS } from '../lib/tokenize/registry.js';
import type { TokenizerKind } from '../lib/tokenize/tokenizer-kind.js';
import type { Parameter } from '../lib/values/parameter.js';

interface Row {
  help: string;
  parameters?: Readonly<Record<string, Parameter>>;
}

const REGISTRIES: Record<string, Readonly<Record<string, Row>>> = {
  placement: PLACEMENTS,
  'filter rule': FILTER_RULES,
  'scoring rule': SCORING_RULES,
  metric: METRICS,
  tokenizer: TOKENIZERS,
  style: STYLES,
  target: TARGETS,
};

const ROWS = Object.entries(REGISTRIES).flatMap(([registry, rows]) =>
  Object.entries(rows).map(([name, row]) => [`the ${registry} ${name}`, name, row] as const),
);

const HELP = /^\S.*[^.\s]$/;

for (const [what, name, { help, parameters = {} }] of ROWS) {
  test(`${what} is whole: names, help, defaults that can be written and read again`, t => {
    t.regex(name, /^[a-z][a-z\d]*([-_][a-z\d]+)*$/);
    t.regex(help, HELP);
    for (const [parameter, { kind, help: itsHelp, ...rest }] of Object.entries(parameters)) {
      t.regex(parameter, /^[a-z][A-Za-z\d]*$/);
      t.regex(itsHelp, HELP);
      t.is(typeof kind.schema, 'object');
      if ('default' in rest) t.deepEqual(kind.read(kind.write(rest.default)), rest.default);
    }
  });
}

test('a parameter that two rows ask for is the same to both', t => {
  const seen = new Map<string, [what: string, kind: string]>();
  for (const [what, , { parameters = {} }] of ROWS) {
    for (const [name, { kind }] of Object.entries(parameters)) {
      const known = JSON.stringify(kind);
      const [first, before] = seen.get(name) ?? [what, known];
      t.is(known, before, `${name} of ${what} and of ${first}`);
      seen.set(name, [what, known]);
    }
  }
  t.true(seen.size > 10);
});

test("the words of a tokenizer's path have its default among them", t => {
  for (const { path } of Object.values<TokenizerKind>(TOKENIZERS)) {
    t.regex(path.help, HELP);
    if (path.words && path.default) t.true(path.words.includes(path.default));
  }
});

test('a format is told by the ending of its files', t => {
  const rows = Object.values<Sink>(SINKS);
  for (const { ending, help } of rows) {
    t.regex(ending, /^(\.[a-z\d]+)+$/);
    t.regex(help, HELP);
  }
  t.is(new Set(rows.map(({ ending }) => ending)).size, rows.length);
});

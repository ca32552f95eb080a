import test from 'ava';
import fc from 'fast-check';
import { dump, load } from 'js-yaml';
import { features } from '../../../bin/reference/features.js';
import { yamlFeatures } from '../../../lib/export/hub/card/features.js';
import { sizeCategory } from '../../../lib/export/hub/card/size-category.js';
import type { Column, Columns } from '../../../lib/records/columns.js';
import { featuresFromYaml, type YamlFeature } from '../../support/export/card.js';

const columns: fc.Arbitrary<Columns> = fc.letrec<{ columns: Columns; column: Column }>(tie => ({
  columns: fc
    .array(tie('column'), { minLength: 1, maxLength: 4 })
    .map(list => Object.fromEntries(list.map((column, i) => [`c${i}`, column]))),
  column: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom<Column>('text', 'whole', 'fraction', 'flag'),
    tie('columns'),
    tie('column').map((column): Column => [column]),
  ),
})).columns;

test('features in YAML mean those in JSON, whatever the columns', t => {
  fc.assert(
    fc.property(columns, some => {
      const yaml = load(dump(yamlFeatures(some))) as YamlFeature[];
      t.deepEqual(featuresFromYaml(yaml), features(some));
    }),
  );
});

test('lists are written in short, as datasets writes them', t => {
  t.deepEqual(
    yamlFeatures({ a: ['text'], b: [{ c: 'flag' }], d: [[['whole']]], e: { f: 'fraction' } }),
    [
      { name: 'a', list: 'string' },
      { name: 'b', list: [{ name: 'c', dtype: 'bool' }] },
      { name: 'd', list: { list: { list: 'int64' } } },
      { name: 'e', struct: [{ name: 'f', dtype: 'float64' }] },
    ],
  );
});

test('size categories are the words of the Hub', t => {
  const words = [0, 999, 1_000, 99_999, 100_000, 5e6, 1e9, 999_999_999_999, 1e12].map(sizeCategory);
  t.deepEqual(words, [
    ...['n<1K', 'n<1K', '1K<n<10K', '10K<n<100K', '100K<n<1M', '1M<n<10M'],
    ...['1B<n<10B', '100B<n<1T', 'n>1T'],
  ]);
});

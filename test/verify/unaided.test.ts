import test from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import { CHAINS, chainSample, PASSAGES, PLACES, render, renderPair } from './sample-builder.js';

const HEAD = renderPair(CHAINS[1]![0]!);

function broken(sample: Sample): string[] {
  return [...new Set(checkSample(sample, {}).map(({ check }) => check))];
}

function moved(before: string, flat = false): Sample {
  const sample = chainSample();
  let context = sample.distractor_context!.replace(` ${HEAD}`, '');
  context = context.replace(before, ` ${HEAD} ${before}`);
  sample.distractor_context = flat ? context.replace(/\s+/g, ' ').trim() : context;
  sample.meta.remove_newline_tab = flat;
  return sample;
}

const places = {
  'a word': 'ounder was',
  'a number': '5 million',
  'Co. KG': 'KG earned',
  'J. R. R.': 'R. R. Stone',
  'U.S.': 'S. Army',
  'a sentence': 'was born',
  'a header': '1:\nAcme',
};

for (const [name, before] of Object.entries(places)) {
  test(`found without the texts: a pair inside ${name}`, t => {
    t.deepEqual(broken(moved(before)), ['insertion']);
    // In one line, the first words of a text may be its title.
    if (before !== 'KG earned') t.deepEqual(broken(moved(before, true)), ['insertion']);
  });
}

test('found without the texts: a pair inside a title, or between it and its header', t => {
  t.deepEqual(broken(moved('Works')), ['insertion']);
  t.deepEqual(broken(moved('Acme Works')), ['insertion']);
});

test('without the texts and line feeds, what may be a title is not called wrong', t => {
  t.deepEqual(broken(moved('Acme Co.', true)), []);
});

test('found without the texts: passages that are missing, too many, or out of order', t => {
  const changes: ((context: string) => string)[] = [
    context => context.replace('Document 2:', ''),
    context => context.replace('Document 2:', 'Document 3:'),
    context => `${context}\n\nDocument 5:\nThe End\nIt is late.`,
  ];
  for (const change of changes) {
    const sample = chainSample();
    sample.distractor_context = change(sample.distractor_context!);
    t.true(broken(sample).includes('passages'));
  }
  const sample = chainSample();
  sample.meta.passages.push(sample.meta.passages[0]!);
  t.deepEqual(broken(sample), ['passages']);
});

test('found without the texts: the question in a passage', t => {
  const sample = chainSample();
  sample.distractor_context = sample.distractor_context!.replace('The spa is warm.', sample.input);
  t.deepEqual(broken(sample), ['leak']);
});

test('a format that numbers no passages leaves their count open', t => {
  const sample = chainSample({ places: PLACES.filter(([, slot]) => slot > 0).slice(0, 9) });
  sample.meta.passage_format = '{title}\n{text}';
  sample.distractor_context = sample.distractor_context!.replace(/Document \d:\n/g, '');
  t.deepEqual(broken(sample), []);
  t.is(render(PASSAGES).includes(HEAD), false);
});

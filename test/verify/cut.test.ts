import test from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import { PASSAGES, plainSample, sources } from './sample-builder.js';

/** A sample in which a passage ends early, and what is found wrong with it. */
function found(title: string, end: string, says: (whole: Sample['meta']['cut']) => object) {
  const passages = PASSAGES.map(each =>
    each.title === title ? { ...each, sentences: [end] } : each,
  );
  const sample = plainSample(passages);
  const { id } = PASSAGES.find(each => each.title === title)!;
  Object.assign(sample.meta.cut, says({ id, characters: [...end].length }));
  sample.meta.cut = { ...sample.meta.cut };
  return checkSample(sample, sources).map(({ message }) => message);
}

const told = (cut: object): object => cut;
const END = 'The spa is warm. The Romans built it.';

test('a filler may end early, at the end of a sentence, if the sample says so', t => {
  t.deepEqual(found('Bath Spa', END, told), []);
  t.deepEqual(found('Bath Spa', 'The spa is warm.', told), []);
});

test('found: less of a passage than the sample says, or more', t => {
  const wrong = /does not read as in the dataset/;
  t.regex(found('Bath Spa', END, () => ({ id: '', characters: 0 }))[0]!, wrong);
  t.regex(found('Bath Spa', 'The spa is warm.', cut => ({ ...cut, characters: 37 }))[0]!, wrong);
});

test('found: a cut inside a sentence or a word', t => {
  t.true(
    found('Bath Spa', 'The spa is wa', told).some(each => /is cut inside a sentence/.test(each)),
  );
});

test('found: a cut of what is none of the fillers', t => {
  const [own] = found('The Long Bridge', 'It has nine arches.', told);
  t.regex(own!, /is cut, and is the question's own/);
  const [absent] = found('Bath Spa', END, cut => ({ ...cut, id: '9'.repeat(16) }));
  t.regex(absent!, /said to be cut, does not stand in the context/);
  const whole = 'The spa is warm. The Romans built it. It is famous.';
  t.regex(found('Bath Spa', whole, told)[0]!, /said to be cut, and is whole/);
});

test('a sample of an earlier version says nothing of it', t => {
  const sample = plainSample();
  const { cut: _, ...meta } = sample.meta;
  t.deepEqual(checkSample({ ...sample, meta }, sources), []);
});

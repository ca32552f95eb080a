import test from 'ava';
import { supportingIn } from '../../../lib/export/examples/supporting.js';
import type { SampleMeta } from '../../../lib/records/sample.js';

const passagesOf = (flags: readonly boolean[]): SampleMeta['passages'] =>
  flags.map((supporting, i) => ({ id: `${i}`.padStart(16, '0'), supporting }));

const meta = (format: string, flags: readonly boolean[]) => ({
  passage_format: format,
  passages: passagesOf(flags),
});

test('supporting passages are told by the numbers and titles that the context has', t => {
  const context = [
    'Document 0:\nFirst (place)\nIt is said: Document 2: is not this. ',
    'Document 1:\nSecond\n{"key": "Document 1:"}. Its text.',
    'Document 2:\nThird, with a comma\nIts text.',
  ].join('\n\n');
  const found = supportingIn(
    { distractor_context: context },
    meta('Document {i}:\n{title}\n{text}', [true, false, true]),
  );
  t.deepEqual(found, [
    { number: 0, title: 'First (place)' },
    { number: 2, title: 'Third, with a comma' },
  ]);
});

test('numbers are counted as the format counts them', t => {
  const context = 'Passage 1:\nA\nOne.\n\nPassage 2:\nB\nTwo.';
  const format = 'Passage {n}:\n{title}\n{text}';
  t.deepEqual(supportingIn({ context }, meta(format, [false, true])), [{ number: 2, title: 'B' }]);
});

test('where the context does not tell a title, it is empty and the number stands', t => {
  const squeezed = 'Document 0: A One. Document 1: B Two.';
  const format = 'Document {i}:\n{title}\n{text}';
  t.deepEqual(supportingIn({ context: squeezed }, meta(format, [false, true])), [
    { number: 1, title: '' },
  ]);
  t.deepEqual(supportingIn({ context: 'A\nOne.' }, meta('{title}\n{text}', [true])), [
    { number: 0, title: '' },
  ]);
  t.deepEqual(supportingIn({ context: '' }, {}), []);
});

import { readFile } from 'node:fs/promises';
import test from 'ava';
import { KNOBS } from '../../../bench/difficulty/knobs.js';
import { measureRow } from '../../../bench/difficulty/measure.js';
import { rowIn, withTable } from '../../../bench/difficulty/page.js';
import { readContext } from '../../../bench/difficulty/seen-context.js';
import { tempDir } from '../../support/temp-dir.js';

const PAGE = await readFile('pipelines/guides/difficulty.md', 'utf8');

test('a context is read back: its pairs, its passages without them, and where each begins', t => {
  const first = 'Document 0:\nBenby\nIt is a {"seat". {"k1": "k\\"2"}. And so on.';
  const text = `${first}\n\nDocument 1:\nCernys\n{"k2": "Who, {\\"x\\"}?"}.\nA Document 2:\nis none.`;
  const { pairs, passages, tokens } = readContext(text, piece => piece.length);
  const at = (part: string) => text.indexOf(part);
  t.deepEqual(pairs, [
    { key: 'k1', value: 'k"2', at: at('{"k1'), tokens: 15 },
    { key: 'k2', value: 'Who, {"x"}?', at: at('{"k2'), tokens: 24 },
  ]);
  t.deepEqual(passages, [
    { text: 'Benby\nIt is a {"seat".  And so on.\n\n', at: 0 },
    { text: 'Cernys\n\nA Document 2:\nis none.', at: at('Document 1') },
  ]);
  t.is(tokens, text.length);
});

test('the page has a figure for each row and column, and written again it is the same', t => {
  for (const knob of KNOBS) {
    const cells = knob.rows.map(({ label }) => rowIn(PAGE, knob, label) ?? []);
    for (const row of cells) {
      t.is(row.length, knob.columns.length, knob.name);
      for (const cell of row) t.regex(cell, /^\d{1,3}(?: %|,\d{3})?$/);
    }
    t.is(withTable(PAGE, knob, cells), PAGE);
  }
  const knob = { ...KNOBS[0]!, name: 'colour' };
  t.throws(() => withTable(PAGE, knob, []), { message: /no place for the table of colour/ });
});

test('what is measured is what the page says', async t => {
  const knob = KNOBS.find(({ name }) => name === 'order')!;
  const row = knob.rows.find(({ label }) => label.includes('backward'))!;
  t.deepEqual(await measureRow(row, knob, await tempDir(t)), rowIn(PAGE, knob, row.label));
});

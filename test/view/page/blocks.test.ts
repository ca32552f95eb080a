import test from 'ava';
import fc from 'fast-check';
import type { SampleView } from '../../../lib/view/api.js';
import { blocksOf, bodyStart, marksOf, partsOf, rowsOf } from '../../../lib/view/page/blocks.js';
import { plainView, viewOf } from './views.js';

test('a text is cut into blocks that are the whole of it, blanks between passages aside', t => {
  const view = plainView(30);
  let at = 0;
  for (const { start, end } of blocksOf(view)) {
    t.is(view.context.slice(at, start).trim(), '');
    t.true(end > start);
    at = end;
  }
  t.is(view.context.slice(at).trim(), '');
});

test('every pair is a mark of exactly one block, the one that it stands in', t => {
  const view = plainView(30);
  const marks = blocksOf(view).flatMap(block => {
    t.true(block.marks.every(({ start, end }) => block.start <= start && end <= block.end));
    return block.marks.map(({ index }) => index);
  });
  t.deepEqual(marks, [...view.pairs.keys()]);
});

test('what stands between passages is a block of its own where it says something', t => {
  const view = viewOf({
    passages: [
      { title: 'A', text: 'a' },
      { title: 'B', text: 'b' },
    ],
  });
  const [first, second] = view.passages as [SampleView['passages'][0], SampleView['passages'][0]];
  const said = 'Read this. ';
  const moved = {
    ...view,
    context: said + view.context,
    passages: [first, second].map(each => ({
      ...each,
      start: each.start + said.length,
      end: each.end + said.length,
    })),
  };
  t.deepEqual(
    blocksOf(moved).map(({ passage }) => passage?.title),
    [undefined, 'A', 'B'],
  );
});

const spans = fc
  .array(fc.tuple(fc.nat(60), fc.nat(60)), { maxLength: 12 })
  .map(drawn => drawn.map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) })));

test('whatever offsets are told: blocks are in order and apart, and so are marks', t => {
  fc.assert(
    fc.property(spans, spans, fc.string({ maxLength: 60 }), (passages, pairs, text) => {
      const context = text.padEnd(60, 'x');
      const view = {
        context,
        passages: passages
          .map(span => ({ ...span, title: 'T', supporting: false }))
          .sort((a, b) => a.start - b.start),
        pairs: pairs.map(span => ({ ...span, key: 'k', value: 'v', chain: 0, step: 0 })),
      };
      for (const found of [blocksOf(view), marksOf(view)]) {
        let at = 0;
        for (const { start, end } of found) {
          t.true(start >= at && end >= start);
          at = end;
        }
      }
    }),
  );
  t.pass();
});

test('long runs of plain passages are one row; what supports or holds a pair never is', t => {
  const view = plainView(200);
  const rows = rowsOf(blocksOf(view));
  t.true(rows.length < 60);
  const passages = rows.flatMap(row => (row.kind === 'run' ? row.blocks : [row.block]));
  t.is(passages.length, blocksOf(view).length);
  for (const row of rows) {
    if (row.kind === 'run') {
      t.true(row.blocks.length >= 4);
      t.true(row.blocks.every(({ marks, passage }) => marks.length === 0 && !passage?.supporting));
    }
  }
});

test('the heading of a passage is shown once, and a pair right behind the title is not lost', t => {
  const context = 'Document 0:\nTitle\n{"k": "v"}. Text';
  const passage = { start: 0, end: context.length, title: 'Title', supporting: false };
  const block = { ...passage, marks: [], passage };
  t.is(context.slice(bodyStart(context, block)), '{"k": "v"}. Text');
  const mark = { kind: 'pair' as const, index: 0, start: 18, end: 28 };
  t.is(bodyStart(context, { ...block, marks: [mark] }), 18);
  t.is(bodyStart(context, { ...block, marks: [{ ...mark, start: 12 }] }), 0);
});

test('long texts are cut into parts that are the whole, none within a character', t => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '\n', '😀', 'é'), maxLength: 200 }),
      fc.integer({ min: 4, max: 40 }),
      (text, size) => {
        const parts = partsOf(text, size);
        t.is(parts.join(''), text);
        t.true(parts.every(part => part.length <= size && part.isWellFormed()));
      },
    ),
  );
});

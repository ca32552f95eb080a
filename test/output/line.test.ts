import test from 'ava';
import fc from 'fast-check';
import { lineParts, sampleLine } from '../../lib/output/line.js';
import { Piece } from '../../lib/prompt/piece.js';
import { RenderedText } from '../../lib/prompt/rendered-text.js';
import type { Sample } from '../../lib/records/sample.js';
import { anySample } from '../support/sample.js';

const lineOf = (sample: Sample, index: number): string =>
  Buffer.concat(lineParts(sampleLine(sample), index)).toString();

test('the line of a sample is this one', t => {
  t.is(
    lineOf(anySample(7), 3),
    '{"id":"made/q7/4096","index":3,"source_index":7,"input":"Who is “7”?","answers":["7","ünï 🎸"],"context":"Document 0:\\nPlace 7\\nA \\"text\\".","length":1007,"meta":{"dataset":"made","question_id":"q7","seed":42,"tokenizer":{"type":"openai","name":"words","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},"max_seq_length":4096,"tokens_to_generate":128,"prompt_tokens":879,"template":"{context}","passage_format":"Document {i}:\\n{title}\\n{text}","remove_newline_tab":false,"corpus":"cccccccccccccccccccccccccccccccc","passages":[{"id":"0123456789abcdef","supporting":true}],"placement":"uniform","sigma":0.3,"clamp":0.95,"version":"0.1.0","warnings":[]}}\n',
  );
});

test('a line is what JSON.stringify makes of the sample with its index', t => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.array(fc.string()),
      fc.nat(),
      (id, input, answers, index) => {
        const sample = anySample(1, { id, input, answers });
        t.is(lineOf(sample, index), `${JSON.stringify({ ...sample, index })}\n`);
      },
    ),
  );
});

test('a text in bytes is written as the text that it is', t => {
  const control = fc.string({
    unit: fc.nat(0x7f).map(code => String.fromCharCode(code)),
  });
  const part = fc.oneof(control, fc.string({ unit: 'grapheme', maxLength: 80 }));
  fc.assert(
    fc.property(fc.array(part), fc.array(part), (context, pairs) => {
      const inBytes = (parts: string[]) => new RenderedText(parts.map(each => Piece.of(each)));
      const sample = anySample(1, {});
      const draft: Sample<RenderedText> = {
        ...sample,
        context: inBytes(context),
        distractor_context: inBytes(pairs),
      };
      const line = Buffer.concat(lineParts(sampleLine(draft), 2)).toString();
      const expected = { ...sample, context: context.join(''), distractor_context: pairs.join('') };
      t.deepEqual(JSON.parse(line), { ...expected, index: 2 });
      t.is(`${draft.context}`, context.join(''));
    }),
  );
});

test('what stands between fill and the writer only is dropped', t => {
  const passages = [
    { id: '0'.repeat(16), title: 'T', text: 'X', supporting: true, bounds: [], tokens: 4 },
  ];
  t.is(lineOf(anySample(1, { passages }), 0), lineOf(anySample(1), 0));
});

test('a line knows its tokens and whether its sample is marked', t => {
  t.like(sampleLine(anySample(1)), { tokens: 1001, marked: false });
  const { meta } = anySample(1);
  const marked = anySample(1, { meta: { ...meta, warnings: ['corpus_too_small'] } });
  t.true(sampleLine(marked).marked);
});

test('a line outlives the way between threads', t => {
  const line = structuredClone(sampleLine(anySample(2)));
  t.is(Buffer.concat(lineParts(line, 5)).toString(), lineOf(anySample(2), 5));
});

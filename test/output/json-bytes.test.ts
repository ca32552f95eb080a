import test from 'ava';
import fc from 'fast-check';
import { JsonBytes } from '../../lib/output/json-bytes.js';
import { Piece } from '../../lib/prompt/piece.js';
import { RenderedText } from '../../lib/prompt/rendered-text.js';
import type { Sample } from '../../lib/records/sample.js';
import { storedAs } from '../support/passages.js';
import { anySample } from '../support/sample.js';

const lineOf = (record: object): string => new JsonBytes().line(record).view().toString();

test('the line of a sample is this one', t => {
  t.is(
    lineOf(anySample(7, { index: 3 })),
    '{"id":"made/q7/4096","index":3,"source_index":7,"input":"Who is “7”?","answers":["7","ünï 🎸"],"context":"Document 0:\\nPlace 7\\nA \\"text\\".","distract_questions":[],"length":1007,"meta":{"dataset":"made","question_id":"q7","seed":42,"tokenizer":{"type":"openai","name":"words","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},"max_seq_length":4096,"tokens_to_generate":128,"prompt_tokens":879,"template":"{context}","passage_format":"Document {i}:\\n{title}\\n{text}","remove_newline_tab":false,"sample_system_prompt":"","sample_instruction":"","chat_template":{"sha256":"","date":"","kwargs":""},"corpus":"cccccccccccccccccccccccccccccccc","passages":[{"id":"0123456789abcdef","supporting":true}],"cut":{"id":"","characters":0},"placement":"uniform","sigma":0.3,"clamp":0.95,"version":"0.1.0","warnings":{"corpus_too_small":false,"too_few_questions":false}}}\n',
  );
});

test('a line is what JSON.stringify makes of the record', t => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.array(fc.string()),
      fc.nat(),
      (id, input, answers, index) => {
        const sample = anySample(1, { id, input, answers, index });
        t.is(lineOf(sample), `${JSON.stringify(sample)}\n`);
      },
    ),
  );
});

test('what is undefined is left out, be it all that there is', t => {
  t.is(lineOf({}), '{}\n');
  t.is(lineOf({ a: undefined }), '{}\n');
  t.is(lineOf({ a: undefined, b: 1, c: undefined, d: null }), '{"b":1,"d":null}\n');
});

test('a text in bytes is written as the text that it is', t => {
  const control = fc.string({
    unit: fc.nat(0x7f).map(code => String.fromCharCode(code)),
  });
  const ends = fc.constantFrom('\u0085', '\u2028', '\u2029');
  const part = fc.oneof(control, ends, fc.string({ unit: 'grapheme', maxLength: 80 }));
  fc.assert(
    fc.property(fc.array(part), fc.array(part), (context, pairs) => {
      const inBytes = (parts: string[]) => new RenderedText(parts.map(each => Piece.of(each)));
      const sample = anySample(1, {});
      const draft: Sample<RenderedText> = {
        ...sample,
        context: inBytes(context),
        distractor_context: inBytes(pairs),
      };
      const expected = { ...sample, context: context.join(''), distractor_context: pairs.join('') };
      t.deepEqual(JSON.parse(lineOf(draft)), expected);
      t.notRegex(lineOf(draft), /[\u0085\u2028\u2029]|\n./, 'it is one line to every reader');
      t.is(`${draft.context}`, context.join(''));
    }),
  );
});

test('lines follow each other in a buffer that grows and is used again', t => {
  const json = new JsonBytes();
  for (let round = 0; round < 3; round++) {
    json.clear();
    const records = Array.from({ length: 50 }, (_, i) =>
      anySample(i, { context: 'x'.repeat(i * 99) }),
    );
    for (const record of records) json.line(record);
    const expected = records.map(record => `${JSON.stringify(record)}\n`).join('');
    t.is(json.view().toString(), expected);
  }
});

test('a stretch of a stored passage is written as any other text, wherever it is cut', t => {
  const title = 'A "title"\u2028';
  const text = 'Tab\there,\nnew line, \\ and \u0085 é 🎸 "end"';
  const passage = storedAs({ title, text, tokens: 9 });
  const body = `${title}\n${text}\n\n`;
  const characters = [...body];
  const bytes = (count: number): number => Buffer.byteLength(characters.slice(0, count).join(''));
  for (let from = 0; from <= characters.length; from++) {
    for (let to = from; to <= characters.length; to++) {
      const piece = Piece.in(passage, passage.titleAt + bytes(from), passage.titleAt + bytes(to));
      const line = lineOf({ a: new RenderedText([Piece.of('<'), piece, Piece.of('>')]) });
      const expected = characters.slice(from, to).join('');
      t.is(JSON.parse(line).a, `<${expected}>`);
      t.notRegex(line, /[\u0085\u2028]|\n./);
    }
  }
});

test('however long a text is in JSON, there is room for it', t => {
  const json = new JsonBytes();
  for (const text of ['東', '\u0001', '"', '🎸', 'x'].map(each => each.repeat(100_000))) {
    const passage = storedAs({ title: '', text, tokens: 9 });
    const stored = Piece.in(passage, passage.textAt, passage.textEnd);
    const records = [{ text }, ...[Piece.of(text), stored].map(piece => new RenderedText([piece]))];
    for (const record of records) {
      json.clear();
      // Something is in the buffer already.
      json.line({ before: 1 }).line({ record });
      const value = record instanceof RenderedText ? text : record;
      t.is(json.view().toString(), `{"before":1}\n${JSON.stringify({ record: value })}\n`);
    }
  }
});

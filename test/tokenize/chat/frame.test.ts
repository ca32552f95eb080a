import test from 'ava';
import fc from 'fast-check';
import { framed } from '../../../lib/tokenize/chat/frame.js';
import { stripEnd, stripStart } from '../../../lib/tokenize/chat/strip.js';
import { loadTokenizer } from '../../../lib/tokenize/load.js';
import { anyText } from '../texts.js';
import { chatOf, folderOf, MODELS, NOTHING, ownChat } from './templates.js';

const SYSTEM = 'You are careful.\nThink first.';
const blank = fc.constantFrom('', ' ', '\n\n', '\t', '\u00a0', '\u2003\n');
const prompt = fc.tuple(blank, anyText, blank).map(parts => parts.join(''));

for (const model of MODELS) {
  test(`${model}: a prompt in its frame is what the template renders`, t => {
    const chat = ownChat(model);
    for (const system of ['', SYSTEM]) {
      const asked = { ...NOTHING, system };
      const { frame } = chat.conversation(asked);
      for (const text of fc.sample(prompt, { numRuns: 200, seed: 1 })) {
        t.is(framed(text, frame), chat.render(asked, text));
      }
    }
  });

  test(`${model}: the conversation is counted as the library counts it`, async t => {
    const tokenizer = await loadTokenizer({ type: 'hf', path: folderOf(model) });
    t.teardown(() => tokenizer.close());
    const chat = ownChat(model);
    const asked = { ...NOTHING, system: SYSTEM };
    const { frame } = chat.conversation(asked);
    for (const text of fc.sample(prompt, { numRuns: 50, seed: 1 })) {
      const rendered = chat.render(asked, text);
      t.is(tokenizer.count(framed(text, frame)), tokenizer.libraryCount(rendered), rendered);
    }
    // Each special token of the frame is one token.
    const letters = [...framed('', frame)].length;
    t.true(tokenizer.count(framed('', frame)) < letters / 2);
  });
}

test('the frames are those of the models', t => {
  const frameOf = (model: string, system = '') =>
    ownChat(model).conversation({ ...NOTHING, system }).frame;
  t.deepEqual(frameOf('llama3_1'), {
    before: '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n',
    after: '<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    stripsStart: true,
    stripsEnd: true,
  });
  t.deepEqual(frameOf('qwen3', 'S'), {
    before: '<|im_start|>system\nS<|im_end|>\n<|im_start|>user\n',
    after: '<|im_end|>\n<|im_start|>assistant\n',
    stripsStart: false,
    stripsEnd: false,
  });
  t.is(frameOf('gemma3', 'S').before, '<bos><start_of_turn>user\nS\n\n');
  t.is(frameOf('deepseek_v3').before, '<｜begin▁of▁sentence｜><｜User｜>');
});

test('a switch of the template is a value like any other', t => {
  const chat = ownChat('qwen3');
  const { frame } = chat.conversation({ ...NOTHING, kwargs: '{"enable_thinking":false}' });
  t.regex(frame.after, /<think>\n\n<\/think>\n\n$/);
});

test('each end is stripped alone, or neither', t => {
  const strips = (template: string): boolean[] => {
    const { frame } = chatOf(template).conversation(NOTHING);
    return [frame.stripsStart, frame.stripsEnd];
  };
  t.deepEqual(strips('<{{ messages[0].content }}>'), [false, false]);
  t.deepEqual(strips('<{{ messages[0].content | trim }}>'), [true, true]);
  t.deepEqual(strips('<{{ messages[0].content.strip() }}>'), [true, true]);
  t.deepEqual(strips('<{{ messages[0].content.lstrip() }}>'), [true, false]);
  t.deepEqual(strips("<{{ ('a\n' + messages[0].content) | trim }}>"), [false, true]);
});

test('white space at the ends is what Python takes for it', t => {
  // `[c for c in map(chr, range(0x110000)) if c.strip() == ""]`
  const stripped: number[] = [];
  for (let codePoint = 0; codePoint <= 0xffff; codePoint++) {
    const text = String.fromCharCode(codePoint);
    t.is(stripStart(text), stripEnd(text));
    if (stripStart(`${text}${text}a`) === 'a') stripped.push(codePoint);
  }
  t.deepEqual(stripped, [
    ...[9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 0x85, 0xa0, 0x1680],
    ...Array.from({ length: 11 }, (_, i) => 0x2000 + i),
    ...[0x2028, 0x2029, 0x202f, 0x205f, 0x3000],
  ]);
});

test('what Python strips is stripped, where the library does not', t => {
  const chat = chatOf('<{{ messages[0].content | trim }}>');
  t.is(chat.render(NOTHING, '\ufeffa\u0085'), '<\ufeffa>');
});

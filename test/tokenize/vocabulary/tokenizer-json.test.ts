import test from 'ava';
import { pairMerges } from '../../../lib/tokenize/counting/pair-merges.js';
import { readTokenizerJson } from '../../../lib/tokenize/vocabulary/tokenizer-json.js';
import { byteLevelModel } from '../byte-level.js';

const merges: [string, string][] = [
  ['Ġ', '"'],
  ['\\', 'n'],
  ['Ġ"', '\\n'],
  ['Ã', '©'],
];
const model = byteLevelModel(merges);
const text = Buffer.from(' "\\né');

function ranks(json: string): number[] | undefined {
  const parsed = pairMerges(readTokenizerJson(Buffer.from(json)));
  if (parsed === null) return undefined;
  const id = (byte: number) => parsed.bytes[byte]!;
  const [a, b, c, d] = [...text.subarray(0, 4)].map(id) as [number, number, number, number];
  const first = parsed.rank(a, b, text, 0, 2);
  const second = parsed.rank(c, d, text, 2, 4);
  const left = parsed.merged(first, a, b);
  const right = parsed.merged(second, c, d);
  const third = parsed.rank(left, right, text, 0, 4);
  return [first, second, third, parsed.rank(id(text[4]!), id(text[5]!), text, 4, 6)];
}

test('vocabulary and merges are read however the JSON is written', t => {
  const strings = { ...model, merges: merges.map(merge => merge.join(' ')) };
  const escaped = (json: string) =>
    json.replace(/[\u0080-\uffff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  for (const json of [
    JSON.stringify({ model }),
    JSON.stringify({ model: strings }),
    JSON.stringify({ added_tokens: [{ content: '"]}\\' }], model, version: 'a\\"' }, null, 2),
    escaped(JSON.stringify({ model: { merges, ...model } }, null, '\t')),
    `\r\n${escaped(JSON.stringify({ model: strings }))}\r\n`,
  ]) {
    t.deepEqual(ranks(json), [0, 1, 2, 3]);
  }
});

test('all but vocabulary and merges is kept', t => {
  const json = { version: '1.0', normalizer: { type: 'NFC' }, model: { ...model, dropout: 0.1 } };
  const parsed = readTokenizerJson(Buffer.from(JSON.stringify(json)));
  t.deepEqual(parsed.normalizer, { type: 'NFC' });
  t.like(parsed.model, { type: 'BPE', dropout: 0.1 });
});

test('tokens beyond the alphabet are passed over, whatever their length in UTF-8', t => {
  const vocab = { ...(model.vocab as Record<string, number>), '▁a': 900, '😀': 901, 'a\n': 902 };
  t.deepEqual(ranks(JSON.stringify({ model: { ...model, vocab } })), [0, 1, 2, 3]);
});

const malformed = [
  '{"model": {"vocab": {"a" 1}, "merges": []}}',
  '{"model": {"vocab": {"a": "x"}, "merges": []}}',
  '{"model": {"vocab": {"a": 2147483647}, "merges": []}}',
  '{"model": {"vocab": {"a": 1}, "merges": ["a"',
  '{"model": {"vocab": {"a: 1}, "merges": []}}',
  '{"model": {"vocab": {"a": 1}} "x": 1}',
  '{"model": {"vocab": {"a": 1}, "merges": []}} x',
];

for (const json of malformed) {
  test(`malformed: ${json}`, t => {
    t.throws(() => pairMerges(readTokenizerJson(Buffer.from(json))), { instanceOf: SyntaxError });
  });
}

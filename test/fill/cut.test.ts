import test from 'ava';
import fc from 'fast-check';
import { encodePassage, StoredPassage } from '../../lib/corpus/store/codec.js';
import { passageId } from '../../lib/corpus/store/passage-id.js';
import { cutToSentences } from '../../lib/fill/cut.js';
import { passageCutter } from '../../lib/texts/passages.js';
import { sentenceBounds } from '../../lib/texts/sentence-bounds.js';
import { sentenceCutter } from '../../lib/texts/sentences.js';
import { words } from '../support/tokenizer.js';
import { anyText } from '../texts/arbitrary.js';
import { cl100k } from './tokenizers.js';

function stored(text: string, tokenizer = words): StoredPassage {
  const title = 'A title';
  const tokens = tokenizer.count(`${title}\n${text}\n\n`);
  const record = { id: passageId(title, text), title, text, bounds: sentenceBounds(text), tokens };
  return new StoredPassage(encodePassage(record), false, 7);
}

const SENTENCES = ['One 🎸 two.', ' Three four five.', '\nSix.', '\n\nSeven eight nine ten.'];

test('a passage is cut behind as many sentences as fit', t => {
  const whole = stored(SENTENCES.join(''));
  const room = words.count(`A title\n${SENTENCES.slice(0, 3).join('')}\n\n`);
  const cut = cutToSentences(whole, room, words)!;
  t.is(cut.text, 'One 🎸 two. Three four five.\nSix.');
  t.is(cut.tokens, room);
  t.is(cut.characters, [...cut.text].length);
  t.is(cut.id, whole.id, 'by its own id it is found in the corpus');
  t.is(cut.number, 7);
  t.deepEqual(cut.bounds, [11]);
  t.is(cutToSentences(whole, room - 1, words)!.text, 'One 🎸 two. Three four five.');
});

test('one of which no sentence fits is not cut, nor is one that fits as a whole', t => {
  t.is(cutToSentences(stored(SENTENCES.join('')), 8, words), undefined);
  t.is(cutToSentences(stored('A single sentence.'), 4, words), undefined);
  const { text } = cutToSentences(stored(SENTENCES.join('')), 1000, words)!;
  t.is(text, SENTENCES.slice(0, 3).join(''));
});

for (const tokenizer of [words, cl100k]) {
  test(`whatever is cut fits, and ends where a sentence of the text does: ${tokenizer.identity.name}`, t => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 200 }), (text, room) => {
        const sentences = sentenceCutter();
        const cutter = passageCutter('T', { tokenizer, fillerTokens: 400 });
        const all = [...sentences.write(text), ...sentences.end()];
        for (const passage of [...cutter.write(all), ...cutter.end()]) {
          const cut = cutToSentences(stored(passage.text, tokenizer), room, tokenizer);
          if (!cut) continue;
          t.true(cut.tokens <= room);
          t.is(cut.tokens, tokenizer.count(`A title\n${cut.text}\n\n`));
          t.true(passage.text.startsWith(cut.text) && cut.text.length < passage.text.length);
          const ends = passage.sentences.map((_, i) => passage.sentences.slice(0, i + 1).join(''));
          const ink = (each: string): string => each.replace(/\s+/g, '');
          t.true(ends.map(ink).includes(ink(cut.text)));
        }
      }),
    );
  });
}

import test from 'ava';
import fc from 'fast-check';
import { answerWarnings } from '../../lib/judge/answer-warnings.js';
import { answerWatch, odditiesIn } from '../../lib/judge/answer-watch.js';
import type { Answered } from '../../lib/model/ask/ask.js';
import type { ChatAnswer } from '../../lib/model/client/chat-types.js';

const answer = (text: string, more: Partial<ChatAnswer> = {}): ChatAnswer => ({
  text,
  finish_reason: 'stop',
  usage: null,
  ...more,
});
const counted = (prompt_tokens: number, text = 'a'): ChatAnswer =>
  answer(text, { usage: { prompt_tokens, completion_tokens: 1, choices: 1 } });
const cut = (text: string): ChatAnswer => answer(text, { finish_reason: 'length' });

const MODEL = { model: 'm', maxTokens: 2048, temperature: 1 };

/** What is said of prompts (4,000 bytes unless told) and their answers. */
function said(
  asked: readonly (Partial<Answered> & Pick<Answered, 'answers'>)[],
  model: Parameters<typeof answerWarnings>[0] = MODEL,
  isSecond = false,
): string[] {
  const watch = answerWatch();
  const usual = { prompt: 'word'.repeat(1000), tokens: undefined };
  for (const each of asked) watch.add({ ...usual, ...each });
  return answerWarnings(model, watch.figures(), { isSecond });
}

test('answers that are as they should be are passed over', t => {
  const answers = [counted(1000, 'a'), counted(1000, 'b')];
  t.deepEqual(said([{ answers }, { answers, tokens: 1000 }]), []);
  t.deepEqual(said([]), []);
});

test('answers that were cut off are told with the limit and the way out', t => {
  const [warning, ...more] = said([{ answers: [cut(''), cut('Hm')] }]);
  t.is(more.length, 0, 'an answer that was cut is not told as empty');
  t.regex(warning!, /^m: all 2 answers were cut off at --max-tokens 2048.*--max-tokens none/);
  const some = [{ answers: [cut('Hm'), ...'abcdefg'.split('').map(text => answer(text))] }];
  t.regex(said(some)[0]!, /1 of 8 answers/);
  t.regex(said(some, MODEL, true)[0]!, /--rescue-max-tokens 2048.*--rescue-max-tokens none/);
  t.regex(said(some, { ...MODEL, maxTokens: 'none' })[0]!, /cut off, .*context/);
  const own = { ...MODEL, parameters: { max_completion_tokens: 99 } };
  t.regex(said(some, own)[0]!, /cut off at the limit of 99, /);
  const few = [{ answers: [cut('Hm'), ...'abcdefghijklmno'.split('').map(text => answer(text))] }];
  t.deepEqual(said(few), [], 'a few cut ones are no news');
});

test('empty answers are told, and where their text has gone', t => {
  const empty = answer(' \n');
  t.regex(said([{ answers: [empty, empty] }]).join(), /all 2 answers are empty.*--ask-again empty/);
  const thought = answer('', { reasoning_content: 'The answer is 1' });
  t.regex(said([{ answers: [thought, thought] }]).join(), /reasoning parser/);
});

test('equal answers are told, unless the temperature makes them equal', t => {
  const answers = [answer('a'), answer('a')];
  const asked = [{ answers }, { answers: [answer('a'), answer('b')] }];
  t.regex(said(asked).join(), /all answers to 1 of 2 prompts are the same/);
  t.deepEqual(said(asked, { ...MODEL, temperature: 0 }), []);
  t.deepEqual(said(asked, { ...MODEL, parameters: { temperature: 0 } }), []);
  t.deepEqual(said([{ answers: [answer('a')] }]), [], 'one answer is like no other');
});

test('a prompt that the server cuts is told by what it counts', t => {
  const isShort = (tokens: number | undefined, ...counts: number[]): boolean =>
    said([{ tokens, answers: counts.map((n, i) => counted(n, `${i}`)) }]).length === 1;
  t.true(isShort(1000, 400));
  t.false(isShort(1000, 600), 'another tokenizer');
  t.true(isShort(undefined, 200));
  t.false(isShort(undefined, 300));
  t.false(isShort(1000, 3, 1000), 'a cache');
  t.false(isShort(1000, 0), 'a server that does not count');
  t.deepEqual(said([{ prompt: 'short', answers: [counted(1)] }]), []);
});

test('a whole and half of it add up', t => {
  const anyAnswer = fc.record({
    text: fc.constantFrom('', 'a', 'b'),
    finish_reason: fc.constantFrom('stop', 'length', null),
    usage: fc.constant(null),
  });
  fc.assert(
    fc.property(fc.array(fc.array(anyAnswer, { minLength: 1, maxLength: 4 })), asked => {
      const watches = [answerWatch(), answerWatch(), answerWatch()];
      for (const [i, answers] of asked.entries()) {
        for (const watch of [watches[0]!, watches[1 + (i % 2)]!])
          watch.add({ prompt: 'p', tokens: 1, answers });
      }
      const [all, ...parts] = watches.map(watch => watch.figures());
      t.deepEqual(odditiesIn(parts), odditiesIn([all!]));
      t.true(all!.cut_off + all!.empty <= all!.answers);
    }),
  );
});

import test from 'ava';
import fc from 'fast-check';
import { KeychainError } from '../../lib/errors.js';
import { METRICS, type MetricName } from '../../lib/score/metrics/registry.js';
import { type Score, scorePrediction } from '../../lib/score/prediction.js';
import { SCORING_RULES, type ScoringRuleName } from '../../lib/score/rules/registry.js';
import { namesOf } from '../../lib/values/registry.js';

type Case = [
  what: string,
  rule: ScoringRuleName,
  text: string,
  answers: string[],
  score: Partial<Score>,
];

const CASES: Case[] = [
  [
    'an answer that normalizes to nothing is wrong',
    'answer-is',
    'The answer is .',
    ['Rome'],
    { extracted: '.', em: 0, sub_em: 0, cem: 0, f1: 0, correct: 0 },
  ],
  [
    'nothing after the phrase is nothing found',
    'answer-is',
    'I think the answer is ',
    ['Rome'],
    { extracted: '', correct: 0 },
  ],
  [
    'what lower-casing lengthens does not shift the answer',
    'answer-is',
    'İİİ, so the Answer Is Rome.',
    ['Rome'],
    { extracted: 'Rome.', correct: 1 },
  ],
  [
    'a letter inside a word is no article, composed or not',
    'answer-is',
    'the answer is se\u0301a',
    ['sé'],
    { em: 0, cem: 0, f1: 0 },
  ],
  [
    'an accepted answer of punctuation alone makes nothing right',
    'boxed-or-answer-is',
    '\\boxed{Rome}',
    ['?'],
    { sub_em: 0, correct: 0 },
  ],
  [
    'a box of blanks is an empty one',
    'boxed-or-answer-is',
    '\\boxed{ } the answer is **Rome**.',
    ['rome'],
    { extracted: 'rome', correct: 1 },
  ],
  [
    'a box of many blanks is an empty one, and leaves nothing',
    'boxed-or-answer-is',
    'the \\boxed{ \t }answer is Rome',
    ['rome'],
    { extracted: 'rome', correct: 1 },
  ],
  [
    'a text may begin with the phrase, and full stops around the answer are none of it',
    'boxed-or-answer-is',
    'The answer is ...St. Gallen...',
    ['St. Gallen'],
    { extracted: 'st. gallen', em: 1 },
  ],
  [
    'full stops alone are nothing found',
    'boxed-or-answer-is',
    'The answer is ...',
    ['Rome'],
    { extracted: '', correct: 0 },
  ],
  [
    'without box and phrase there is no answer',
    'boxed-or-answer-is',
    'Rome, of course',
    ['Rome'],
    { extracted: '', correct: 0 },
  ],
  [
    'blanks around the answer are none of it',
    'answer-is',
    'The answer is \u00a0 Rome \n\u3000',
    ['Rome'],
    { extracted: 'Rome', em: 1 },
  ],
  [
    'an article between words is dropped',
    'answer-is',
    'the answer is Lord of the Rings',
    ['Lord of Rings'],
    { em: 1 },
  ],
  [
    'a box that never closes gives way to the phrase',
    'boxed-or-answer-is',
    'The answer is Oslo. The answer is Rome. \\boxed{Ro',
    ['Rome'],
    { extracted: 'rome. \\boxed{ro', correct: 1 },
  ],
  [
    'braces inside a box are kept',
    'think-boxed',
    '<think>\\boxed{a}</think> \\boxed{\\text{New {York}}}',
    ['New York'],
    { extracted: '\\text{New {York}}', sub_em: 1, em: 0 },
  ],
  [
    'a last box that never closes is no answer',
    'think-boxed',
    '</think>\\boxed{Rome} or \\boxed{Oslo',
    ['Rome'],
    { extracted: '', correct: 0 },
  ],
  [
    'a box in the thought is no answer',
    'think-boxed',
    '<think>\\boxed{Rome}</think>I do not know.',
    ['Rome'],
    { extracted: '', correct: 0 },
  ],
  [
    'what stands between the command and its braces makes it no box',
    'think-boxed',
    '</think>\\boxed: {Rome}',
    ['Rome'],
    { extracted: '', correct: 0 },
  ],
  [
    'asterisks are no part of an answer',
    'think-boxed',
    '</think>**\\boxed{**Rome**}**',
    ['Rome'],
    { extracted: 'Rome', em: 1 },
  ],
  [
    'an unfinished thought is no answer',
    'think-boxed',
    '<think>so \\boxed{Rome}',
    ['Rome'],
    { extracted: '', correct: 0 },
  ],
  [
    'articles go before punctuation where the trajectories say so',
    'think-boxed',
    '</think>\\boxed{the-end}',
    ['end'],
    { em: 1, f1: 1 },
  ],
  [
    'punctuation goes before articles where the filters say so',
    'boxed-or-answer-is',
    '\\boxed{the-end}',
    ['end'],
    { em: 0, sub_em: 1, f1: 0 },
  ],
  [
    'a box with a blank anywhere comes first',
    'loongrl',
    '\\boxed Rome$ or \\boxed{Oslo}',
    ['Rome'],
    { extracted: 'Rome', reward: 1, correct: 1 },
  ],
  ['an fbox earns nothing', 'loongrl', '\\fbox{Rome}', ['Rome'], { extracted: '', reward: 0 }],
  [
    'articles, underscores, tildes and back-quotes stay',
    'loongrl',
    '\\boxed{The `x_y~z`}',
    ['the x y z'],
    { reward: 0 },
  ],
  [
    'the reward wants the answer inside the prediction, not the other way round',
    'loongrl',
    '\\boxed{York}',
    ['New York'],
    { reward: 0, cem: 1, sub_em: 1, f1: 0.6667, correct: 0 },
  ],
  [
    'a sigma at the end of a word is one letter in both cases',
    'loongrl',
    '\\boxed{ΟΔΟΣ}',
    ['οδος'],
    { reward: 1 },
  ],
];

for (const [what, rule, text, answers, expected] of CASES) {
  test(`${rule}: ${what}`, t => t.like(scorePrediction(text, answers, rule), expected));
}

test('white space is Unicode white space, and no more', t => {
  for (const blank of ['\u00a0', '\u0085', '\u2028', '\u3000', '\u001c', '\t \n']) {
    t.is(scorePrediction(`\\boxed{New${blank}York${blank}}`, ['new york'], 'loongrl').em, 1);
  }
  t.is(scorePrediction('\\boxed{New\ufeffYork}', ['new york'], 'loongrl').em, 0);
});

test('an F1 is rounded to four places, a tie to the even one', t => {
  const words = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => `w${i + from}`).join(' ');
  // One word of 2 and 62 in common: 2 / 64 = 0.03125.
  const { f1 } = scorePrediction(`\\boxed{${words(2)}}`, [words(62, 1)], 'loongrl');
  t.is(f1, 0.0312);
  // Three in common of 64: 0.09375.
  t.is(scorePrediction(`\\boxed{${words(3)}}`, [words(61)], 'loongrl').f1, 0.0938);
  t.is(scorePrediction(`\\boxed{${words(3)}}`, [words(3, 1)], 'loongrl').f1, 0.6667);
});

test('repeated words count as often as on both sides', t => {
  t.is(scorePrediction('\\boxed{no no no}', ['no'], 'loongrl').f1, 0.5);
});

test('the metric decides what is right, and an F1 must be above 0.75', t => {
  const judge = (metric: MetricName) =>
    scorePrediction('\\boxed{b c d e}', ['b c d x'], 'loongrl', metric);
  t.like(judge('f1'), { f1: 0.75, correct: 0 });
  t.is(scorePrediction('\\boxed{b c d}', ['b c'], 'loongrl', 'f1').correct, 1);
  t.is(scorePrediction('\\boxed{b c d}', ['b c'], 'loongrl', 'em').correct, 0);
  t.is(scorePrediction('\\boxed{b c d}', ['b c'], 'loongrl', 'cem').correct, 0);
});

test("the reward goes with the trainer's rule only", t => {
  for (const rule of namesOf(SCORING_RULES)) {
    const { reward } = scorePrediction('\\boxed{x}', ['x'], rule);
    t.is(reward, rule === 'loongrl' ? 1 : 0);
  }
  const error = t.throws(() => scorePrediction('', [], 'answer-is', 'reward'), {
    instanceOf: KeychainError,
  });
  t.is(error?.code, 'USAGE');
  t.is(
    error?.message,
    'the metric reward goes with the rule loongrl, not with answer-is; use em, sub_em, cem or f1',
  );
});

test('all answers have to be there, in any order and case, behind the thought', t => {
  const judge = (text: string) => scorePrediction(text, ['Red-Fox', '1234567'], 'all-of');
  t.like(judge('1234567 and red-fox.'), { recall: 1, correct: 1 });
  t.like(judge('<think>red-fox</think> It is 1234567.'), {
    ...{ extracted: 'It is 1234567.', recall: 0.5, correct: 0 },
  });
  t.like(judge('<think>red-fox, 1234567'), { extracted: '', recall: 0, correct: 0 });
  t.like(judge('none'), { recall: 0, correct: 0 });
  t.is(scorePrediction('x', [], 'all-of').correct, 0);
  t.is(scorePrediction('x', ['x', ''], 'all-of').recall, 0.5);
  t.throws(() => scorePrediction('', [], 'loongrl', 'recall'), {
    message: /^the metric recall goes with the rule all-of, not with loongrl/,
  });
  t.is(scorePrediction('\\boxed{x}', ['x'], 'loongrl').recall, 0);
});

test('every rule and every metric says what it does', t => {
  for (const { help } of [...Object.values(SCORING_RULES), ...Object.values(METRICS)]) {
    t.regex(help, /^\w|^"/);
  }
});

// --- what holds for every text ---

const PIECES = ['\\boxed', '\\boxed ', '{', '}', '$', '*', '</think>', 'the answer is', '.', 'The'];
const piece = fc.oneof(
  fc.constantFrom(...PIECES, 'Rome', 'a', ' '),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const anyText = fc.array(piece, { maxLength: 20 }).map(pieces => pieces.join(''));
const answer = fc.oneof(
  fc.constantFrom('Rome', 'a', '?', 'The Rome'),
  fc.string({ unit: 'binary' }),
);
const anyRule = fc.constantFrom(...namesOf(SCORING_RULES));

test('any text can be scored, and equal means inside, on either side, and fully alike', t => {
  fc.assert(
    fc.property(anyText, fc.array(answer, { maxLength: 4 }), anyRule, (text, answers, rule) => {
      const score = scorePrediction(text, answers, rule);
      const { extracted, em, sub_em, cem, f1 } = score;
      const reward = rule === 'loongrl' ? score.reward : em;
      t.true(rule === 'loongrl' || score.reward === 0);
      if (extracted === '') t.is(em + sub_em + cem + f1 + reward, 0);
      t.true(f1 >= 0 && f1 <= 1);
      t.true(em <= cem && cem <= sub_em && em <= reward && em <= f1);
    }),
    { numRuns: 2000 },
  );
});

test('the order and repetition of the answers do not matter, and more answers do not harm', t => {
  fc.assert(
    fc.property(anyText, fc.array(answer, { maxLength: 4 }), anyRule, (text, answers, rule) => {
      const score = scorePrediction(text, answers, rule);
      const again = scorePrediction(text, [...answers, ...answers].reverse(), rule);
      t.deepEqual(again, score);
      // All of them are asked for there.
      if (rule === 'all-of') return;
      const more = scorePrediction(text, [...answers, 'Rome'], rule);
      t.true(more.em >= score.em && more.f1 >= score.f1 && more.correct >= score.correct);
    }),
    { numRuns: 500 },
  );
});

test('a boxed answer is right by every rule that looks for boxes', t => {
  const plain = fc.stringMatching(/^[b-z]{2,8}( [b-z]{2,8}){0,3}$/);
  fc.assert(
    fc.property(plain, text => {
      for (const rule of ['boxed-or-answer-is', 'think-boxed', 'loongrl'] as const) {
        const { extracted, em, f1, correct } = scorePrediction(
          `<think>hm</think>So: \\boxed{${text}}.`,
          [text.toUpperCase()],
          rule,
        );
        t.is(extracted, text);
        if (/\bthe\b/.test(text)) continue;
        t.deepEqual([em, f1, correct], [1, 1, 1]);
      }
    }),
  );
});

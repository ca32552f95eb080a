import test from 'ava';
import fc from 'fast-check';
import { END_UNIT } from '../../../lib/tokenize/splitting/characters.js';
import { familyOf, GPT2_PATTERN, partOf } from '../../../lib/tokenize/splitting/families.js';
import { cutsAt, type Pretokenizer } from '../../../lib/tokenize/splitting/pretokenizer.js';
import { numeric, runs } from '../../../lib/tokenize/splitting/runs.js';
import { seamOf, UNKNOWN } from '../../../lib/tokenize/splitting/seam.js';
import { anyText } from '../texts.js';
import { CL100K, DEEPSEEK_V3, O200K, QWEN_3_5, TEKKEN } from './expressions.js';
import { libraryCuts, split } from './library-cuts.js';

/** What the library is told, and the rules that are to cut as it does. */
interface Step {
  json: Record<string, unknown>;
  rules: Pretokenizer;
}

const byExpression = (pattern: string): Step => ({
  json: split(pattern),
  rules: (familyOf(pattern) ?? partOf(pattern))!,
});
const digits = (individual_digits: boolean): Step => ({
  json: { type: 'Digits', individual_digits },
  rules: runs(numeric(), individual_digits ? 1 : Number.POSITIVE_INFINITY),
});

const gpt2 = byExpression(GPT2_PATTERN);
const [deepseekNumbers, deepseekIdeographs, deepseekWords] = DEEPSEEK_V3.map(byExpression);

const SEQUENCES: Record<string, Step[]> = {
  'GPT-2': [gpt2],
  cl100k: [byExpression(CL100K)],
  'Qwen 3.5': [byExpression(QWEN_3_5)],
  o200k: [byExpression(O200K)],
  Tekken: [byExpression(TEKKEN)],
  'each number': [byExpression('\\p{N}')],
  'three numbers': [deepseekNumbers!],
  'runs of numbers': [byExpression('\\p{N}+')],
  'each digit': [digits(true)],
  'runs of digits': [digits(false)],
  ideographs: [deepseekIdeographs!],
  "DeepSeek's words": [deepseekWords!],
  'DeepSeek V3': [deepseekNumbers!, deepseekIdeographs!, deepseekWords!],
  'each digit, GPT-2': [digits(true), gpt2],
  'runs of digits, GPT-2': [digits(false), gpt2],
  'three numbers, GPT-2': [deepseekNumbers!, gpt2],
  'ideographs, o200k': [deepseekIdeographs!, byExpression(O200K)],
  "runs of numbers, DeepSeek's words": [byExpression('\\p{N}+'), deepseekWords!],
};

/** One or two of everything that some rules tell apart, in short texts: all ways to meet come up. */
const few = fc
  .array(fc.constantFrom(..."aSé中カ・゛1²- \n\t\0/“'\u0301"), { minLength: 1, maxLength: 4 })
  .map(parts => parts.join(''));
const wellFormed = fc.oneof(
  anyText.map(text => text.toWellFormed()),
  few,
);
const SEED = 3;

const ASCII = Array.from({ length: 128 }, (_, unit) => String.fromCharCode(unit));
/** Every two characters of ASCII, behind and before others. */
const PAIRS = ASCII.map(first =>
  ASCII.map(second => `${first}${second}z.${first}${second}${second}é`).join('\n'),
);

for (const [name, steps] of Object.entries(SEQUENCES)) {
  const rules = steps.map(step => step.rules);
  const cutsOf = libraryCuts(steps.map(step => step.json));

  test(`${name}: text is cut where the Rust library cuts it`, async t => {
    const texts = [...fc.sample(wellFormed, { seed: SEED, numRuns: 3000 }), ...PAIRS];
    const expected = await cutsOf(texts);
    for (const [i, text] of texts.entries()) {
      t.deepEqual(ends(rules, text), expected[i], JSON.stringify(text));
    }
  });

  test(`${name}: where a pre-token certainly ends, the library cuts both sides as on their own`, async t => {
    const pairs = fc.sample(fc.tuple(wellFormed, wellFormed), { seed: SEED, numRuns: 6000 });
    const certain = pairs.filter(
      ([left, right]) => left !== '' && right !== '' && cutsAt(rules, seamOf(left, right)),
    );
    t.true(certain.length > 200, `${certain.length} of 6000`);
    const lefts = await cutsOf(certain.map(([left]) => left));
    const rights = await cutsOf(certain.map(([, right]) => right));
    const both = await cutsOf(certain.map(([left, right]) => left + right));
    for (const [i, [left, right]] of certain.entries()) {
      const joined = [...lefts[i]!, ...rights[i]!.map(end => end + left.length)];
      t.deepEqual(joined, both[i], JSON.stringify([left, right]));
    }
  });

  test(`${name}: what stands before the last character is needed for no claim that is made without`, t => {
    const pair = fc.tuple(wellFormed, wellFormed).filter(([a, b]) => a !== '' && b !== '');
    fc.assert(
      fc.property(pair, wellFormed, ([last, right], before) => {
        const seam = seamOf(last, right);
        if (!cutsAt(rules, { ...seam, previous: UNKNOWN })) return true;
        const [character] = [...last].slice(-1);
        return cutsAt(rules, seamOf(before + character, right));
      }),
      { seed: SEED, numRuns: 2000 },
    );
    t.pass();
  });
}

/** Where the pre-tokens of rules that follow each other end. */
function ends([first, ...further]: readonly Pretokenizer[], text: string): number[] {
  if (first === undefined) return [text.length];
  const units = Uint16Array.from({ length: text.length + 1 }, (_, i) => text.charCodeAt(i));
  units[text.length] = END_UNIT;
  const found: number[] = [];
  for (let i = 0; i < text.length; ) {
    const end = first.next(units, i);
    for (const inner of ends(further, text.slice(i, end))) found.push(i + inner);
    i = end;
  }
  return found;
}

import { spreadPoints } from '../lib/chain/points.js';
import { foldQuestion } from '../lib/corpus/fold.js';
import { encodePassage, StoredPassage } from '../lib/corpus/store/codec.js';
import { passageId } from '../lib/corpus/store/passage-id.js';
import { makeQuestion } from '../lib/datasets/question.js';
import { flatten } from '../lib/prompt/flatten.js';
import { insertPairs } from '../lib/prompt/insertion.js';
import { leakTest } from '../lib/prompt/leak.js';
import { lookAlikeTest, readsAsPair } from '../lib/prompt/look-alikes.js';
import { PASSAGE_FORMAT, parsePassageFormat } from '../lib/prompt/passage-format.js';
import { insertionPoints } from '../lib/prompt/points.js';
import { layOut } from '../lib/prompt/render.js';
import { frameOf } from '../lib/prompt/template.js';
import { keyedRandom } from '../lib/random.js';
import { NO_CHAT, NO_CUT, type Pair, type Sample } from '../lib/records/sample.js';
import { sentenceBounds } from '../lib/texts/sentence-bounds.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import { checkSample } from '../lib/verify/check-sample.js';
import { followLinks } from '../lib/verify/view/links.js';
import { scanPairs, withoutPairs } from '../lib/verify/view/scan.js';
import { JSON_SCANNERS } from './json-scanners.js';

/** Makes ready what is measured, for a text of about so many UTF-16 units. */
export type Scanner = (units: number) => () => unknown;

/** A text of so many units. */
const repeated = (unit: string, units: number): string =>
  unit.repeat(Math.ceil(units / unit.length)).slice(0, units);

/** Counts blanks and words, so that nothing is measured but what looks at texts. */
const plain: Tokenizer = {
  identity: { type: 'openai', name: 'plain', sha256: '0'.repeat(64) },
  count: text => text.length,
  additive: () => true,
  reach: 1,
  libraryCount: text => text.length,
  library: 'none',
  ownRules: false,
  close: () => undefined,
};
const rendering = {
  tokenizer: plain,
  template: '{context} {chain_head}',
  format: parsePassageFormat(PASSAGE_FORMAT),
  removeNewlineTab: false,
};

const storedAs = (title: string, text: string): StoredPassage =>
  new StoredPassage(
    encodePassage({
      id: passageId(title, text),
      title,
      text,
      bounds: sentenceBounds(text),
      tokens: text.length,
    }),
    true,
    0,
  );

const KEY = '0f8fad5b-d9cb-469f-a165-70867728950e';
const PROSE = 'Ein Satz über Äpfel. Und ein zweiter, der länger ist! "No. 5," said Dr. Who. ';

/** Texts that are hard on who looks for sentences in them. */
const HARD_TEXTS: Record<string, (units: number) => string> = {
  'line feeds': units => repeated('\n', units),
  '"No. 5, "': units => repeated('No. 5, ', units),
  prose: units => repeated(PROSE, units),
  'prose without an end': units => repeated('and then he ran on ', units),
  'a single word': units => repeated('a', units),
  brackets: units => repeated('(("[', units),
  'full stops': units => repeated('. ', units),
  marks: units => repeated('a\u0301\u0302\u0303', units),
};

/** A needle of which every search by steps of a few units finds a part again and again. */
const PERIODIC = (units: number): string =>
  `${repeated('a', units / 4)}b${repeated('a', units / 4)}`;

/** A context of one passage with a pair at many places, and what it says of itself. */
function sampleOf(text: string, everyUnits: number): { sample: Sample; title: string } {
  const title = 'Title';
  const passage = storedAs(title, text);
  const count = Math.ceil(text.length / everyUnits);
  const random = keyedRandom('scanners', count);
  const chains = Array.from({ length: count }, (_, i): Pair[] => [
    [`${i}`.padStart(8, '0'), i === 0 ? 'Who?' : `Which of them, ${i}?`],
  ]);
  const layout = layOut(rendering, [passage], { question: 'Who?', chainHead: '00000000' });
  const { points, characters } = insertionPoints([passage], rendering.format);
  const insertions = spreadPoints(points, characters, count, random).map((point, i) => {
    const [[key, value]] = chains[i] as [Pair];
    const text = `{"${key}": "${value}"}.`;
    const tokens = { title: text.length + 1, text: text.length + 1, after: text.length + 2 };
    return { ...point, pairs: [{ text, tokens }] };
  });
  const { context, tokens } = insertPairs(layout, insertions);
  const sample: Sample = {
    id: 'made/q/relevant',
    index: 0,
    source_index: 0,
    input: 'Who?',
    answers: ['She'],
    distractor_context: `${context}`,
    chain_head_with_question: '00000000',
    distract_questions: chains.slice(1).map(([pair]) => pair![1]),
    length: tokens,
    meta: {
      dataset: 'made',
      question_id: 'q',
      seed: 1,
      tokenizer: plain.identity,
      max_seq_length: 0,
      tokens_to_generate: 0,
      prompt_tokens: tokens,
      template: rendering.template,
      passage_format: PASSAGE_FORMAT,
      remove_newline_tab: false,
      ...NO_CHAT,
      corpus: '',
      passages: [{ id: passage.id, supporting: true }],
      cut: NO_CUT,
      placement: 'uniform',
      sigma: 0.3,
      clamp: 0.95,
      version: '0',
      warnings: { corpus_too_small: false, too_few_questions: false },
      chain_keys: ['00000000'],
      chains,
      hops: 1,
      key_format: 'hex8',
      shape: 'chain',
      branching: 1,
      hop_order: 'random',
    },
  };
  return { sample, title };
}

const checking =
  (aided: boolean): Scanner =>
  units => {
    const text = repeated(PROSE, units).trimEnd();
    const { sample, title } = sampleOf(text, 200);
    const passage = () => ({ title, text });
    const corpus = { passage, question: () => undefined };
    return () => checkSample(sample, aided ? { corpus, tokenizer: plain } : {});
  };

/** Everything that looks through texts, each with texts that are hard on it. */
export const SCANNERS: Record<string, Scanner> = {
  ...JSON_SCANNERS,
  ...Object.fromEntries(
    Object.entries(HARD_TEXTS).map(([name, textOf]): [string, Scanner] => [
      `sentence bounds: ${name}`,
      units => {
        const text = textOf(units);
        return () => sentenceBounds(text);
      },
    ]),
  ),
  'sentence bounds: sentences of the dataset': units => {
    const text = repeated('a', units);
    return () => sentenceBounds(text, [PERIODIC(units)]);
  },
  'leak: a question that is nearly there': units => {
    const leaks = leakTest(PERIODIC(units));
    const passage = storedAs('', repeated('a', units));
    return () => leaks(passage);
  },
  'leak: blanks': units => {
    const leaks = leakTest('who is it');
    const passage = storedAs('', `${repeated(' \n', units)} it`);
    return () => leaks(passage);
  },
  'look-alikes: openings of pairs': units => {
    const misleads = lookAlikeTest(rendering, readsAsPair);
    const passage = storedAs('', repeated('{"a{ " ', units));
    return () => misleads(passage);
  },
  'look-alikes: beginnings of headers': units => {
    const misleads = lookAlikeTest(rendering, readsAsPair);
    const passage = storedAs('', repeated('\nDocument 1a', units));
    return () => misleads(passage);
  },
  'questions: closing punctuation': units => {
    const question = `${repeated('?!…', units)}a`;
    return () => foldQuestion(question);
  },
  'squeezing blanks': units => {
    const text = repeated('  \n', units);
    return () => flatten(text);
  },
  'passages to bytes, with escapes': units => {
    const text = repeated('"\\\n', units);
    return () => storedAs('', text);
  },
  'passages of one title': units => {
    const passages = Array.from({ length: units / 16 }, (_, i) => ({
      title: 'Title',
      text: `Passage ${i}`,
      supporting: true,
    }));
    const parts = { id: 'q', dataset: 'made', question: 'Who?', answers: ['She'] };
    return () => makeQuestion({ ...parts, passages, answerable: true });
  },
  'pairs into a long passage': units => {
    const text = repeated(PROSE, units).trimEnd();
    return () => sampleOf(text, 200);
  },
  'templates: placeholders': units => {
    const template = `${repeated('{question}{', units)}{context}${repeated('{chain_head}', units)}`;
    return () => frameOf(template, { question: '{context}', chainHead: '{question}' });
  },
  'passage formats: titles without a text': units => {
    const format = repeated('{title}', units);
    return () => {
      try {
        return parsePassageFormat(format);
      } catch (error) {
        return error;
      }
    };
  },
  'verify: a sample, with its texts': checking(true),
  'verify: a sample, without': checking(false),
  'verify: damaged pairs': units => {
    const context = repeated(`{"${KEY}": "`, units);
    return () =>
      withoutPairs(
        context,
        scanPairs(context, () => true),
      );
  },
  'verify: escapes in a pair': units => {
    const context = `{"${KEY}": "${repeated('\\"', units)}`;
    return () => scanPairs(context, () => true);
  },
  'verify: one long chain': units => {
    const keys = Array.from({ length: units / 16 }, (_, i) => `${i}`);
    const marks = keys.map((key, i) => ({
      start: i,
      end: i,
      offset: i,
      pair: [key, keys[i + 1] ?? 'Who?'] as Pair,
    }));
    return () => followLinks(marks, text => text).components.map(({ leaves }) => leaves);
  },
};

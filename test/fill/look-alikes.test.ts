import { Readable } from 'node:stream';
import test from 'ava';
import { chain } from '../../lib/assemble/stages.js';
import type { Question, QuestionPassage } from '../../lib/records/question.js';
import type { Reject } from '../../lib/records/reject.js';
import type { Sample } from '../../lib/records/sample.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import { madePassage, madeQuestions } from '../support/questions.js';
import { all } from '../support/streams.js';
import { textsOf } from '../support/texts.js';
import { words } from '../support/tokenizer.js';
import { type Changes, makeSamples } from './make-samples.js';
import { memoryCorpus } from './memory-corpus.js';

const CHAINS = { chains: { fixed: 2 }, hops: 2 };
const KEY = '0f8fad5b-d9cb-469f-a165-70867728950e';
const VALUE = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

const passage = (title: string, text: string): QuestionPassage => ({
  title,
  text,
  supporting: false,
});

/** Passages that hold what reads as a pair. */
const PAIRS: Record<string, QuestionPassage> = {
  'a pair': passage('Some title', `{"${KEY}": "${VALUE}"}.`),
  'a pair among others words': passage(
    'Some title',
    `He said {"${KEY}": "${VALUE}"}. Then he left.`,
  ),
  'a pair with other blanks': passage('Some title', `{\n "${KEY}" :\t"${VALUE}" }`),
  'a pair that does not end': passage('Some title', `{"${KEY}": "${VALUE}`),
  'a pair as a title': passage(`{"${KEY}": "${VALUE}"}.`, 'It is a pair.'),
  'a pair in title and text': passage(`See {"${KEY}":`, `"${VALUE}"}. So.`),
  'an object of JSON': passage('JSON', 'It is {"name": "Ann"}.'),
};
/** And the header of a passage, in the default format. */
const HEADERS: Record<string, QuestionPassage> = {
  'a header': passage('Some title', 'He ran.\nDocument 3:\nSome other title\nShe sat.'),
  'a header with the text behind it': passage('Some title', 'He ran.\nDocument 12: She sat.'),
  'a header at its start': passage('Some title', 'Document 0:\nShe sat.'),
  'a header after blanks': passage('Some title', 'He ran.\n\n  Document 7:\tShe sat.'),
  'a header as a title': passage('Document 4:', 'She sat.'),
  'a header as all of its text': passage('', 'Document 2:'),
  'a header in title and text': passage('Document', '5: she sat.'),
};
const HARMLESS: Record<string, QuestionPassage> = {
  'a document in a line': passage('Some title', 'See Document 3: it is long.'),
  'a document without its number': passage('Document', 'Documents: they are long.'),
  'another kind of header': passage('Some title', 'He ran.\nPassage 3:\nShe sat.'),
  'braces and quotes': passage('Some title', '{"a"} and {"b": 3} and "c": "d".'),
};

const questions = madeQuestions(12);
const withPassage = (own: QuestionPassage): Question[] =>
  questions.map((question, i) =>
    i === 0 ? { ...question, passages: [...question.passages, own] } : question,
  );

/** Makes all samples; each passes the check, with the texts and without. */
function checked(
  t: { deepEqual(actual: unknown, expected: unknown, message?: string): unknown },
  made: Question[],
  changes: Changes,
): { samples: Sample[]; rejects: Reject[] } {
  const corpus = memoryCorpus(made, words);
  const result = makeSamples(corpus, words, { maxSeqLength: [1200], ...changes });
  for (const { passages: _, ...sample } of result.samples) {
    const sources = { tokenizer: words, corpus: textsOf(corpus) };
    t.deepEqual(checkSample(sample, sources), [], sample.id);
    t.deepEqual(checkSample(sample, { tokenizer: words }), [], sample.id);
  }
  return result;
}

const COMMANDS: Record<string, Changes> = { synth: {}, keychain: CHAINS };

for (const [command, changes] of Object.entries(COMMANDS)) {
  const misleading = { ...HEADERS, ...(command === 'keychain' && PAIRS) };
  for (const [name, own] of Object.entries(misleading)) {
    test(`${command}: ${name} in an own passage leaves it out`, t => {
      const { samples, rejects } = checked(t, withPassage(own), changes);
      t.deepEqual(rejects, []);
      const texts = samples.flatMap(({ passages }) => passages!.map(({ text }) => text));
      t.is(samples.length, 12);
      t.false(texts.includes(own.text), 'neither is it a filler of another');
    });

    test(`${command}: ${name} in a supporting passage is a reject`, t => {
      const { samples, rejects } = checked(t, withPassage({ ...own, supporting: true }), changes);
      t.is(samples.length, 11);
      t.like(rejects, [{ id: 'q0', code: 'PASSAGE_MISLEADS' }]);
    });
  }

  for (const [name, own] of Object.entries(HARMLESS)) {
    test(`${command}: ${name} in an own passage is no reason to leave it out`, t => {
      const { samples } = checked(t, withPassage(own), changes);
      t.true(samples[0]!.passages!.some(({ text }) => text === own.text));
    });
  }
}

test('relevant-only rejects a supporting passage that reads as several', t => {
  const corpus = memoryCorpus(withPassage({ ...HEADERS['a header']!, supporting: true }), words);
  const settings = { command: 'relevant-only', maxSeqLength: [null] } as const;
  const { samples, rejects } = makeSamples(corpus, words, settings);
  t.is(samples.length, 11);
  t.like(rejects, [{ id: 'q0', code: 'PASSAGE_MISLEADS' }]);
});

const FORMATS: [format: string, flat: boolean, text: string, misleads: boolean][] = [
  ['Passage {n}:\n{title}\n{text}', false, 'He ran.\nPassage 3:\nIt is.', true],
  ['Passage {n}:\n{title}\n{text}', false, 'He ran.\nDocument 3:\nIt is.', false],
  ['Passage {n}:\n{title}\n{text}', true, 'He ran. Passage 3: It is.', true],
  ['Passage {n}:\n{title}\n{text}', true, 'He ran. Passage 3 is.', false],
  ['[{n}] {title}: {text} (end)', false, 'He ran.\n[3] It is.', true],
  ['[{n}] {title}: {text} (end)', false, 'He ran.[3] It is [4] so.', false],
  ['[{n}] {title}: {text} (end)', true, 'He ran. [3] It is.', false],
  ['{n}. {title}\n{text}', false, 'He ran.\n3. It is.', true],
  ['{n}. {title}\n{text}', false, 'He ran in 3. It is.', false],
  ['{n}\n{title}\n{text}', false, 'He ran.\n3\nIt is.', false],
  ['### {i} ({n}) ###\n{title}\n{text}', false, 'He ran.\n### 3 (4) ###\nIt is.', true],
  ['{title}\n{text}', false, 'He ran.\nDocument 3:\nIt is.', false],
  ['Document (.*) {i}+\n{title}\n{text}', false, 'He ran.\nDocument (.*) 3+\nIt is.', true],
  ['Document (.*) {i}+\n{title}\n{text}', false, 'He ran.\nDocument 333\nIt is.', false],
];

for (const [passageFormat, removeNewlineTab, text, misleads] of FORMATS) {
  test(`${misleads ? 'a' : 'no'} header under ${JSON.stringify(passageFormat)}${removeNewlineTab ? ', flat' : ''}: ${JSON.stringify(text)}`, t => {
    const own = passage('Some title', text);
    for (const changes of Object.values(COMMANDS)) {
      const { samples } = checked(t, withPassage(own), {
        ...changes,
        passageFormat,
        removeNewlineTab,
      });
      t.is(
        samples[0]!.passages!.some(each => each.text === text),
        !misleads,
      );
    }
  });
}

test('chain leaves out what synth had no reason to', async t => {
  for (const supporting of [false, true]) {
    const own = { ...PAIRS['a pair']!, supporting };
    const corpus = memoryCorpus(withPassage(own), words);
    const plain = makeSamples(corpus, words, { maxSeqLength: [1200] }).samples;
    t.true(plain[0]!.passages!.some(({ text }) => text === own.text));
    const rejects: Reject[] = [];
    const stage = chain(
      { corpus, tokenizer: words, onReject: reject => rejects.push(reject) },
      CHAINS,
    );
    const samples = await all<Sample>(Readable.from(plain).pipe(stage));
    for (const { passages, ...sample } of samples) {
      t.false(passages!.some(({ text }) => text === own.text));
      t.deepEqual(checkSample(sample, { tokenizer: words, corpus: textsOf(corpus) }), []);
    }
    t.deepEqual(
      rejects.map(({ id, code }) => [id, code]),
      supporting ? [['q0', 'PASSAGE_MISLEADS']] : [],
    );
  }
});

test('one who verifies sees the header of a passage inside another', t => {
  const corpus = memoryCorpus(questions, words);
  const { samples } = makeSamples(corpus, words, { maxSeqLength: [1200], ...CHAINS }, [0]);
  const { passages: _, ...sample } = samples[0]!;
  const texts = textsOf(corpus);
  const { id } = sample.meta.passages[0]!;
  const { text } = texts.passage(id)!;
  const spoilt = text.replace(' ', '\nDocument 3:\n');
  const made = {
    ...sample,
    distractor_context: sample.distractor_context!.replace(text.slice(0, 20), spoilt.slice(0, 34)),
  };
  t.not(made.distractor_context, sample.distractor_context);
  const found = checkSample(made, { tokenizer: words });
  t.true(
    found.some(({ message }) => message.startsWith('this reads as the header of a passage')),
    JSON.stringify(found),
  );
});

/** Questions that are hard on who looks for pairs, headers, placeholders or keys. */
const QUESTIONS = [
  `{"${KEY}": "${VALUE}"}.`,
  `Who said {"${KEY}": "${VALUE}"}?`,
  KEY,
  'Who\n\nDocument 3:\n ran?',
  'What is "\\" or \\"?',
  '{context} {question} {chain_head} $& $1 ?',
  '"}. {"a": "',
  '\u2028\u0085 Who\u200b?',
  `Who was ${'a'.repeat(7000)}?`,
  '???',
];

for (const question of QUESTIONS) {
  test(`the question ${JSON.stringify(question.slice(0, 50))} is asked, and stands at the end of other chains`, t => {
    const made = questions.map((each, i) =>
      i < 3 ? { ...each, question: i === 0 ? question : `${question} ${i}` } : each,
    );
    for (const removeNewlineTab of [false, true]) {
      const { samples, rejects } = checked(t, made, {
        maxSeqLength: [3000],
        chains: { fixed: 12 },
        hops: 2,
        removeNewlineTab,
      });
      t.deepEqual(rejects, []);
      t.is(samples.length, 12);
    }
  });
}

test('a template may show a pair: only what stands in the context is one', t => {
  const template = `Like this: {"${KEY}": "${VALUE}"}.\n\n{context}\n\nBegin with {chain_head}.`;
  const { samples, rejects } = checked(t, questions, { ...CHAINS, template });
  t.deepEqual(rejects, []);
  t.is(samples.length, 12);
});

test('no pair stands below a title of several lines: nobody could tell where it ends', t => {
  const made = questions.map(question => ({
    ...question,
    passages: question.passages.map(each => ({ ...each, title: each.title.replace(' ', '\n') })),
  }));
  const { samples } = checked(t, made, { chains: { fixed: 8 }, hops: 4, maxSeqLength: [3000] });
  t.is(samples.length, 12);
  t.is(madePassage(0).title.includes(' '), true);
});

import test from 'ava';
import fc from 'fast-check';
import { countPieces } from '../../lib/prompt/count.js';
import { flatten } from '../../lib/prompt/flatten.js';
import {
  type Insertion,
  insertPairs,
  type RenderedPair,
  SET_OFF,
  type Where,
} from '../../lib/prompt/insertion.js';
import {
  PASSAGE_FORMAT,
  type PassageFormat,
  parsePassageFormat,
} from '../../lib/prompt/passage-format.js';
import { Piece } from '../../lib/prompt/piece.js';
import { layOut, type Rendering } from '../../lib/prompt/render.js';
import { KEYCHAIN_TEMPLATE, type PromptValues } from '../../lib/prompt/template.js';
import type { SamplePassage } from '../../lib/records/sample.js';
import { framed } from '../../lib/tokenize/chat/frame.js';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';
import { doubtfulWords, words } from '../support/tokenizer.js';

const cl100k = await loadTokenizer({ type: 'openai', path: 'cl100k_base' });
const o200k = await loadTokenizer({ type: 'openai', path: 'o200k_base' });

/** Claims what is not so: no count may come from it. */
const doubtfulCl100k: Tokenizer = {
  ...doubtfulWords,
  count: text => cl100k.count(text),
  libraryCount: text => cl100k.libraryCount(text),
};
const TOKENIZERS = { cl100k, o200k, words, doubtfulWords, doubtfulCl100k };

const passageOf = (tokenizer: Tokenizer, title: string, text: string): SamplePassage => ({
  id: '0'.repeat(16),
  title,
  text,
  supporting: false,
  bounds: [],
  tokens: tokenizer.count(`${title}\n${text}\n\n`),
});

const renderingOf = (tokenizer: Tokenizer, changes: Partial<Rendering> = {}): Rendering => ({
  tokenizer,
  template: '{context}',
  format: parsePassageFormat(PASSAGE_FORMAT),
  removeNewlineTab: false,
  ...changes,
});

/** Pairs, ready to stand in a text. */
const renderedPairs = (tokenizer: Tokenizer, texts: readonly string[]): RenderedPair[] =>
  texts.map(text => ({
    text,
    tokens: Object.fromEntries(
      Object.entries(SET_OFF).map(([where, setOff]) => [where, tokenizer.count(setOff(text))]),
    ) as Record<Where, number>,
  }));

function renderPrompt(
  rendering: Rendering,
  passages: readonly SamplePassage[],
  values: PromptValues,
  insertions: readonly Insertion[] = [],
): { context: string; tokens: number } {
  const layout = layOut(rendering, passages, values);
  const { context, tokens } = insertions.length > 0 ? insertPairs(layout, insertions) : layout;
  return { context: `${context}`, tokens };
}

const PAIR = '{"a": "b"}.';
const PLAIN = [passageOf(words, 'One', 'A. B.'), passageOf(words, 'Two', 'C.')];

test('passages stand below each other, with a blank line between', t => {
  const { context, tokens } = renderPrompt(renderingOf(words), PLAIN, { question: '' });
  t.is(context, 'Document 0:\nOne\nA. B.\n\nDocument 1:\nTwo\nC.');
  t.is(tokens, words.count(context));
});

for (const [name, insertion, expected] of [
  [
    'between a title and its text',
    { passage: 0, where: 'title', offset: 0 },
    'Document 0:\nOne\nP\nA. B.\n\nDocument 1:\nTwo\nC.',
  ],
  [
    'between two sentences',
    { passage: 0, where: 'text', offset: 2 },
    'Document 0:\nOne\nA. P B.\n\nDocument 1:\nTwo\nC.',
  ],
  [
    'between two passages',
    { passage: 0, where: 'after', offset: 0 },
    'Document 0:\nOne\nA. B.\n\nP\n\nDocument 1:\nTwo\nC.',
  ],
] as [string, Omit<Insertion, 'pairs'>, string][]) {
  test(`a pair stands ${name}`, t => {
    const rendering = renderingOf(words);
    const render = (pairs: string[]) =>
      renderPrompt(rendering, PLAIN, { question: '' }, [
        { ...insertion, pairs: renderedPairs(words, pairs) },
      ]).context;
    t.is(render([PAIR]), expected.replace('P', PAIR));
    const joint = { title: '\n', text: ' ', after: '\n\n' }[insertion.where];
    t.is(render([PAIR, PAIR]), expected.replace('P', PAIR + joint + PAIR), 'and so do two');
  });
}

test('the template stands around the context, without the separator behind the last passage', t => {
  const template = 'Read.\n{context}\n\nAsk {question} from {chain_head}.';
  const values = { question: '{context} $&', chainHead: 'k' };
  const { context, tokens } = renderPrompt(renderingOf(words, { template }), PLAIN, values);
  t.is(context, 'Document 0:\nOne\nA. B.\n\nDocument 1:\nTwo\nC.');
  t.is(tokens, words.count(`Read.\n${context}\n\nAsk {context} $& from k.`));
});

test('without passages the prompt is the template alone', t => {
  const rendering = renderingOf(cl100k, { template: 'Read.\n{context}\n\nAsk.' });
  const { context, tokens } = renderPrompt(rendering, [], { question: '' });
  t.is(context, '');
  t.is(tokens, cl100k.count('Read.\n\n\nAsk.'));
});

test('--remove-newline-tab leaves single blanks alone, in the context and in the prompt', t => {
  const rendering = renderingOf(cl100k, {
    template: ' A\t\n{context}\n\n B ',
    removeNewlineTab: true,
  });
  const { context, tokens } = renderPrompt(rendering, PLAIN, { question: '' });
  t.is(context, 'Document 0: One A. B. Document 1: Two C.');
  t.is(tokens, cl100k.count(`A ${context} B`));
  t.is(flatten('\n a \t b\r\n\u00a0c  '), 'a b c');
});

/** What is at the edge of a tokenizer's rules. */
const EDGES = [
  ...[
    '',
    ' ',
    '  ',
    '\n',
    '\n\n',
    ' \n',
    '\t',
    '\r\n',
    '/',
    '//',
    '.',
    '...',
    "'",
    "'s",
    '"',
    '(',
    '{"',
  ],
  ...[
    '\u0301',
    '\u0301a',
    '\u00a0',
    '\u3000',
    '\u0085',
    '\u200d',
    '1',
    '12',
    '1234',
    'É',
    '日本',
    '🎸',
    'ß',
  ],
  ...[
    '<|endoftext|>',
    '<|im_',
    'Document 1:\n',
    '"}.',
    'x'.repeat(300),
    ' '.repeat(300),
    '\n'.repeat(260),
  ],
];
const fragment = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...EDGES) },
  { weight: 2, arbitrary: fc.lorem({ maxCount: 3, mode: 'sentences' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 5 }) },
);
const text = fc
  .array(fragment, { maxLength: 4 })
  .map(fragments => fragments.join('').toWellFormed());
const pair = fc
  .tuple(fc.oneof(fc.uuid(), fc.string({ maxLength: 3 })), fc.oneof(fc.uuid(), text))
  .map(([key, value]) => `{${JSON.stringify(key)}: ${JSON.stringify(value)}}.`);
const pairs = fc.array(pair, { minLength: 1, maxLength: 2 });

/** A passage, and what is put into it. */
const part = fc.record({
  title: text,
  text,
  inTitle: fc.option(pairs),
  /** At the n-th blank of the text, if it has one, ... */
  inText: fc.array(pairs, { maxLength: 3 }),
  behind: fc.option(pairs),
});

const FORMATS = [
  PASSAGE_FORMAT,
  'Passage {n}:\n{title}\n{text}',
  '{title}\n{text}',
  ' {title}\n{text}',
  '\n{title}\n{text}',
  '{i}{title}\n{text}',
  '# {title}: {text}\n',
  '{title}{text}',
];
const TEMPLATES = [
  '{context}',
  KEYCHAIN_TEMPLATE,
  'Read: {context}\n\n',
  ' {context}\n\n\nAsk {question}',
  '{question}{context} {chain_head}',
  '\n{context}\n',
  '{context}\n\n {question}',
];

const frameOf = (before: string, after: string, strips: 'none' | 'start' | 'end' | 'both') => ({
  ...{ system: '', date: '', kwargs: '', sha256: 'c'.repeat(64) },
  frame: {
    before,
    after,
    stripsStart: strips === 'start' || strips === 'both',
    stripsEnd: strips === 'end' || strips === 'both',
  },
});
/** Conversations, the first of which is none; white space and letters at their seams. */
const CONVERSATIONS = [
  undefined,
  frameOf('<|im_start|>user\n', '<|im_end|>\n<|im_start|>assistant\n', 'none'),
  frameOf('[INST]', '[/INST]', 'both'),
  frameOf('user: ', ' \n\nmodel:', 'both'),
  frameOf('a', 'b', 'start'),
  frameOf(' ', '', 'end'),
];

test('tokens are those of the whole prompt, whatever stands in it', t => {
  fc.assert(
    fc.property(
      fc.constantFrom(...(Object.keys(TOKENIZERS) as (keyof typeof TOKENIZERS)[])),
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...FORMATS),
      fc.constantFrom(...TEMPLATES),
      fc.record({ question: text, chainHead: fc.uuid() }),
      fc.boolean(),
      fc.constantFrom(...CONVERSATIONS),
      fc.constantFrom('', 'Say it in {context} words.', ' \n'),
      (name, parts, source, template, values, removeNewlineTab, conversation, instruction) => {
        const tokenizer = TOKENIZERS[name];
        const format = parsePassageFormat(source);
        const rendering = renderingOf(tokenizer, {
          ...{ format, template, removeNewlineTab, conversation, instruction },
        });
        const passages = parts.map(each => passageOf(tokenizer, each.title, each.text));
        const insertions = insertionsOf(parts, format.header !== undefined, tokenizer);
        const { context, tokens } = renderPrompt(rendering, passages, values, insertions);
        const prompt = template
          .split(/(\{context\}|\{question\}|\{chain_head\})/)
          .map(
            piece =>
              ({
                '{context}': context,
                '{question}': values.question,
                '{chain_head}': values.chainHead,
              })[piece] ?? piece,
          )
          .join('')
          .concat(instruction === '' ? '' : `\n\n${instruction}`);
        const message = removeNewlineTab ? flatten(prompt) : prompt;
        t.is(tokens, tokenizer.count(framed(message, conversation?.frame)), prompt);

        t.is(squeezed(context), squeezed(expectedContext(passages, format, insertions)));
      },
    ),
    { numRuns: 1500 },
  );
});

/** Places for the pairs of each part, in their order. */
function insertionsOf(
  parts: {
    text: string;
    inTitle: string[] | null;
    inText: string[][];
    behind: string[] | null;
  }[],
  hasHeader: boolean,
  tokenizer: Tokenizer,
): Insertion[] {
  const set = (list: string[]) => renderedPairs(tokenizer, list);
  return parts.flatMap(({ text: body, inTitle, inText, behind }, passage) => {
    const blanks = [...body.matchAll(/(?<=\S) (?=\S)/g)].map(match => match.index);
    return [
      ...(inTitle && hasHeader
        ? [{ passage, where: 'title', offset: 0, pairs: set(inTitle) }]
        : []),
      ...inText
        .slice(0, blanks.length)
        .map((list, i) => ({ passage, where: 'text', offset: blanks[i], pairs: set(list) })),
      ...(behind && passage < parts.length - 1
        ? [{ passage, where: 'after', offset: 0, pairs: set(behind) }]
        : []),
    ] as Insertion[];
  });
}

/** The context as it has to be, but for white space. */
function expectedContext(
  passages: readonly SamplePassage[],
  format: PassageFormat,
  insertions: readonly Insertion[],
): string {
  return passages
    .map((passage, i) => {
      const { head, tail } = format.around(i, passage.title);
      const here = (where: Insertion['where']): Insertion[] =>
        insertions.filter(each => each.passage === i && each.where === where);
      let body = '';
      let from = 0;
      for (const { offset, pairs: list } of here('text')) {
        body += passage.text.slice(from, offset) + list.map(each => each.text).join('');
        from = offset;
      }
      const listed = (where: Insertion['where']): string =>
        here(where)
          .flatMap(({ pairs: list }) => list.map(each => each.text))
          .join('');
      return `${head}${listed('title')}${body}${passage.text.slice(from)}${tail}${listed('after')}`;
    })
    .join('');
}

const squeezed = (whole: string): string => whole.replace(/\s+/g, '');

test('pieces are counted as the text that they make', t => {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...EDGES) },
    { weight: 1, arbitrary: text },
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.values(TOKENIZERS)),
      fc.array(fc.tuple(piece, fc.boolean()), { maxLength: 8 }),
      (tokenizer, list) => {
        const pieces = list.map(([part, isCounted]) =>
          Piece.of(part, isCounted ? tokenizer.count(part) : undefined),
        );
        t.is(countPieces(tokenizer, pieces), tokenizer.count(list.map(([part]) => part).join('')));
      },
    ),
    { numRuns: 2000 },
  );
});

test('a run of blanks in several pieces is counted as one', t => {
  for (const parts of [
    ['\n', '  ', '\n'],
    ['12', '\n\n', ' ', '\n\n', '.'],
    ['a.\n\n', ' ', '\nb'],
    ['a', ' ', ' ', 'b'],
    ['\t', '\t', "'", '1'],
  ]) {
    for (const tokenizer of [cl100k, o200k]) {
      t.is(
        countPieces(
          tokenizer,
          parts.map(part => Piece.of(part)),
        ),
        tokenizer.count(parts.join('')),
        JSON.stringify(parts),
      );
    }
  }
});

test('what is known to count apart is not counted again', t => {
  const counted: string[] = [];
  const watched: Tokenizer = {
    ...words,
    count: part => {
      counted.push(part);
      return words.count(part);
    },
  };
  const rendering = renderingOf(watched, { template: 'Read.\n{context}\n\nAsk.' });
  const insertions: Insertion[] = [
    { passage: 0, where: 'text', offset: 2, pairs: renderedPairs(words, [PAIR]) },
  ];
  renderPrompt(rendering, PLAIN, { question: '' }, insertions);
  t.false(
    counted.some(part => part.includes('A.') || part.includes('C.')),
    counted.join('|'),
  );
  counted.length = 0;
  renderPrompt({ ...rendering, tokenizer: { ...watched, additive: () => false } }, PLAIN, {
    question: '',
  });
  const whole = counted.filter(part => part.includes('A.') || part.includes('C.'));
  t.is(whole.length, 1, 'all in one where no seam is sure');
});

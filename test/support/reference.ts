import { get_encoding } from '@dqbd/tiktoken';
import { keyedRandom, type Random } from '../../lib/random.js';
import { makeUuid } from '../../lib/uuid.js';
import { type WorldRecords, worldRecords } from '../../lib/world/index.js';

// Our own imitation of the habits of others, of which none of the code is theirs: pairs behind any full
// stop, question mark or line feed, be it in the middle of `3.5`; questions in pairs as they are, quotes
// and all; a length that was counted before the pairs were put in.

export type HotpotRecord = WorldRecords['hotpotqa'];

/** A sample as the reference writes one. */
export interface ReferenceSample {
  index: number;
  input: string;
  context: string;
  answers: string[];
  length: number;
  distract_questions: string[];
  distractor_context: string;
  chain_head_with_question: string;
}

/** What is known of it beside. */
export interface Made {
  sample: ReferenceSample;
  /** All pairs as they were put in, without their full stops. */
  pairs: string[];
  /** Those among them that stand inside a word or a number. */
  inWords: number;
  /** Titles of supporting passages that were left out. */
  leftOut: string[];
}

export const BUDGET = 2048;
const ANSWER_ROOM = 128;
const CHAINS = 4;
const HOPS = 4;

const encoding = get_encoding('cl100k_base');
/** Tokens by OpenAI's own library. */
export const tokensOf = (text: string): number => encoding.encode_ordinary(text).length;

/** A dataset of the fictional world, in which every third question has quotes. */
export function referenceDataset(questions: number): HotpotRecord[] {
  return [...worldRecords('hotpotqa', { questions, seed: 11 })].map((record, i) =>
    i % 3 === 0
      ? { ...record, question: record.question.replace(/^(\S+)/, '"$1", so to speak,') }
      : record,
  );
}

/** The first samples that the reference would make of a dataset. */
export function referenceSamples(dataset: readonly HotpotRecord[], count: number): Made[] {
  const all = [...new Set(dataset.flatMap(documentsOf))].sort();
  return dataset.slice(0, count).map((record, index) => {
    const random = keyedRandom(5, 'reference', index);
    const own = documentsOf(record);
    // As where fewer passages are asked for than the question has.
    const leftOut =
      index % 10 === 7 ? record.supporting_facts.slice(0, 1).map(([title]) => title) : [];
    const kept = own.filter(text => !leftOut.some(title => text.startsWith(`${title}\n`)));
    const documents = shuffled(
      filledUp(
        kept,
        all.filter(text => !own.includes(text)),
        random,
      ),
      random,
    );
    const context = rendered(documents);
    const others = dataset.filter(each => each !== record).map(({ question }) => question);
    const distract = shuffled(others, random).slice(0, 16);
    const chains = Array.from({ length: CHAINS }, () => keys(random));
    const pairs = chains.flatMap((chain, i) =>
      pairsOf(chain, i === 0 ? record.question : distract[i]!),
    );
    const placed = inserted(context, shuffled(pairs, random), random);
    return {
      ...{ pairs, leftOut, inWords: placed.inWords },
      sample: {
        index,
        input: record.question,
        context,
        answers: [record.answer],
        length: tokensOf(context) + ANSWER_ROOM,
        distract_questions: distract,
        distractor_context: placed.text,
        chain_head_with_question: chains[0]![0]!,
      },
    };
  });
}

/** A row of the published data's shape: the head is named in the prompt's text alone. */
export const rowOf = ({ sample }: Made, i: number): object => ({
  data_source: 'custom_longcontext_needle_qa_hotpotqa',
  prompt: [
    {
      role: 'user',
      content:
        `Read these passages with care.\n\n${sample.distractor_context}\n\nSomewhere above a chain of ` +
        `keys begins at ${sample.chain_head_with_question}. Follow it, and answer what it ends in.`,
    },
  ],
  ability: 'longcontext_qa',
  reward_model: { style: 'rule', ground_truth: i % 2 ? sample.answers : sample.answers[0] },
  extra_info: { split: 'train', index: i },
});

// --- internal ---

const documentsOf = ({ context }: HotpotRecord): string[] =>
  context.map(([title, sentences]) => `${title}\n${sentences.join('')}`);

const rendered = (documents: readonly string[]): string =>
  documents.map((text, i) => `Passage ${i + 1}:\n${text}`).join('\n\n');

/** Tokens of a header and the blank line behind. */
const FRAME = 6;

/** As many as the budget takes without pairs. */
function filledUp(own: readonly string[], others: readonly string[], random: Random): string[] {
  const documents = [...own];
  let left = BUDGET - ANSWER_ROOM;
  for (const text of own) left -= tokensOf(text) + FRAME;
  for (const text of shuffled(others, random)) {
    left -= tokensOf(text) + FRAME;
    if (left < 0) break;
    documents.push(text);
  }
  return documents;
}

const keys = (random: Random): string[] => Array.from({ length: HOPS }, () => makeUuid(random));

const pairsOf = (chain: readonly string[], question: string): string[] =>
  chain.map((key, i) => `{"${key}": "${chain[i + 1] ?? question}"}`);

function inserted(
  context: string,
  pairs: readonly string[],
  random: Random,
): { text: string; inWords: number } {
  const stops = [...context.matchAll(/[.?\n]/g)].map(({ index }) => index);
  const chosen = shuffled(stops, random)
    .slice(0, pairs.length)
    .sort((a, b) => a - b);
  let text = '';
  let from = 0;
  let inWords = 0;
  for (const [i, at] of chosen.entries()) {
    const isLine = context[at] === '\n';
    text += `${context.slice(from, at + 1)}${isLine ? '' : ' '}${pairs[i]}.`;
    from = at + 1;
    if (!isLine && /[\p{L}\p{N}]/u.test(context.charAt(from))) inWords++;
  }
  return { text: text + context.slice(from), inWords };
}

const shuffled = <T>(items: readonly T[], random: Random): T[] => random.shuffle([...items]);

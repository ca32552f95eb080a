import type { Sample } from '../../lib/records/sample.js';

/*
 * One who is given a sample with needles and reads it as a person would: by nothing that makes such
 * samples and nothing that `verify` uses.
 */

/** What is asked of the reader's samples, as whoever made them has said. */
export interface Asked {
  keys: number;
  values: number;
  queries: number;
  kind: string;
  /** Tokens of a text. */
  count: (text: string) => number;
  /** A passage of the texts, by its id. */
  passage?: (id: string) => { title: string; text: string } | undefined;
}

/** A sentence that tells a value, as it was found. */
interface Told {
  key: string;
  value: string;
  /** In UTF-16 units. */
  start: number;
  end: number;
}

const SENTENCE = /(?:The secret value|One of the secret values) of ([^\s]+) is ([^\s]+)\.(?=\s|$)/g;

const LOOKS: Record<string, RegExp> = {
  words: /^[a-z]+-[a-z]+$/,
  numbers: /^[1-9][0-9]{6}$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
};
LOOKS.mixed = new RegExp(
  [LOOKS.words, LOOKS.numbers, LOOKS.uuid].map(each => each!.source).join('|'),
);

/** All that the context tells. */
const readAll = (context: string): Told[] =>
  [...context.matchAll(SENTENCE)].map(({ 0: whole, 1: key, 2: value, index }) => ({
    key: key!,
    value: value!,
    start: index,
    end: index + whole.length,
  }));

/** The keys that a question asks for. */
const keysIn = (question: string): string[] =>
  /^What (?:is the|are all) secret values? of (.+)\?$/.exec(question)?.[1]?.split(/, | and /) ?? [];

const times = (text: string, part: string): number =>
  text.toLowerCase().split(part.toLowerCase()).length - 1;

const inkOf = (text: string): string => text.replace(/\s/g, '');

/** Answers a sample's question by its context alone. */
export function answer({ input, context = '' }: Sample): string[] {
  const told = readAll(context);
  return keysIn(input).flatMap(key =>
    told.filter(each => each.key === key).map(({ value }) => value),
  );
}

/** The prompt that a model gets. */
export const promptOf = ({ input, context = '', meta }: Sample): string => {
  const [before = '', after = ''] = meta.template.split('{context}');
  const fill = (part: string): string => part.split('{question}').join(input);
  const end = meta.sample_instruction === '' ? '' : `\n\n${meta.sample_instruction}`;
  const prompt = `${fill(before)}${context}${fill(after)}${end}`;
  return meta.remove_newline_tab ? prompt.replace(/\s+/g, ' ').trim() : prompt;
};

/** Everything that is wrong with a sample. */
export function breaches(sample: Sample, asked: Asked): string[] {
  const { context = '', input, answers, meta, length } = sample;
  const found: string[] = [];
  const claim = (holds: boolean, what: string): void => {
    if (!holds) found.push(what);
  };
  const told = readAll(context);
  const keys = [...new Set(told.map(({ key }) => key))];
  const asks = keysIn(input);
  claim(told.length === asked.keys * asked.values, `${told.length} sentences tell a value`);
  claim(keys.length === asked.keys, `${keys.length} keys`);
  claim(asks.length === asked.queries && new Set(asks).size === asks.length, `asks: ${input}`);
  for (const key of keys) {
    const own = told.filter(each => each.key === key);
    claim(own.length === asked.values, `${key} has ${own.length} values`);
    claim(times(context, key) === asked.values, `${key} stands elsewhere, too`);
  }
  for (const { value } of told) {
    claim(times(context, value) === 1, `${value} stands ${times(context, value)} times`);
    claim(LOOKS[asked.kind]!.test(value), `${value} is none of ${asked.kind}`);
  }
  claim(
    [...answer(sample)].sort().join('\n') === [...answers].sort().join('\n'),
    `the answers are ${answers}, found was ${answer(sample)}`,
  );
  claim(answers.length === asked.queries * asked.values, `${answers.length} answers`);
  claim(/secret\s+values?\s+of\s/i.test(without(context, told)) === false, 'something else tells');
  checkPlaces(context, told, claim);
  checkMeta(sample, told, asked, claim);
  const tokens = asked.count(promptOf(sample));
  claim(tokens === meta.prompt_tokens, `${tokens} tokens, not ${meta.prompt_tokens}`);
  claim(length === tokens + meta.tokens_to_generate, `length is ${length}`);
  claim(length <= meta.max_seq_length, `${length} of ${meta.max_seq_length} tokens`);
  checkPassages(sample, told, asked, claim);
  return found;
}

type Claim = (holds: boolean, what: string) => void;

function without(context: string, told: readonly Told[]): string {
  let from = 0;
  let rest = '';
  for (const { start, end } of told) {
    rest += context.slice(from, start);
    from = end;
  }
  return rest + context.slice(from);
}

/** A sentence stands between blanks, at the start of a line or behind the end of another one. */
function checkPlaces(context: string, told: readonly Told[], claim: Claim): void {
  for (const { key, start, end } of told) {
    const [before, after] = [context[start - 1], context[end]];
    claim(/^\s$/.test(before ?? '') && /^\s$/.test(after ?? ''), `${key} is glued`);
    const left = context.slice(Math.max(0, start - 40), start);
    const isAtBound = /\n\s*$/.test(left) || /[.!?…。！？]["'”’»)\]]*\s+$/.test(left);
    claim(isAtBound || !context.includes('\n'), `${key} is inside a sentence: ${left}`);
  }
}

function checkMeta(
  { meta, context = '' }: Sample,
  told: readonly Told[],
  asked: Asked,
  claim: Claim,
) {
  const { keys, values, queries, value_kind: kind, needles = [] } = meta;
  const said = [keys, values, queries, kind].join();
  claim(said === [asked.keys, asked.values, asked.queries, asked.kind].join(), `meta says ${said}`);
  const characters = (units: number): number => [...context.slice(0, units)].length;
  const here = told.map(({ key, value, start }) => `${key} ${value} ${characters(start)}`);
  const listed = needles.map(({ key, value, at }) => `${key} ${value} ${at}`);
  claim(here.join() === listed.join(), `meta.needles are ${listed}, found were ${here}`);
}

/** The rest of the context is the passages of `meta`, in order, whole but for one that is cut. */
function checkPassages(sample: Sample, told: readonly Told[], asked: Asked, claim: Claim): void {
  const { meta, context = '' } = sample;
  const { passage } = asked;
  if (!passage) return;
  const ids = meta.passages.map(({ id }) => id);
  claim(new Set(ids).size === ids.length, 'a passage stands there twice');
  const rendered = ids.map((id, i) => {
    const { title = '', text = 'is in no text' } = passage(id) ?? {};
    const shown = id === meta.cut.id ? [...text].slice(0, meta.cut.characters).join('') : text;
    return meta.passage_format.replace(/\{(\w+)\}/g, (whole, name: string) => {
      const known: Record<string, string> = { i: `${i}`, n: `${i + 1}`, title, text: shown };
      return known[name] ?? whole;
    });
  });
  const rest = inkOf(without(context, told));
  claim(rest === inkOf(rendered.join('')), 'the context is not its passages and needles');
}

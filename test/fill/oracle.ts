import { createHash } from 'node:crypto';
import type { Question } from '../../lib/records/question.js';
import type { Sample } from '../../lib/records/sample.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';

/*
 * The invariants of a sample, worked out again from the dataset and the sample's text alone: by
 * nothing that makes samples and nothing that `verify` uses.
 */

export interface Known {
  questions: readonly Question[];
  tokenizer: Tokenizer;
}

export interface ReadPair {
  key: string;
  value: string;
  /** Characters of the passages before it, white space not counted. */
  ink: number;
}

export interface Reading {
  pairs: ReadPair[];
  /** The context's characters without its pairs and without white space. */
  ink: string;
}

const PAIR = /\{"([^"\\]*)": "(?:[^"\\]|\\.)*"\}\./g;

const inkOf = (text: string): string => text.replace(/\s/g, '');
const fold = (text: string): string => text.toLowerCase().split(/\s+/).join(' ').trim();
/** What two questions that ask the same have in common. */
const foldQuestion = (text: string): string => fold(text).replace(/[\s\p{P}]+$/u, '');
const idOf = (title: string, text: string): string =>
  createHash('sha256').update(title).update('\n').update(text).digest('hex').slice(0, 16);

/** Reads a context's pairs; `keys` are the texts that count as keys. */
export function readContext(context: string, keys: ReadonlySet<string>): Reading {
  let from = 0;
  let ink = '';
  const pairs: ReadPair[] = [];
  for (const match of context.matchAll(PAIR)) {
    if (!keys.has(match[1]!)) continue;
    ink += inkOf(context.slice(from, match.index));
    from = match.index + match[0].length;
    const entries = Object.entries(JSON.parse(match[0].slice(0, -1)) as Record<string, string>);
    pairs.push({ key: entries[0]![0], value: entries[0]![1], ink: ink.length });
    const [before, after] = [context[match.index - 1], context[from]];
    const isSetOff = [before, after].every(character => character === ' ' || character === '\n');
    if (!isSetOff) throw new Error(`glued: ${before}|${match[0]}|${after}`);
  }
  return { pairs, ink: ink + inkOf(context.slice(from)) };
}

/** Everything that is wrong with a sample. */
export function breaches(sample: Sample, known: Known): string[] {
  const found: string[] = [];
  const claim = (holds: boolean, what: string): void => {
    if (!holds) found.push(what);
  };
  checkBudget(sample, known, claim);
  const reading = readContext(
    sample.distractor_context ?? sample.context ?? '',
    new Set(sample.meta.chains?.flat().map(([key]) => key)),
  );
  checkPassages(sample, reading, known, claim);
  if (sample.meta.chains) {
    checkChains(sample, reading, claim);
    checkInsertion(sample, reading, known, claim);
    checkHopOrder(sample, reading, claim);
  }
  return found;
}

type Claim = (holds: boolean, what: string) => void;

/** The prompt that a model gets. */
export function promptOf({ meta, ...sample }: Sample): string {
  const values: Record<string, string | undefined> = {
    '{context}': sample.distractor_context ?? sample.context,
    '{question}': sample.input,
    '{chain_head}': sample.chain_head_with_question,
  };
  const prompt = meta.template
    .split(/(\{context\}|\{question\}|\{chain_head\})/)
    .map(part => values[part] ?? part)
    .join('');
  return meta.remove_newline_tab ? prompt.split(/\s+/).join(' ').trim() : prompt;
}

function checkBudget(sample: Sample, { tokenizer }: Known, claim: Claim): void {
  const { meta, length } = sample;
  const counted = tokenizer.libraryCount(promptOf(sample));
  claim(counted === meta.prompt_tokens, `prompt_tokens ${meta.prompt_tokens}, counted ${counted}`);
  claim(length === counted + meta.tokens_to_generate, `length ${length}, counted ${counted}`);
  claim(meta.max_seq_length === 0 || length <= meta.max_seq_length, `length ${length} is over`);
}

interface KnownPassage {
  id: string;
  title: string;
  text: string;
  sentences?: string[] | undefined;
}

function passagesOf({ questions }: Known): Map<string, KnownPassage> {
  const passages = new Map<string, KnownPassage>();
  for (const { title, text, sentences } of questions.flatMap(each => each.passages)) {
    const id = idOf(title, text);
    // As in a corpus, the first to be seen says where its sentences end.
    if (!passages.has(id)) passages.set(id, { id, title, text, sentences });
  }
  return passages;
}

const sourceOf = ({ meta }: Sample, { questions }: Known): Question =>
  questions.find(({ dataset, id }) => dataset === meta.dataset && id === meta.question_id)!;

function rendered({ meta }: Sample, passages: Map<string, KnownPassage>): string[] {
  return meta.passages.map(({ id }, i) => {
    const { title = '?', text = '?' } = passages.get(id) ?? {};
    const values: Record<string, string> = {
      '{i}': `${i}`,
      '{n}': `${i + 1}`,
      '{title}': title,
      '{text}': text,
    };
    return meta.passage_format
      .split(/(\{i\}|\{n\}|\{title\}|\{text\})/)
      .map(part => values[part] ?? part)
      .join('');
  });
}

function checkPassages(sample: Sample, reading: Reading, known: Known, claim: Claim): void {
  const { meta } = sample;
  const passages = passagesOf(known);
  const question = sourceOf(sample, known);
  const ids = meta.passages.map(({ id }) => id);
  claim(new Set(ids).size === ids.length, 'a passage stands twice');
  claim(reading.ink === inkOf(rendered(sample, passages).join('')), 'the texts are not whole');
  if (sample.context !== undefined) {
    claim(inkOf(sample.context) === reading.ink, 'context is not the context without its pairs');
  }

  const own = new Map<string, boolean>();
  for (const { title, text, supporting } of question.passages) {
    const id = idOf(title, text);
    own.set(id, supporting || own.get(id) === true);
  }
  for (const [id, supporting] of own) {
    if (supporting) claim(ids.includes(id), `the supporting passage ${id} is missing`);
  }
  for (const { id, supporting } of meta.passages) {
    claim((own.get(id) ?? false) === supporting, `passage ${id} is not rightly supporting`);
  }
  const needle = fold(question.question);
  const leaking = (id: string): boolean => {
    const { title, text } = passages.get(id)!;
    return fold(`${title}\n${text}`).includes(needle);
  };
  for (const id of ids) {
    claim(!leaking(id), `the question stands in passage ${id}`);
    claim(!misleads(passages.get(id)!, meta), `passage ${id} looks like ours`);
  }

  const titles = new Set(
    [...own].filter(([, supporting]) => supporting).map(([id]) => passages.get(id)!.title),
  );
  for (const title of titles) if (title.trim() === '') titles.delete(title);
  const fillers = ids.filter(id => !own.has(id)).map(id => passages.get(id)!);
  if (meta.dataset !== 'squad') {
    for (const { title } of fillers) claim(!titles.has(title), `a filler is called ${title}`);
  }
  const size = ({ title, text }: KnownPassage): number =>
    known.tokenizer.libraryCount(`${title}\n${text}\n\n`);
  const longest = Math.max(0, ...fillers.map(size));
  for (const [id, supporting] of own) {
    if (supporting || ids.includes(id) || meta.max_seq_length === 0 || leaking(id)) continue;
    if (misleads(passages.get(id)!, meta)) continue;
    claim(size(passages.get(id)!) + 8 >= longest, `own passage ${id} gave way to a longer filler`);
  }
}

/** Whether a passage holds a pair, or begins a line as the header of a passage does. */
export function misleads(
  { title, text }: { title: string; text: string },
  meta: Pick<Sample['meta'], 'chains' | 'passage_format' | 'remove_newline_tab'>,
): boolean {
  const isPair = /\{\s*"[^"\\]*"\s*:\s*"/.test(`${title}\n${text}`);
  if (meta.chains && isPair) return true;
  const flat = meta.remove_newline_tab;
  const format = meta.passage_format;
  if (format.startsWith('[{n}]')) return !flat && /\n\s*\[\d+\]\s/.test(`${title}: ${text} `);
  const name = /^(Document|Passage) /.exec(format)?.[1];
  const header = new RegExp(`${flat ? '\\s' : '\\n\\s*'}${name}\\s+\\d+:\\s`);
  return name !== undefined && header.test(`\n${title}\n${text} `);
}

function checkChains(sample: Sample, { pairs }: Reading, claim: Claim): void {
  const { meta, input, distract_questions: distractors = [] } = sample;
  const hops = meta.hops!;
  const branching = meta.shape === 'chain' ? 1 : meta.branching!;
  const isFull = meta.shape === 'full-tree';
  // Of a full tree: 1, b, b^2 ... keys a level, the last of which do not branch.
  const levels = Array.from({ length: hops }, (_, level) => branching ** level);
  const perChain = isFull
    ? levels.slice(1).reduce((sum, keys) => sum + keys, 0) + levels.at(-1)!
    : hops * branching;
  const written = pairs.map(({ key, value }) => JSON.stringify([key, value])).sort();
  const stated = meta
    .chains!.flat()
    .map(pair => JSON.stringify(pair))
    .sort();
  claim(written.join() === stated.join(), 'the pairs are not those of meta.chains');
  claim(meta.chains!.length === distractors.length + 1, 'not a chain for each question');
  claim(pairs.length === meta.chains!.length * perChain, `${pairs.length} pairs`);

  const questions = [input, ...distractors];
  claim(
    new Set(questions.map(foldQuestion)).size === questions.length,
    'two questions are the same',
  );
  const values = pairs.map(({ value }) => value);
  claim(new Set(values).size === values.length, 'a value stands twice');
  const next = new Map<string, string[]>();
  for (const { key, value } of pairs) next.set(key, [...(next.get(key) ?? []), value]);
  for (const [key, ways] of next) {
    const isLast = isFull && ways.every(value => !next.has(value));
    claim(ways.length === (isLast ? 1 : branching), `${key} has ${ways.length} ways`);
  }
  const keys = [...next.keys(), ...values.filter(value => !questions.includes(value))];
  claim(keys.every(keyTest(meta.key_format!)), 'a key has another form');

  const roots = [...next.keys()].filter(key => !values.includes(key));
  claim(roots.length === questions.length, `${roots.length} roots`);
  const head = sample.chain_head_with_question!;
  const ends = roots.flatMap(root => leavesBelow(root, next).map(leaf => ({ root, ...leaf })));
  for (const root of roots) {
    const here = ends.filter(end => end.root === root);
    const leaves = isFull ? levels.at(-1)! : hops * (branching - 1) + 1;
    claim(here.length === leaves, `${here.length} leaves below ${root}`);
    claim(!isFull || here.every(({ path }) => path.length === hops), `uneven below ${root}`);
    const asked = here.filter(({ value }) => questions.includes(value));
    claim(asked.length === 1 && asked[0]!.path.length === hops, `no question ends ${root}`);
  }
  const truth = ends.filter(({ value }) => value === input);
  claim(truth.length === 1 && truth[0]!.root === head, 'the head does not lead to the question');
  claim(truth[0]?.path.join() === meta.chain_keys!.join(), 'meta.chain_keys is another way');
  const others = ends.filter(({ root }) => root !== head).map(({ value }) => value);
  for (const each of distractors) claim(others.includes(each), `no chain ends in ${each}`);
}

interface Leaf {
  path: string[];
  value: string;
}

function leavesBelow(key: string, next: Map<string, string[]>, above: string[] = []): Leaf[] {
  const path = [...above, key];
  if (path.length > next.size) return [];
  return next
    .get(key)!
    .flatMap(value => (next.has(value) ? leavesBelow(value, next, path) : [{ path, value }]));
}

export function keyTest(format: string): (key: string) => boolean {
  const length = Number(format.replace(/\D/g, ''));
  if (format.startsWith('hex')) return key => key.length === length && /^[0-9a-f]*$/.test(key);
  if (format.startsWith('letters')) return key => key.length === length && /^[a-z]*$/.test(key);
  if (format.startsWith('default_')) {
    // What could be the beginning of a UUID without its dashes.
    const digits = (key: string) => key.padEnd(32, '0').match(/^(.{12})(.)(.{3})(.)(.{15})$/)!;
    return key =>
      key.length === length &&
      /^[0-9a-f]*$/.test(key) &&
      (length < 13 || digits(key)[2] === '4') &&
      (length < 17 || '89ab'.includes(digits(key)[4]!));
  }
  if (format.startsWith('nano')) return key => key.length === length && /^[\w-]*$/.test(key);
  return key => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(key);
}

/** Where pairs may stand: numbers of characters before, white space not counted. */
export function allowedPlaces(sample: Sample, known: Known): Set<number> {
  const passages = passagesOf(known);
  const places = new Set<number>();
  let before = 0;
  const whole = rendered(sample, passages);
  whole.forEach((text, i) => {
    const passage = passages.get(sample.meta.passages[i]!.id)!;
    const textAt = before + inkOf(text).lastIndexOf(inkOf(passage.text));
    // Between two passages, and between a title and its text.
    if (i > 0) places.add(before);
    const { title } = passage;
    if (title.trim() !== '' && !title.includes('\n') && passage.text !== '') places.add(textAt);
    for (const end of sentenceEnds(passage)) places.add(textAt + end);
    before += inkOf(text).length;
  });
  return places;
}

const ABBREVIATED = /(?<![\p{L}\p{N}])(\p{L}|[Dd]r|[Mm]r|Mrs|Co|St|vs|Jr|No|\d{1,2})\.["'”’)\]]*$/u;

/** Characters (white space not counted) before each blank at which a sentence has ended. */
function sentenceEnds({ text, sentences }: KnownPassage): number[] {
  const blanks = [...text.matchAll(/\s+/g)].filter(({ index, 0: { length } }) => {
    const before = text.slice(0, index);
    return index > 0 && index + length < text.length && !ABBREVIATED.test(before);
  });
  const ends = blanks.map(({ index }) => inkOf(text.slice(0, index)).length);
  if (!sentences) {
    return ends.filter((_, i) => /[.!?…]["'”’)\]]*$/.test(text.slice(0, blanks[i]!.index)));
  }
  let ink = 0;
  const bounds = new Set(sentences.map(sentence => (ink += inkOf(sentence).length)));
  return ends.filter(end => bounds.has(end));
}

function checkInsertion(sample: Sample, { pairs }: Reading, known: Known, claim: Claim): void {
  const places = allowedPlaces(sample, known);
  for (const { key, ink } of pairs) claim(places.has(ink), `${key} stands at ${ink}`);
}

function checkHopOrder({ meta }: Sample, { pairs }: Reading, claim: Claim): void {
  if (meta.hop_order === 'random') return;
  for (const chain of meta.chains!) {
    const found = chain.map(([key, value]) =>
      pairs.findIndex(pair => pair.key === key && pair.value === value),
    );
    const sorted = [...found].sort((a, b) => (meta.hop_order === 'forward' ? a - b : b - a));
    claim(found.join() === sorted.join(), `a chain does not run ${meta.hop_order}`);
  }
}

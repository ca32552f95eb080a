import type { ForeignMessage, ForeignRecord } from '../../records/foreign.js';
import type { Pair } from '../../records/sample.js';
import { componentOf, followLinks, type Leaf, type Links } from '../view/links.js';
import { type Mark, scanPairs, withoutPairs } from '../view/scan.js';
import { type FoundPassages, findPassages } from './passages.js';

/** A sample that says nothing of how it was made, as far as its texts tell. */
export interface ForeignView {
  record: ForeignRecord;
  /** The passages with the pairs. */
  context: string;
  /** What a row's last message says around its context; empty where there is no such message. */
  around: { before: string; after: string };
  /** The messages before the last one. */
  earlier: ForeignMessage[];
  /** Where pairs stand in the context; none where it has no chains. */
  marks: Mark[];
  /** The context without pairs. */
  bare: string;
  /** Offsets in `bare`. */
  found: FoundPassages | undefined;
  /** The key that the prompt names. */
  head: string | undefined;
  /** Whether there are chains, a head or not. */
  isChained: boolean;
  isKey: (text: string) => boolean;
  /** By the pairs that are JSON. */
  links: Links;
  /** Where following keys from the head ends. */
  leaves: Leaf[];
  question: string | undefined;
}

/** What any key looks like, of whichever kind. */
const ANY_KEY = /^[\w-]{2,64}$/;
const isAnyKey = (text: string): boolean => ANY_KEY.test(text);
const asIs = (text: string): string => text;

/** Reads a sample from its texts: context, pairs, the head that is named, and where it leads. */
export function viewForeign(record: ForeignRecord): ForeignView {
  const { before, context, after, earlier } = partsOf(record);
  const keyed = scanPairs(context, isAnyKey);
  const head = record.head ?? headIn(`${before}\n${after}`, keyed);
  // All keys of a sample are of one kind, and so of one length.
  const isKey = head ? (text: string) => isAnyKey(text) && text.length === head.length : isAnyKey;
  const scanned = head ? scanPairs(context, isKey) : keyed;
  const links = followLinks(scanned, asIs);
  const isChained = head !== undefined || links.components.some(hasHops);
  const marks = isChained ? scanned : [];
  const bare = withoutPairs(context, marks);
  const leaves = head === undefined ? [] : leavesFrom(head, links);
  const asked = leaves.find(({ value }) => !isKey(value))?.value;
  return {
    ...{ record, context, around: { before, after }, earlier, marks, bare },
    ...{ found: findPassages(bare), head, isChained, isKey, links, leaves },
    question: record.question ?? asked,
  };
}

/** What a pair says if its value is not looked at as JSON: quotes may stand in it as they are. */
export function lenientPair(context: string, { start, end, pair }: Mark): Pair | undefined {
  if (pair) return pair;
  const [, key, value] =
    /^\{\s*"([^"]*)"\s*:\s*"([\s\S]*)"\s*\}\.?$/.exec(context.slice(start, end)) ?? [];
  return key === undefined || value === undefined ? undefined : [key, value];
}

/** The leaves that are reached from a key, be it a root or not; none if no pair has it. */
export const leavesFrom = (head: string, { values }: Pick<Links, 'values'>): Leaf[] =>
  values.has(head) ? componentOf(head, values).leaves : [];

// --- internal ---

type Parts = { before: string; context: string; after: string; earlier: ForeignMessage[] };

/** A record's context, or that of its prompt: from the first header of a passage to the end of the last. */
function partsOf({ context, conversation = [] }: ForeignRecord): Parts {
  const earlier = conversation.slice(0, -1);
  if (context !== undefined) return { before: '', context, after: '', earlier };
  const prompt = conversation.at(-1)?.content ?? '';
  const marks = scanPairs(prompt, isAnyKey);
  const bare = withoutPairs(prompt, marks);
  const pairsAt = marks.map(({ offset }) => offset);
  const found = findPassages(bare, pairsAt)?.passages;
  if (!found) return { before: '', context: prompt, after: '', earlier };
  const { end } = found.at(-1)!;
  const blanks = /^[ \t]*/.exec(bare.slice(end))![0].length;
  const isLast = marks.some(({ offset }) => offset > end && offset <= end + blanks);
  const from = inPrompt(marks, found[0]!.start, false);
  const to = inPrompt(marks, isLast ? end + blanks : end, true);
  return {
    before: prompt.slice(0, from),
    context: prompt.slice(from, to),
    after: prompt.slice(to),
    earlier,
  };
}

/** An offset in a text without its pairs as one in the text with them; those at the offset before it, or not. */
function inPrompt(marks: readonly Mark[], offset: number, isBehind: boolean): number {
  let at = offset;
  for (const mark of marks) {
    if (isBehind ? mark.offset > offset : mark.offset >= offset) break;
    at += mark.end - mark.start;
  }
  return at;
}

/** The first key of a chain that stands in what is said around the context; any key, if no first one does. */
function headIn(around: string, marks: readonly Mark[]): string | undefined {
  const words = new Set(around.match(/[\w-]{2,64}/g));
  const values = new Set(marks.flatMap(({ pair }) => (pair ? [pair[1]] : [])));
  const named = marks.flatMap(({ pair }) => (pair && words.has(pair[0]) ? [pair[0]] : []));
  return named.find(key => !values.has(key)) ?? named[0];
}

const hasHops = ({ leaves }: Links['components'][number]): boolean =>
  leaves.some(({ hops, value }) => hops > 1 && !isAnyKey(value));

import { invalid, isFields } from '../../records/fields.js';
import { listOf, textsOf } from '../forms/lists.js';
import { unpacked } from '../forms/packed.js';
import { sentencesIn } from './shape.js';

/** A passage as it is published: a title, and sentences that may carry their blanks or not. */
export interface ContextPassage {
  title: string;
  sentences: string[];
}

const CONTEXT_SHAPE = 'an array of [title, [sentences]], or {title: [..], sentences: [[..]]}';

/**
 * The passages in a record's `context`, in whichever form it is published: `[title, [sentences]]`
 * or `{title, sentences}` (or `content`) each, or one object of two lists; any list may be written
 * as JSON text.
 *
 * @throws RecordError RECORD_INVALID
 */
export function contextPassages(raw: unknown): ContextPassage[] {
  const context = unpacked(raw);
  if (Array.isArray(context)) return context.map(passageOf);
  if (!isFields(context)) throw invalid('context', raw, CONTEXT_SHAPE);
  const titles = textsOf(context.title, 'context.title');
  const [name, sentences] = sentencesIn(context);
  const lists = unpacked(sentences);
  if (!Array.isArray(lists) || lists.length !== titles.length) {
    const expected = `an array as long as title (${titles.length})`;
    throw invalid(`context.${name}`, sentences, expected);
  }
  return titles.map((title, i) => toPassage(title, lists[i], `context.${name}[${i}]`));
}

function passageOf(raw: unknown, i: number): ContextPassage {
  const path = `context[${i}]`;
  const passage = unpacked(raw);
  if (Array.isArray(passage)) {
    const [title, sentences] = passage as unknown[];
    if (typeof title !== 'string') throw invalid(`${path}[0]`, title, 'a title');
    return toPassage(title, sentences, `${path}[1]`);
  }
  if (!isFields(passage)) throw invalid(path, raw, 'an array [title, [sentences]]');
  const { title } = passage;
  if (typeof title !== 'string') throw invalid(`${path}.title`, title, 'a title');
  const [name, sentences] = sentencesIn(passage);
  return toPassage(title, sentences, `${path}.${name}`);
}

/** Where the sentences are JSON text, the title may be, too. A text that is no JSON is one sentence. */
function toPassage(title: string, sentences: unknown, path: string): ContextPassage {
  if (typeof sentences !== 'string') {
    return { title: title, sentences: textsOf(sentences, path) };
  }
  const list = unpacked(sentences);
  if (!Array.isArray(list)) return { title: title, sentences: [sentences] };
  return { title: unquoted(title), sentences: textsOf(list, path) };
}

/** The string whose JSON a text is, or the text. */
function unquoted(text: string): string {
  if (!/^".*"$/s.test(text)) return text;
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}

const FACTS_SHAPE = 'an array of [title, sentence number], or {title: [..], sent_id: [..]}';

/**
 * The titles in a record's `supporting_facts`, in whichever form it is published: `[title, number]`
 * or `{title, sent_id}` each, or one object of two lists; any list may be written as JSON text.
 *
 * @throws RecordError RECORD_INVALID
 */
export function supportingTitles(raw: unknown): Set<string> {
  const facts = unpacked(raw);
  if (isFields(facts)) return new Set(textsOf(facts.title, 'supporting_facts.title'));
  const titles = listOf(facts, 'supporting_facts', FACTS_SHAPE).map((each, i) => {
    const fact = unpacked(each);
    const title: unknown = Array.isArray(fact) ? fact[0] : isFields(fact) ? fact.title : undefined;
    if (typeof title === 'string') return title;
    throw invalid(`supporting_facts[${i}]`, each, 'an array [title, sentence number]');
  });
  return new Set(titles);
}

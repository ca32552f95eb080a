import { RecordError } from '../errors.js';
import { type Fields, invalid, isFields, texts } from '../records/fields.js';
import type { QuestionPassage } from '../records/question.js';

const CONTEXT_SHAPE = 'an array of [title, [sentences]], or {title: [..], sentences: [[..]]}';
const FACTS_SHAPE = 'an array of [title, sentence number], or {title: [..], sent_id: [..]}';

/**
 * Reads the passages of a record in HotpotQA's shape, original or as a Hub row.
 *
 * @param joint what stands between two sentences of a passage
 * @throws RecordError RECORD_INVALID, NO_PASSAGES, SUPPORT_MISSING
 */
export function contextPassages(record: Fields, joint: string): QuestionPassage[] {
  const supporting = supportingTitles(record.supporting_facts);
  const missing = new Set(supporting);
  const passages = sentencesByTitle(record.context).map(([title, all]) => {
    missing.delete(title);
    return {
      title,
      text: joined(all, joint),
      supporting: supporting.has(title),
      sentences: all.includes('') ? all.filter(sentence => sentence !== '') : all,
    };
  });
  if (passages.length === 0) {
    throw new RecordError('NO_PASSAGES', 'context is empty; expected at least one passage');
  }
  for (const title of missing) {
    const message = `the supporting title ${JSON.stringify(title)} does not stand in context`;
    throw new RecordError('SUPPORT_MISSING', message);
  }
  return passages;
}

/** Added up, unlike what `join` makes, a text is only copied into one piece if someone reads it. */
function joined(sentences: string[], joint: string): string {
  let text = sentences[0] ?? '';
  for (let i = 1; i < sentences.length; i += 1) text += joint + sentences[i];
  return text;
}

function sentencesByTitle(context: unknown): [title: string, sentences: string[]][] {
  if (Array.isArray(context)) {
    return context.map((passage: unknown, i) => {
      if (!Array.isArray(passage)) {
        throw invalid(`context[${i}]`, passage, 'an array [title, [sentences]]');
      }
      const [title, sentences] = passage as unknown[];
      if (typeof title !== 'string') throw invalid(`context[${i}][0]`, title, 'a title');
      return [title.toWellFormed(), wellFormed(texts(sentences, `context[${i}][1]`))];
    });
  }
  if (!isFields(context)) throw invalid('context', context, CONTEXT_SHAPE);
  const titles = texts(context.title, 'context.title');
  const { sentences } = context;
  if (!Array.isArray(sentences) || sentences.length !== titles.length) {
    throw invalid('context.sentences', sentences, `an array as long as title (${titles.length})`);
  }
  return titles.map((title, i) => [
    title.toWellFormed(),
    wellFormed(texts(sentences[i], `context.sentences[${i}]`)),
  ]);
}

/** Half a character at the end of one sentence is none, whatever the next one begins with. */
const wellFormed = (parts: readonly string[]): string[] => parts.map(part => part.toWellFormed());

function supportingTitles(facts: unknown): Set<string> {
  if (Array.isArray(facts)) {
    return new Set(
      facts.map((fact: unknown, i) => {
        const title: unknown = Array.isArray(fact) ? fact[0] : undefined;
        if (typeof title === 'string') return title.toWellFormed();
        throw invalid(`supporting_facts[${i}]`, fact, 'an array [title, sentence number]');
      }),
    );
  }
  if (!isFields(facts)) throw invalid('supporting_facts', facts, FACTS_SHAPE);
  return new Set(wellFormed(texts(facts.title, 'supporting_facts.title')));
}

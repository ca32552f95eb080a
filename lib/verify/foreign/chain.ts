import type { Finding } from '../finding.js';
import { foldQuestion } from '../view/squeeze.js';
import type { Breach } from './kinds.js';
import type { ForeignView } from './view.js';

/** Whether the chain from the head leads to the question by pairs that are JSON, and is the only one. */
export function judgeChain(view: ForeignView): { broken: Breach[]; differences: Finding[] } {
  const { head, isChained, isKey, leaves, links, record } = view;
  if (!isChained) return { broken: [], differences: [] };
  const lost = (message: string) => ({
    broken: [{ kind: 'lost_chains' as const, message }],
    differences: [],
  });
  if (head === undefined) return lost('there are chains, but no first key is named');
  if (!links.values.has(head)) return lost(`no pair that is JSON has the first key ${head}`);
  const questions = leaves.filter(({ value }) => !isKey(value)).map(({ value }) => value);
  if (questions.length === 0) {
    const ends = leaves.map(({ value }) => value).join(', ');
    return lost(`from ${head}, the way ends at ${ends || head}, of which no pair is JSON`);
  }
  const asked = record.question ?? questions[0]!;
  const same = questions.find(question => foldQuestion(question) === foldQuestion(asked));
  if (same === undefined) {
    return lost(`${head} leads to ${JSON.stringify(questions[0])}, not to the question`);
  }
  return { broken: [], differences: differencesOf(view, same, asked, questions) };
}

// --- internal ---

function differencesOf(
  { head, links, isKey }: ForeignView,
  reached: string,
  asked: string,
  questions: readonly string[],
): Finding[] {
  const messages: string[] = [];
  if (reached !== asked) messages.push('the question at the end of the chain is spelt otherwise');
  if (questions.length > 1) messages.push(`${head} leads to ${questions.length} questions`);
  for (const [key, { length }] of links.values) {
    if (new Set(links.values.get(key)).size < length) {
      messages.push(`the key ${key} stands in one pair twice`);
    }
  }
  for (const [value, times] of links.uses) {
    if (times > 1 && isKey(value)) messages.push(`the key ${value} follows ${times} times`);
  }
  const others = links.components
    .filter(({ root }) => root !== head)
    .flatMap(component => component.leaves.map(({ value }) => value));
  const same = others.filter(value => foldQuestion(value) === foldQuestion(asked)).length;
  if (same > 0) messages.push(`${same} other chains end in the question`);
  return messages.map(message => ({ check: 'chain', message }));
}

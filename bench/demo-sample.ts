import type { Sample } from '../lib/records/sample.js';

/** Characters shown on either side of a pair. */
const AROUND = 42;

/** Follows a sample's true chain through its context, pair by pair. */
export function renderChain(sample: Sample): string {
  const context = sample.distractor_context ?? '';
  const { hops = 0, passages, chains = [] } = sample.meta;
  const steps: string[] = [];
  let key = sample.chain_head_with_question ?? '';
  for (let hop = 1; hop <= hops; hop++) {
    const pair = `{${JSON.stringify(key)}: `;
    const at = context.indexOf(pair);
    const [, value = ''] = /^("(?:[^"\\]|\\.)*")\}\./.exec(context.slice(at + pair.length)) ?? [];
    const end = at + pair.length + value.length + 2;
    const share = Math.round((at / context.length) * 100);
    steps.push(
      `   hop ${hop}, ${share} % into the text:`,
      `     ...${oneLine(context.slice(Math.max(0, at - AROUND), at))}${context.slice(at, end)}${oneLine(context.slice(end, end + AROUND))}...`,
    );
    key = JSON.parse(value) as string;
  }
  return [
    `   ${sample.id}: ${sample.length} tokens, ${passages.length} passages, ${chains.length} chains of ${hops} pairs`,
    `   the prompt names the first key only: ${sample.chain_head_with_question}`,
    ...steps,
    `   the question: ${key}`,
    `   the answer: ${sample.answers.join(' / ')}`,
    `   which ${passages.filter(({ supporting }) => supporting).length} of the passages support, at positions ${supportingAt(sample)}`,
  ].join('\n');
}

const supportingAt = ({ meta }: Sample): string =>
  meta.passages.flatMap(({ supporting }, i) => (supporting ? [i] : [])).join(', ');

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

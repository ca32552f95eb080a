import type { Sample } from '../../records/sample.js';
import { walkToQuestion } from '../view/walk.js';

/** Characters shown on either side of a pair. */
const AROUND = 42;

/** A sample with chains for the terminal: the way from the prompt's key to the question, hop by hop. */
export function renderSample(sample: Sample): string {
  const { hops = 0, passages, chains = [] } = sample.meta;
  const { context, marks, question = 'not found' } = walkToQuestion(sample);
  const supporting = passages.flatMap(({ supporting }, i) => (supporting ? [i] : []));
  return [
    `   ${sample.id}: ${sample.length} tokens, ${passages.length} passages, ${chains.length} chains of ${hops} pairs`,
    `   the prompt names the first key only: ${sample.chain_head_with_question}`,
    ...marks.flatMap(({ start, end }, hop) => [
      `   hop ${hop + 1}, ${Math.round((start / context.length) * 100)} % into the text:`,
      `     ...${surrounded(context, start, end)}...`,
    ]),
    `   the question: ${question}`,
    `   the answer: ${sample.answers.join(' / ')}`,
    `   which ${supporting.length} of the passages support, at positions ${supporting.join(', ')}`,
  ].join('\n');
}

function surrounded(context: string, start: number, end: number): string {
  const before = context.slice(Math.max(0, start - AROUND), start);
  const after = context.slice(end, end + AROUND);
  return oneLine(before) + context.slice(start, end) + oneLine(after);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ');

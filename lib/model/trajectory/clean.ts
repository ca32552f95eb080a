const TAG = /<\/?think>/g;
const END = '</think>';

/**
 * A rollout as it is learnt from: `<think>reasoning</think>answer`, with one tag of each kind.
 * Templates that open the reasoning themselves leave the first one out of the text; some models
 * repeat one. What stands behind the last `</think>` is the answer, as the rule `think-boxed` has it.
 */
export function cleaned(text: string): string {
  const at = text.lastIndexOf(END);
  const reasoning = text.slice(0, Math.max(at, 0)).replace(TAG, '').trim();
  const answer = text.slice(at < 0 ? 0 : at + END.length).trim();
  return `<think>${reasoning}${END}${answer}`;
}

import type { Columns } from '../records/columns.js';
import { type Fields, invalid } from '../records/fields.js';
import type { Example } from './example.js';

/**
 * Columns beside a conversation for rewards of one's own. None of them has a name that a trainer
 * takes for the conversation, or for what it hands to a reward itself.
 */
export const REWARD_COLUMNS = {
  /** The first accepted answer: what rewards that come with trainers ask for. */
  solution: 'text',
  accepted_answers: ['text'],
  question_text: 'text',
  id: 'text',
  /** Not `dataset`: ms-swift puts a column of that name beside ours, and fails where there is one. */
  dataset_name: 'text',
  prompt_tokens: 'whole',
  pass_rate: 'fraction',
  supporting_passages: [{ number: 'whole', title: 'text' }],
  flaws: 'text',
} as const satisfies Columns;

/** Stands for a pass rate that nobody knows, since every row has a number there. */
export const UNKNOWN_RATE = -1;

/**
 * The flaws as one text, `short, broken-question`; empty where there are none. Readers of JSON lines take a
 * column's type from the first rows, and a list that is empty there has none.
 */
export const flawsText = ({ flaws }: Example): string => flaws.join(', ');

/** @throws RecordError RECORD_INVALID for a row whose reward goes by something else than texts */
export function rewardFields(example: Example) {
  if (example.kind === 'row' && example.answers.length === 0) {
    const { ground_truth: truth } = example.record.reward_model as Fields;
    throw invalid('reward_model.ground_truth', truth, 'a text, or some, to be the answers');
  }
  return {
    solution: example.answers[0] ?? '',
    accepted_answers: example.answers,
    question_text: example.question,
    id: example.id,
    dataset_name: example.dataset,
    prompt_tokens: example.promptTokens ?? 0,
    pass_rate: example.passRate ?? UNKNOWN_RATE,
    supporting_passages: example.supporting,
    flaws: flawsText(example),
  };
}

import { finalPrompt, type PromptParts } from '../../prompt/final-prompt.js';
import { type Fields, filledField, invalid, isFields, textField } from '../../records/fields.js';
import { answersOf } from '../../score/record.js';
import type { Example, ExampleKind, Message } from '../example.js';
import { passRateOf } from './pass-rate.js';
import { questionKeys } from './question-keys.js';
import { supportingIn } from './supporting.js';

/** Whether a record is a sample, of whichever kind. */
export const isSample = ({ meta }: Fields): boolean =>
  isFields(meta) && typeof meta.template === 'string';

/**
 * A sample as an example: the conversation of which the tokens were counted, character for character.
 *
 * @throws RecordError RECORD_INVALID
 */
export function sampleExample(record: Fields): Omit<Example, 'flaws'> {
  const meta = record.meta as Fields;
  const id = filledField(record, 'id');
  const question = filledField(record, 'input');
  const dataset = filledField(meta, 'dataset');
  const questionId = filledField(meta, 'question_id');
  const kind = kindOf(record, id);
  return {
    kind,
    id,
    // What is asked of needles says nothing without the haystack.
    questionKeys: questionKeys({
      dataset,
      id: questionId,
      text: kind === 'needle' ? '' : question,
    }),
    dataset,
    question,
    answers: answersOf(record),
    messages: conversationOf(record, meta),
    promptTokens: countIn(meta),
    passRate: passRateOf(record),
    supporting: supportingIn(record, meta),
    record,
  };
}

function kindOf(record: Fields, id: string): ExampleKind {
  if (id.startsWith('needle/')) return 'needle';
  return typeof record.distractor_context === 'string' ? 'keychain' : 'plain';
}

function conversationOf(record: Fields, meta: Fields): Message[] {
  const context = record.distractor_context ?? record.context;
  if (typeof context !== 'string' || context === '') {
    throw invalid('distractor_context', context, 'the rendered passages (or context)');
  }
  const template = filledField(meta, 'template');
  if (!template.includes('{context}')) {
    throw invalid('meta.template', template, 'one with {context}');
  }
  if (template.includes('{chain_head}')) filledField(record, 'chain_head_with_question');
  optionalText(meta, 'sample_instruction');
  const system = optionalText(meta, 'sample_system_prompt');
  const prompt = finalPrompt(record as unknown as PromptParts);
  return [
    ...(system === '' ? [] : [{ role: 'system', content: system }]),
    { role: 'user', content: prompt },
  ];
}

/** A text that samples of an earlier version do not have. */
function optionalText(meta: Fields, name: string): string {
  return meta[name] === undefined ? '' : textField(meta, name);
}

function countIn({ prompt_tokens: tokens }: Fields): number {
  if (Number.isSafeInteger(tokens) && (tokens as number) >= 0) return tokens as number;
  throw invalid('meta.prompt_tokens', tokens, 'a whole number, 0 or more');
}

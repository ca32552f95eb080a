import { finalPrompt, type PromptParts, saysWhatIsAsked } from '../../prompt/final-prompt.js';
import {
  PASSAGE_FORMAT,
  PASSAGE_SEPARATOR,
  parsePassageFormat,
} from '../../prompt/passage-format.js';
import { type Fields, filledField, invalid, isFields, listField } from '../../records/fields.js';

/** What a prompt to a model is made of. */
export interface Subject {
  kind: 'question' | 'sample';
  /** The passages, rendered. */
  context: string;
  question: string;
  /** A sample's final prompt; of a question its context and the question. */
  prompt: string;
  /** The instruction that a sample's prompt ends in; missing where it has none of its own. */
  instruction?: string;
  /** The system's message of a sample that has one of its own. */
  system?: string;
}

const PASSAGE = parsePassageFormat(PASSAGE_FORMAT);

/**
 * Reads what is to be asked of a question (its own passages, in the dataset's order) or of a
 * finished sample.
 *
 * @throws RecordError RECORD_INVALID
 */
export function subjectOf(record: Fields): Subject {
  return isFields(record.meta) ? sampleSubject(record, record.meta) : questionSubject(record);
}

function questionSubject(record: Fields): Subject {
  const question = filledField(record, 'question');
  const context = listField(record, 'passages', 'an array of passages')
    .map((passage, i) => {
      const { title, text } = isFields(passage) ? passage : {};
      if (typeof title !== 'string' || typeof text !== 'string') {
        throw invalid(`passages[${i}]`, passage, 'an object with title and text');
      }
      const { head, tail } = PASSAGE.around(i, title);
      return `${head}${text}${tail}`;
    })
    .join(PASSAGE_SEPARATOR);
  return { kind: 'question', context, question, prompt: withQuestion(context, question) };
}

function sampleSubject(record: Fields, meta: Fields): Subject {
  const question = filledField(record, 'input');
  const template = filledField(meta, 'template');
  if (!template.includes('{context}'))
    throw invalid('meta.template', template, 'one with {context}');
  if (template.includes('{chain_head}')) filledField(record, 'chain_head_with_question');
  const context = record.distractor_context ?? record.context;
  if (typeof context !== 'string') {
    throw invalid('distractor_context', context, 'the rendered passages (or context)');
  }
  const sample = record as unknown as PromptParts;
  const instruction = textField(meta, 'sample_instruction');
  const system = textField(meta, 'sample_system_prompt');
  return {
    kind: 'sample',
    context,
    question,
    prompt: saysWhatIsAsked(sample) ? finalPrompt(sample) : asked(sample, question, instruction),
    ...(instruction !== '' && { instruction }),
    ...(system !== '' && { system }),
  };
}

/** The prompt with its question, before the instruction that it ends in. */
function asked(sample: PromptParts, question: string, instruction: string): string {
  const plain = finalPrompt({ ...sample, meta: { ...sample.meta, sample_instruction: '' } });
  const prompt = withQuestion(plain, question);
  return instruction === '' ? prompt : `${prompt}\n\n${instruction}`;
}

/** A text that samples of an earlier version do not have. */
function textField(meta: Fields, name: string): string {
  const value = meta[name] ?? '';
  if (typeof value === 'string') return value;
  throw invalid(`meta.${name}`, value, 'a string');
}

const withQuestion = (text: string, question: string): string => `${text}\n\nQuestion: ${question}`;

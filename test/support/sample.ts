import { NO_CHAT, NO_CUT, type Sample } from '../../lib/records/sample.js';

/** A sample for those who write, read and number samples and do not care what is in it. */
export function anySample(number: number, changes: Partial<Sample> = {}): Sample {
  return {
    id: `made/q${number}/4096`,
    index: 0,
    source_index: number,
    input: `Who is “${number}”?`,
    answers: [`${number}`, 'ünï 🎸'],
    context: `Document 0:\nPlace ${number}\nA "text".`,
    distract_questions: [],
    length: 1000 + number,
    meta: {
      dataset: 'made',
      question_id: `q${number}`,
      seed: 42,
      tokenizer: { type: 'openai', name: 'words', sha256: 'a'.repeat(64) },
      max_seq_length: 4096,
      tokens_to_generate: 128,
      prompt_tokens: 872 + number,
      template: '{context}',
      passage_format: 'Document {i}:\n{title}\n{text}',
      remove_newline_tab: false,
      ...NO_CHAT,
      corpus: 'c'.repeat(32),
      passages: [{ id: '0123456789abcdef', supporting: true }],
      cut: NO_CUT,
      placement: 'uniform',
      sigma: 0.3,
      clamp: 0.95,
      version: '0.1.0',
      warnings: { corpus_too_small: false, too_few_questions: false },
    },
    ...changes,
  };
}

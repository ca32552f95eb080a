import type { CardData } from './card-data.js';
import { codeBlock } from './markdown.js';

/** How the data is loaded, and what a model is shown. */
export function usage({ repo, configs }: CardData): string {
  const [first] = configs;
  if (!first) return 'There is nothing to load.';
  const [split] = first.splits;
  const place = repo ?? 'path/to/this/folder';
  const loading = [
    'from datasets import load_dataset',
    '',
    `rows = load_dataset(${JSON.stringify(place)}, ${JSON.stringify(first.name)}, split=${JSON.stringify(split!.name)})`,
  ].join('\n');
  const context = 'distractor_context' in first.columns ? 'distractor_context' : 'context';
  return [
    codeBlock('python', loading),
    `The prompt is \`meta.template\` with \`${context}\` for \`{context}\`, \`input\` for \`{question}\` and \`chain_head_with_question\` for \`{chain_head}\`, and \`meta.sample_instruction\` behind a blank line, if there is one. \`answers\` are the accepted ones.`,
  ].join('\n\n');
}

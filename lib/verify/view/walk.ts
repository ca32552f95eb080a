import type { Sample } from '../../records/sample.js';
import { keyTest } from './keys.js';
import { followLinks } from './links.js';
import { type Mark, scanPairs } from './scan.js';

/** The way from the key that a prompt names to the question. */
export interface Walk {
  /** The context that goes into the prompt, pairs included. */
  context: string;
  /** The pairs on the way, in the order of the hops; none if the key leads to no question. */
  marks: Mark[];
  question: string | undefined;
}

/** Finds a sample's question as a solver does: from the first key on, by the context alone. */
export function walkToQuestion(sample: Sample): Walk {
  const context = sample.distractor_context ?? sample.context ?? '';
  const isKey = keyTest(sample.meta.key_format ?? '') ?? (() => false);
  const marks = scanPairs(context, isKey);
  const { components } = followLinks(marks, text => text);
  const reached = components.find(({ root }) => root === sample.chain_head_with_question);
  // Where keys branch, the other ways end in keys that are defined nowhere.
  const leaf = reached?.leaves.find(({ value }) => !isKey(value));
  if (!leaf) return { context, marks: [], question: undefined };
  const keys = leaf.keys();
  const values = [...keys.slice(1), leaf.value];
  const byPair = new Map(marks.map(mark => [JSON.stringify(mark.pair), mark]));
  const way = keys.map((key, hop) => byPair.get(JSON.stringify([key, values[hop]]))!);
  return { context, marks: way, question: leaf.value };
}

import { type Component, followLinks, type Leaf, type Links } from '../view/links.js';
import { foldQuestion } from '../view/squeeze.js';
import type { ChainClaims, View } from '../view/view.js';

/** A chain is a tree in which every key stands in one pair. */
interface Question extends Leaf {
  root: string;
}

/**
 * Solves the sample: from the head, following keys leads to the question in the stated number of
 * hops; nothing else leads there; every other chain or tree ends in its own distractor question.
 */
export function checkChain(view: View): string[] {
  const { claims, marks } = view;
  if (!claims) return plainDistractors(view);
  const links = followLinks(marks, view.asWritten);
  const questions: Question[] = [];
  const findings = [...definitions(links, claims)];
  for (const component of links.components) {
    const { found, wrong } = solve(component, links, view, claims);
    findings.push(...wrong);
    questions.push(...found);
  }
  findings.push(...truePath(questions, view, claims), ...distractors(questions, view, claims));
  findings.push(...grouping(links, claims));
  return findings;
}

// --- internal ---

function plainDistractors({ sample }: View): string[] {
  const { input, distract_questions: questions = [] } = sample;
  return repeats([input, ...questions]).map(twice);
}

function definitions({ values, uses, unreachable }: Links, claims: ChainClaims): string[] {
  const { branching } = claims;
  const findings = unreachable.map(key => `no head leads to the key ${key}`);
  for (const [key, { length }] of values) {
    if (length !== 1 && length !== branching) {
      findings.push(`the key ${key} is defined ${length} times instead of ${branching}`);
    }
  }
  for (const [value, times] of uses) {
    if (times > 1) findings.push(`${JSON.stringify(value)} is the value of ${times} pairs`);
  }
  return findings;
}

function solve(
  { root, keys, leaves }: Component,
  { values }: Links,
  view: View,
  claims: ChainClaims,
): { found: Question[]; wrong: string[] } {
  const input = view.asWritten(view.sample.input);
  const isQuestion = ({ value }: Leaf) => value === input || !claims.isKey(value);
  const found = leaves.filter(isQuestion).map(leaf => ({ ...leaf, root }));
  const wrong: string[] = [];
  if (found.length !== 1)
    wrong.push(`from ${root}, ${found.length} questions are reached, not one`);
  if (leaves.some(leaf => leaf.hops > claims.hops)) {
    wrong.push(`from ${root}, a way is longer than ${claims.hops} hops`);
  }
  for (const { value, hops } of found) {
    if (hops === claims.hops) continue;
    wrong.push(`${JSON.stringify(value)} is reached in ${hops} hops, not ${claims.hops}`);
  }
  if (claims.shape === 'full-tree') {
    wrong.push(...uneven({ root, keys, leaves }, values, claims));
  } else if (claims.branching > 1 && ![...keys].some(key => values.get(key)!.length > 1)) {
    wrong.push(`the tree of ${root} does not branch`);
  }
  return { found, wrong };
}

/** A full tree branches down to its last level, where every key stands in one pair. */
function uneven(
  { root, keys, leaves }: Component,
  values: Links['values'],
  { hops, branching }: ChainClaims,
): string[] {
  const wrong: string[] = [];
  const early = leaves.filter(leaf => leaf.hops !== hops);
  if (early.length > 0) {
    wrong.push(`from ${root}, ${early.length} ways have another length than ${hops} hops`);
  }
  if (leaves.length !== branching ** (hops - 1)) {
    wrong.push(
      `the full tree of ${root} has ${leaves.length} leaves, not ${branching ** (hops - 1)}`,
    );
  }
  const last = new Set(leaves.flatMap(leaf => leaf.keys().slice(-1)));
  for (const key of keys) {
    const wanted = last.has(key) ? 1 : branching;
    const { length } = values.get(key)!;
    if (length !== wanted) wrong.push(`the key ${key} stands in ${length} pairs, not ${wanted}`);
  }
  return wrong;
}

function truePath(questions: Question[], view: View, { head, keys }: ChainClaims): string[] {
  const input = view.asWritten(view.sample.input);
  const path = questions.find(({ root, value }) => root === head && value === input);
  if (!path) return [`the head ${head} does not lead to the question`];
  return path.keys().join() === keys.join() ? [] : ['meta.chain_keys are not the keys of that way'];
}

function distractors(questions: Question[], view: View, claims: ChainClaims): string[] {
  const { asWritten, sample } = view;
  const findings: string[] = [];
  const ends = questions.filter(({ root }) => root !== claims.head).map(({ value }) => value);
  const stated = claims.distractQuestions.map(asWritten);
  if ([...ends].sort().join('\n') !== [...stated].sort().join('\n')) {
    findings.push('distract_questions are not the questions in which the other chains end');
  }
  findings.push(...repeats([asWritten(sample.input), ...ends]).map(twice));
  return findings;
}

/** Questions that are the same as an earlier one, but for case, blanks and closing punctuation. */
function repeats(questions: string[]): string[] {
  const seen = new Set<string>();
  return questions.filter(question => seen.size === seen.add(foldQuestion(question)).size);
}

function twice(question: string): string {
  return `two of the questions are the same: ${JSON.stringify(question)}`;
}

/** `meta.chains` are the chains of the context: one each, root first, every pair behind its parent. */
function grouping({ components }: Links, { chains }: ChainClaims): string[] {
  const findings: string[] = [];
  if (components.length !== chains.length) {
    findings.push(`the context has ${components.length} chains, meta.chains ${chains.length}`);
  }
  const byRoot = new Map(components.map(component => [component.root, component]));
  for (const [i, chain] of chains.entries()) {
    const root = chain[0]![0];
    const reached = new Set([root]);
    const ordered = chain.every(([key, value]) => reached.has(key) && reached.add(value));
    const keys = new Set(chain.map(([key]) => key));
    const found = byRoot.get(root)?.keys;
    const same = found?.size === keys.size && [...keys].every(key => found.has(key));
    if (!same || !ordered)
      findings.push(`meta.chains[${i}] is no chain of the context, head first`);
  }
  return findings;
}

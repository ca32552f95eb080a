import { RecordError } from '../errors.js';
import type { Pair, SampleMeta, Shape } from '../records/sample.js';
import { type ForeignView, leavesFrom, lenientPair } from '../verify/foreign/view.js';
import { keyTest } from '../verify/view/keys.js';
import { type Component, followLinks, type Links } from '../verify/view/links.js';
import { foldQuestion } from '../verify/view/squeeze.js';

/** What a sample's text tells of its chains. */
export type ReadChains = Required<
  Pick<
    SampleMeta,
    'chain_keys' | 'chains' | 'hops' | 'key_format' | 'shape' | 'branching' | 'hop_order'
  >
> & { question: string; distractQuestions: string[] };

/**
 * The chains of a context. Pairs that are no JSON for their quotes are read as they were meant: they
 * stay in the context, where `verify` finds them.
 *
 * @throws RecordError RECORD_INVALID where the head leads to no question
 */
export function readChains(view: ForeignView): ReadChains {
  const { context, isKey, record } = view;
  const { head } = view;
  if (head === undefined) throw lost('there are chains, but no first key is named');
  const marks = view.marks.map(mark => ({ ...mark, pair: lenientPair(context, mark) }));
  const links = followLinks(marks, text => text);
  const leaves = leavesFrom(head, links).filter(({ value }) => !isKey(value));
  const asked = record.question ?? leaves[0]?.value ?? '';
  const leaf = leaves.find(({ value }) => foldQuestion(value) === foldQuestion(asked));
  const own = links.components.find(({ root }) => root === head);
  if (!leaf || !own) throw lost(`the first key ${head} does not lead to the question`);
  const others = links.components.filter(component => component !== own);
  const all = [own, ...others];
  const { shape, branching } = shapeOf(all, links);
  return {
    question: record.question ?? leaf.value,
    distractQuestions: others.flatMap(({ leaves: ends }) =>
      ends.filter(({ value }) => !isKey(value)).map(({ value }) => value),
    ),
    chain_keys: leaf.keys(),
    chains: all.map(component => pairsOf(component, links)),
    hops: leaf.hops,
    key_format: formatOf([...links.values.keys()]),
    ...{ shape, branching, hop_order: 'random' },
  };
}

// --- internal ---

const lost = (message: string): RecordError => new RecordError('RECORD_INVALID', message);

/** The pairs of a chain or tree, every pair behind its parent. */
function pairsOf({ root }: Component, { values }: Links): Pair[] {
  const pairs: Pair[] = [];
  const seen = new Set([root]);
  for (const key of seen) {
    for (const value of values.get(key)!) {
      pairs.push([key, value]);
      if (values.has(value)) seen.add(value);
    }
  }
  return pairs;
}

function shapeOf(
  components: readonly Component[],
  { values }: Links,
): { shape: Shape; branching: number } {
  const branching = Math.max(...[...values.values()].map(({ length }) => length));
  if (branching === 1) return { shape: 'chain', branching };
  const isFull = components.every(({ leaves }) => {
    const [first] = leaves;
    return (
      leaves.every(({ hops }) => hops === first?.hops) &&
      leaves.length === branching ** ((first?.hops ?? 0) - 1)
    );
  });
  return { shape: isFull ? 'full-tree' : 'tree', branching };
}

/** The narrowest of the formats that all keys have. */
function formatOf(keys: readonly string[]): string {
  const length = keys[0]?.length ?? 0;
  const formats = ['uuid', `hex${length}`, `letters${length}`, `nano${length}`];
  const found = formats.find(format => {
    const isKey = keyTest(format);
    return isKey && keys.every(isKey);
  });
  if (found) return found;
  throw lost(`the keys are of no format that is known: ${keys.slice(0, 2).join(', ')}`);
}

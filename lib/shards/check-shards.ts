import type { Manifest } from '../assemble/outputs/manifest.js';
import type { Shard } from '../records/shard.js';
import { planDifferences } from '../settings/plan-differences.js';
import type { FinishedShard, OutputShards } from './read-shards.js';

/** What of a kind is named; of more, it is said how many. */
const NAMED = 10;

/** What keeps shards from being the whole of an output, a sentence each; nothing if they are. */
export function faultsOf(shards: OutputShards): string[] {
  const { finished } = shards;
  const renamed = finished.filter(({ is, shard }) => !isSame(is, shard));
  if (renamed.length > 0) return renamed.slice(0, NAMED).map(renamedFault);
  const sizes = sizesOf(shards);
  if (sizes.length > 1) return [otherSizesFault(shards, sizes)];
  return [...doubleFaults(finished), ...foreignFaults(shards), ...missingFaults(shards, sizes[0]!)];
}

const isSame = (is: FinishedShard['is'], { index, of }: Shard): boolean =>
  is?.index === index && is.of === of;

const renamedFault = ({ path, is }: FinishedShard): string =>
  `${path}: its manifest is ${is ? `of shard ${is.index} of ${is.of}` : 'that of a whole'}, so somebody has renamed it`;

/** Into how many shards the output was cut; one number, unless it was cut more than once. */
const sizesOf = ({ finished, begun }: OutputShards): number[] =>
  [...new Set([...finished, ...begun].map(({ shard }) => shard.of))].sort((a, b) => a - b);

function otherSizesFault({ finished, begun }: OutputShards, sizes: readonly number[]): string {
  const all = [...finished, ...begun];
  const first = (size: number): string => all.find(({ shard }) => shard.of === size)!.path;
  const named = sizes.slice(0, NAMED).map(size => `of ${size} (${first(size)})`);
  return `there are shards ${named.join(' and ')}; remove those that are not wanted`;
}

function doubleFaults(finished: readonly FinishedShard[]): string[] {
  return finished.flatMap((shard, i) => {
    const earlier = finished[i - 1];
    if (earlier?.shard.index !== shard.shard.index) return [];
    return [`shard ${shard.shard.index} is there twice: ${earlier.path} and ${shard.path}`];
  });
}

/** The manifest of the first shard whose plan is that of most; undefined where none is finished. */
export function commonPlan({ finished, plans }: OutputShards): Manifest | undefined {
  const counts = new Map<string, number>();
  for (const { madeBy } of finished) counts.set(madeBy, (counts.get(madeBy) ?? 0) + 1);
  const [common] = [...counts].sort(([, a], [, b]) => b - a)[0] ?? [];
  return common === undefined ? undefined : plans.get(common);
}

function foreignFaults(shards: OutputShards): string[] {
  const { finished, plans } = shards;
  const common = commonPlan(shards);
  const foreign = finished.filter(({ madeBy }) => plans.get(madeBy) !== common);
  const faults = foreign
    .slice(0, NAMED)
    .map(
      shard =>
        `${shard.path} is of another run (${differences(common!, plans.get(shard.madeBy)!)})`,
    );
  const more = foreign.length - NAMED;
  return more > 0 ? [...faults, `and so are ${more} more`] : faults;
}

function differences(common: Manifest, { plan, tokenizer }: Manifest): string {
  const found = planDifferences(common.plan, plan);
  if (found.length > 0) return found.join('; ');
  const names = [common.tokenizer.name, tokenizer.name];
  // The samples name it, whereas the plan has the digest of its content.
  if (names[0] !== names[1]) return `the tokenizer's name: ${names[0]}, now ${names[1]}`;
  return 'its plan has another form';
}

function missingFaults({ finished, begun }: OutputShards, of: number): string[] {
  const there = new Set(finished.map(({ shard }) => shard.index));
  const unfinished = new Set(begun.map(({ shard }) => shard.index));
  const missing: string[] = [];
  let count = 0;
  for (let index = 0; index < of; index++) {
    if (there.has(index) || count++ >= NAMED) continue;
    missing.push(unfinished.has(index) ? `${index} (begun, not finished)` : `${index}`);
  }
  if (count === 0) return [];
  const more = count > NAMED ? ` and ${count - NAMED} more` : '';
  return [
    `of ${of} shards ${count === 1 ? 'one is' : `${count} are`} missing: ${missing.join(', ')}${more}; run their commands (again)`,
  ];
}

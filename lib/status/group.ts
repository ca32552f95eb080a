import type { OutputTraces } from './output.js';
import type { Traces } from './state.js';

/** What a shard has behind the name of its output. */
const SHARD = /^(.*)-(\d{5})-of-(\d{5})$/s;

/**
 * Puts the shards of each output together, and the file that they become with them.
 *
 * @param files by their path without an ending
 */
export function groupByOutput(files: ReadonlyMap<string, Traces>): OutputTraces[] {
  const sharded = new Map<string, OutputTraces>();
  const whole: [string, Traces][] = [];
  for (const [path, traces] of files) {
    const [, base = '', index, of] = SHARD.exec(path) ?? [];
    if (Number(index) < Number(of)) {
      const key = `${base} ${of}`;
      const output = sharded.get(key) ?? {
        base,
        of: Number(of),
        shards: new Map(),
        isMergeDue: false,
      };
      output.shards.set(Number(index), traces);
      sharded.set(key, output);
    } else whole.push([path, traces]);
  }
  const outputs: OutputTraces[] = [...sharded.values()];
  for (const [base, traces] of whole) {
    const parts = outputs.filter(output => output.base === base && isOf(output, traces));
    for (const output of parts) output.merged = traces;
    if (parts.length === 0) {
      outputs.push({ base, of: null, shards: new Map([[0, traces]]), isMergeDue: false });
    }
  }
  return outputs.sort((a, b) => order(a.base, b.base) || (a.of ?? 0) - (b.of ?? 0));
}

/** Whether a file is, or may become, that of an output's shards: its plan is theirs. */
function isOf({ shards }: OutputTraces, whole: Traces): boolean {
  const plan = planOf(whole);
  return plan === undefined || [...shards.values()].some(shard => planOf(shard) === plan);
}

const planOf = ({ log, manifest }: Traces): string | undefined => (log ?? manifest)?.planSha256;

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

import type { Random } from '../../../../lib/random.js';
import { oddText, oddValue } from './values.js';

type Holder = Record<string, unknown> | unknown[];

/** A place in a document: `holder[key]`. */
interface Spot {
  holder: Holder;
  key: string | number;
}

type Edit = (spot: Spot, random: Random, others: readonly Spot[]) => void;

const get = ({ holder, key }: Spot): unknown => (holder as Record<string, unknown>)[key];

function set({ holder, key }: Spot, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

function remove({ holder, key }: Spot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');

/** What happens to one place of a record. */
const EDITS: Record<string, Edit> = {
  remove,
  'put an odd value': (spot, random) => set(spot, oddValue(random)),
  'put a value from elsewhere': (spot, random, others) =>
    set(spot, structuredClone(get(others[random.below(others.length)]!))),
  'write as JSON text': spot => set(spot, JSON.stringify(get(spot))),
  'put into a list': spot => set(spot, [get(spot)]),
  'take out of its list': spot => {
    const value = get(spot);
    if (Array.isArray(value)) set(spot, value[0]);
  },
  'write as a text': spot => set(spot, asText(get(spot))),
  'append odd text': (spot, random) => set(spot, asText(get(spot)) + oddText(random)),
  'put odd text in the middle': (spot, random) => {
    const text = asText(get(spot));
    const at = random.below(text.length + 1);
    set(spot, text.slice(0, at) + oddText(random) + text.slice(at));
  },
  'put odd text in all places of this name': (spot, random, others) => {
    const text = oddText(random);
    for (const other of others) if (other.key === spot.key) set(other, text);
  },
  'change letter case': spot => set(spot, asText(get(spot)).toUpperCase()),
  'decompose letters': spot => set(spot, asText(get(spot)).normalize('NFD')),
  'repeat an item': ({ holder, key }, random) => {
    if (!Array.isArray(holder)) return;
    holder.splice(random.below(holder.length + 1), 0, structuredClone(holder[Number(key)]));
  },
  'rename the field': spot => {
    const { holder, key } = spot;
    if (Array.isArray(holder)) return;
    set({ holder, key: `${key}_` }, get(spot));
    remove(spot);
  },
  'add a field': ({ holder }, random) => {
    if (!Array.isArray(holder)) set({ holder, key: 'extra' }, oddValue(random));
  },
  'move between passages and lists': (spot, random, others) => {
    const other = others[random.below(others.length)]!;
    const value = get(spot);
    set(spot, structuredClone(get(other)));
    set(other, structuredClone(value));
  },
};
const NAMES = Object.keys(EDITS);

/** Changes a few places of a record in place, and says how. */
export function editRecord(record: Holder, random: Random): string {
  const said: string[] = [];
  for (let left = 1 + random.below(3); left > 0; left--) {
    const spots = spotsOf(record);
    if (spots.length === 0) break;
    // Half of the time one of the record's own fields: most places are sentences.
    const near = random.below(2) === 0 ? Object.keys(record).length : spots.length;
    const spot = spots[random.below(Math.min(near, spots.length))]!;
    const name = NAMES[random.below(NAMES.length)]!;
    EDITS[name]!(spot, random, spots);
    said.push(`${name} at ${spot.key}`);
  }
  return said.join(', ');
}

/** Places looked at; what lies deeper or behind them stays as it is. */
const MOST_SPOTS = 400;

/** Every place of a document, those of the upper levels first, without recursion. */
function spotsOf(record: Holder): Spot[] {
  const spots: Spot[] = [];
  const holders: Holder[] = [record];
  for (const holder of holders) {
    for (const key of Object.keys(holder)) {
      if (spots.length === MOST_SPOTS) return spots;
      const spot = { holder, key: Array.isArray(holder) ? Number(key) : key };
      spots.push(spot);
      const value = get(spot);
      if (typeof value === 'object' && value !== null) holders.push(value as Holder);
    }
  }
  return spots;
}

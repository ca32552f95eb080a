import { type OrderedStore, orderedStore } from '../../disk/ordered-store.js';
import { temporaryStore } from '../../disk/temporary-store.js';
import { keyedRandom } from '../../random.js';
import type { Order, Recipe } from '../recipe/recipe.js';
import { splitSizes } from './split-sizes.js';
import type { Candidate, Survey } from './survey.js';

/** What is drawn of a part. */
export interface DrawnPart {
  /** Rows that are drawn, before they are repeated. */
  taken: number;
  /** Rows as they are written, repeated; those that are left over by splits are not. */
  rows: number;
  /** Rows of questions that an earlier part has. */
  elsewhere: number;
  /** Further rows of others with a question that this part has already. */
  doubled: number;
  /** Rows that there was no need for. */
  spare: number;
}

/** Where a row goes, and what was counted of it. */
export interface RowPosition {
  /** Among the rows of all splits, which follow each other. */
  at: number;
  tokens: number | null;
}

/** What is drawn of all parts, and where each row goes. */
export interface Drawn {
  parts: DrawnPart[];
  /** Different questions of all rows that are drawn. */
  questions: number;
  splits: { questions: number; rows: number }[];
  /** Questions, and rows, that no split has asked for. */
  leftOver: { questions: number; rows: number };
  /** Questions that splits have asked for, and there are not. */
  missing: number;
  /** Rows of which what they are ordered by is not known; they come last. */
  unordered: number;
  /** Where each row goes, by part, ordinal and copy. */
  positions: OrderedStore<RowPosition>;
}

/** A row that is drawn. */
interface Chosen extends Candidate {
  group: number;
}

/**
 * Draws the rows of all parts. A question is of the first part that takes a row of it; which is drawn depends
 * on the seed, the names of parts and the rows.
 */
export async function draw({ parts, seed, order, splits }: Recipe, survey: Survey): Promise<Drawn> {
  const chosen = orderedStore<Chosen>();
  const questions = orderedStore<number>();
  const owners = temporaryStore();
  const splitOf = temporaryStore();
  const ordered = orderedStore<{
    row: [part: number, ordinal: number, copy: number];
    tokens: number | null;
  }>();
  const positions = orderedStore<RowPosition>();
  try {
    const groups = survey.groups.number();
    let met = 0;
    const drawn = parts.map(({ take = Number.POSITIVE_INFINITY }, i): DrawnPart => {
      const counts: DrawnPart = { taken: 0, rows: 0, elsewhere: 0, doubled: 0, spare: 0 };
      for (const { value: candidate } of survey.candidates.entriesOf(i)) {
        const group = groups.of(candidate.key)!;
        const owner = owners.get(`${group}`)?.readUInt32LE();
        if (owner !== undefined && owner !== i) counts.elsewhere++;
        else if (owner === i && candidate.isForeign) counts.doubled++;
        else if (counts.taken >= take) counts.spare++;
        else {
          counts.taken++;
          chosen.put([i, candidate.ordinal], { ...candidate, group });
          if (owner !== undefined) continue;
          owners.put(`${group}`, entryOf(i));
          questions.put([keyedRandom('mix split', seed, candidate.key).float(), met++], group);
        }
      }
      return counts;
    });

    const { counts, left, missing } = splitSizes(splits, met);
    let at = 0;
    for (const { value: group } of questions.entries()) {
      const split = splitAt(counts, at++);
      if (split !== undefined) splitOf.put(`${group}`, entryOf(split));
    }

    const leftOver = { questions: left, rows: 0 };
    let unordered = 0;
    let serial = 0;
    for (const {
      key: [part = 0],
      value,
    } of chosen.entries()) {
      const split = splitOf.get(`${value.group}`)?.readUInt32LE();
      const { name, repeat } = parts[part]!;
      if (split === undefined) {
        leftOver.rows += repeat;
        continue;
      }
      const by = orderKey(order, value);
      if (by === undefined) unordered += repeat;
      for (let copy = 0; copy < repeat; copy++) {
        const tie =
          order === 'listed'
            ? [part, value.ordinal]
            : [keyedRandom('mix order', seed, name, value.key, value.id, copy).float(), part];
        const row: [number, number, number] = [part, value.ordinal, copy];
        ordered.put([split, by ?? Number.MAX_VALUE, ...tie, serial++], {
          row,
          tokens: value.tokens,
        });
      }
    }

    const rows = counts.map(() => 0);
    let position = 0;
    for (const {
      key: [split = 0],
      value,
    } of ordered.entries()) {
      const { row, tokens } = value;
      positions.put(row, { at: position++, tokens });
      rows[split]!++;
      drawn[row[0]]!.rows++;
    }
    return {
      parts: drawn,
      questions: met,
      splits: counts.map((count, i) => ({ questions: count, rows: rows[i]! })),
      ...{ leftOver, missing, unordered, positions },
    };
  } catch (error) {
    await positions.close();
    throw error;
  } finally {
    for (const store of [chosen, questions, owners, splitOf, ordered]) await store.close();
  }
}

function entryOf(number: number): Buffer {
  const entry = Buffer.alloc(4);
  entry.writeUInt32LE(number);
  return entry;
}

/** The split of the question at a position, all being in the order in which they are dealt out. */
function splitAt(counts: readonly number[], position: number): number | undefined {
  let end = 0;
  for (const [i, count] of counts.entries()) {
    end += count;
    if (position < end) return i;
  }
  return undefined;
}

/** What comes before what; undefined where it is not known. */
function orderKey(order: Order, { tokens, rate }: Candidate): number | undefined {
  if (order === 'shuffled' || order === 'listed') return 0;
  const value = order.startsWith('tokens') ? tokens : rate;
  if (value === null) return undefined;
  return order.endsWith('-descending') ? -value : value;
}

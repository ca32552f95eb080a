import { keyedPermutation } from '../../random.js';
import type { Split } from '../target.js';

/** Which questions are trained on: those at [start, end). */
export interface TrainBounds {
  /** From 0. */
  start: number;
  /** -1 for all behind the start. */
  end: number;
}

/** The bounds that settings ask for; undefined where they say nothing, and all is trained on. */
export function trainBounds({
  startIndex: start = 0,
  endIndex: end = -1,
}: {
  startIndex?: number | undefined;
  endIndex?: number | undefined;
}): TrainBounds | undefined {
  return start > 0 || end >= 0 ? { start, end } : undefined;
}

/** Questions that are drawn for `valid`, and what they are drawn by; LoongRL's preprocessing. */
const VALID = 100;
const SEED = 42;

/**
 * Deals questions out as the preprocessing of LoongRL does, but none to two files: `train` has those
 * of the bounds, `valid` 100 of the others, drawn, and `test` the first of what is left then, as many
 * as `train` has.
 *
 * @param questions how many there are
 * @returns where the question at a position goes; undefined for nowhere
 */
export function dealer(
  { start, end }: TrainBounds,
  questions: number,
): (position: number) => Split | undefined {
  const last = end < 0 ? questions : Math.min(end, questions);
  const first = Math.min(start, last);
  const trained = last - first;
  const valid = drawn(questions - trained);
  return position => {
    if (position >= first && position < last) return 'train';
    const leftover = position < first ? position : position - trained;
    const before = rankIn(valid, leftover);
    if (valid[before] === leftover) return 'valid';
    return leftover - before < trained ? 'test' : undefined;
  };
}

/**
 * What is less than was asked for when some questions are dealt out, in words; undefined where nothing is.
 *
 * @param questions how many there are
 */
export function shortOf({ start, end }: TrainBounds, questions: number): string | undefined {
  const last = end < 0 ? questions : Math.min(end, questions);
  const trained = last - Math.min(start, last);
  const valid = Math.min(VALID, questions - trained);
  const tested = Math.min(trained, questions - trained - valid);
  const asked = end < 0 ? Math.max(1, trained) : Math.max(1, end - start);
  const has = [
    { name: 'train', count: trained, of: asked },
    { name: 'test', count: tested, of: Math.max(1, trained) },
    { name: 'valid', count: valid, of: VALID },
  ];
  if (has.every(({ count, of }) => count >= of)) return undefined;
  const each = has.map(({ name, count, of }) => `${name} has ${shareOf(count, of)}`);
  return `--start-index ${start} and --end-index ${end} are of ${questions} questions: ${each.join(', ')}`;
}

const shareOf = (count: number, of: number): string => {
  if (count === 0) return 'none';
  return count < of ? `${count}, not ${of}` : `${count}`;
};

/** Numbers below `count`, ascending: 100 of them, or all. */
function drawn(count: number): number[] {
  if (count === 0) return [];
  const { at } = keyedPermutation(count, 'export', 'valid', SEED);
  return Array.from({ length: Math.min(VALID, count) }, (_, i) => at(i)).sort((a, b) => a - b);
}

/** How many numbers of a short ascending list are smaller. */
const rankIn = (numbers: readonly number[], number: number): number => {
  const at = numbers.findIndex(each => each >= number);
  return at < 0 ? numbers.length : at;
};

import { KeychainError } from '../errors.js';
import type { Random } from '../random.js';
import type { Placement } from '../records/sample.js';

export interface PlacementOptions {
  placement: Placement;
  /** Standard deviation of the gaussian placement. */
  sigma: number;
  /** Where the gaussian placement is cut, on either side. */
  clamp: number;
}

/**
 * Checks a placement once, before anything is placed.
 *
 * @throws KeychainError USAGE
 */
export function checkPlacement({ sigma, clamp }: PlacementOptions): void {
  for (const [option, value] of Object.entries({ '--sigma': sigma, '--clamp': clamp })) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new KeychainError('USAGE', `${option} ${value}: must be a number above 0`);
  }
}

/**
 * Chooses the slots of `count` supporting passages among `slots`, distinct and in no order.
 *
 * Gaussian (the reference's): x ~ N(0, sigma) cut to +-clamp, slot
 * floor((x + clamp) / (2 clamp) (slots - 1)), drawn again if taken.
 */
export function supportingSlots(
  count: number,
  slots: number,
  { placement, sigma, clamp }: PlacementOptions,
  random: Random,
): number[] {
  const series = (slotOf: (i: number) => number): number[] =>
    Array.from({ length: count }, (_, i) => slotOf(i));
  switch (placement) {
    case 'uniform':
      return random.shuffle(Array.from({ length: slots }, (_, i) => i)).slice(0, count);
    case 'start':
      return series(i => i);
    case 'end':
      return series(i => slots - 1 - i);
    case 'spread':
      return series(i => Math.floor(((2 * i + 1) * slots) / (2 * count)));
    case 'gaussian':
      return gaussianSlots(count, slots, sigma, clamp, random);
  }
}

/** Draws in vain that are taken as a sign that the free slots lie too far out to be drawn. */
const PATIENCE = 1000;

function gaussianSlots(
  count: number,
  slots: number,
  sigma: number,
  clamp: number,
  random: Random,
): number[] {
  const taken = new Set<number>();
  for (let misses = 0; taken.size < count; ) {
    const x = Math.min(clamp, Math.max(-clamp, random.normal() * sigma));
    const slot = Math.floor(((x + clamp) / (2 * clamp)) * (slots - 1));
    if (!taken.has(slot)) taken.add(slot);
    else if (++misses > PATIENCE) taken.add(nearestFree(slot, slots, taken));
  }
  return [...taken];
}

function nearestFree(slot: number, slots: number, taken: ReadonlySet<number>): number {
  for (let distance = 1; distance < slots; distance++) {
    for (const near of [slot - distance, slot + distance]) {
      if (near >= 0 && near < slots && !taken.has(near)) return near;
    }
  }
  return slot;
}

/** The passages in the order of the context: supporting ones in their slots, all else shuffled. */
export function arrange<T extends { supporting: boolean }>(
  passages: readonly T[],
  options: PlacementOptions,
  random: Random,
): T[] {
  const supporting = random.shuffle(passages.filter(passage => passage.supporting));
  const others = random.shuffle(passages.filter(passage => !passage.supporting));
  const slots = supportingSlots(supporting.length, passages.length, options, random);
  const inSlot = new Map(slots.map((slot, i) => [slot, supporting[i]!]));
  let next = 0;
  return passages.map((_, slot) => inSlot.get(slot) ?? others[next++]!);
}

/** Numbers of a slot: the hash, where the bytes begin, how many they are, and the value + 1. */
const WIDTH = 4;
const START = 1;
const LENGTH = 2;
const VALUE = 3;

/**
 * A map from byte strings to numbers (from 0 to `LARGEST`), in two typed arrays: some 50 bytes an
 * entry where a `Map` of strings takes several times that. All that is known of an entry stands side
 * by side, since a vocabulary's million questions cost what fetching memory costs.
 */
export class ByteTable {
  #bytes = new Uint8Array(2 ** 16);
  /** Bytes that are taken. */
  #used = 0;
  /** By hash, probed linearly; at most half full. A value of 0 is a slot that is free. */
  #slots: Int32Array;
  #size = 0;

  /** @param expected about how many entries there will be: growing to that costs more than all else */
  constructor(expected = 0) {
    this.#slots = new Int32Array(WIDTH * slotsFor(expected));
  }

  /** How many entries there are. */
  get size(): number {
    return this.#size;
  }

  /** The value of `bytes[from..to)`, or -1. */
  find(bytes: Uint8Array, from: number, to: number): number {
    return this.#slots[this.#slotOf(hash(bytes, from, to), bytes, from, to) + VALUE]! - 1;
  }

  /** An entry that is there already takes the new value. */
  set(bytes: Uint8Array, from: number, to: number, value: number): void {
    const hashed = hash(bytes, from, to);
    const slot = this.#slotOf(hashed, bytes, from, to);
    const isNew = this.#slots[slot + VALUE] === 0;
    this.#slots[slot + VALUE] = value + 1;
    if (!isNew) return;
    this.#slots[slot] = hashed;
    this.#slots[slot + START] = this.#used;
    this.#slots[slot + LENGTH] = to - from;
    this.#append(bytes, from, to);
    this.#size++;
    if (2 * WIDTH * this.#size > this.#slots.length) this.#rehash();
  }

  /** Where the entry is, or would be. */
  #slotOf(hashed: number, bytes: Uint8Array, from: number, to: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = Math.imul(WIDTH, hashed) & mask;
    while (slots[slot + VALUE] !== 0) {
      if (slots[slot] === hashed && slots[slot + LENGTH] === to - from) {
        if (this.#equals(slots[slot + START]!, bytes, from, to)) return slot;
      }
      slot = (slot + WIDTH) & mask;
    }
    return slot;
  }

  #equals(start: number, bytes: Uint8Array, from: number, to: number): boolean {
    const own = this.#bytes;
    for (let i = from; i < to; i++) if (own[start + i - from] !== bytes[i]) return false;
    return true;
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const end = this.#used + to - from;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(2 * end);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    for (let i = from; i < to; i++) this.#bytes[this.#used++] = bytes[i]!;
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = new Int32Array(2 * old.length);
    const mask = slots.length - 1;
    for (let entry = 0; entry < old.length; entry += WIDTH) {
      if (old[entry + VALUE] === 0) continue;
      let slot = Math.imul(WIDTH, old[entry]!) & mask;
      while (slots[slot + VALUE] !== 0) slot = (slot + WIDTH) & mask;
      for (let i = 0; i < WIDTH; i++) slots[slot + i] = old[entry + i]!;
    }
    this.#slots = slots;
  }
}

/** Slots of a table that is at most half full: a power of two. */
export function slotsFor(entries: number): number {
  let slots = 2 ** 14;
  while (slots < 2 * entries) slots *= 2;
  return slots;
}

/** FNV-1a, with its high bits folded in because tables use the low ones. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
  return h ^ (h >>> 15);
}

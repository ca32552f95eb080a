/**
 * A map from byte strings to numbers, in a few typed arrays: some 30 bytes an entry where a `Map`
 * of strings takes several times that.
 */
export class ByteTable {
  #bytes = new Uint8Array(2 ** 16);
  /** Where entry n begins; it ends where n + 1 begins. */
  #starts = new Uint32Array(2 ** 13 + 1);
  #values = new Int32Array(2 ** 13);
  /** Entry number + 1, by hash, probed linearly; at most half full. */
  #slots = new Int32Array(2 ** 14);
  #size = 0;

  /** The value of `bytes[from..to)`, or -1. */
  find(bytes: Uint8Array, from: number, to: number): number {
    const entry = this.#slots[this.#slotOf(bytes, from, to)]! - 1;
    return entry < 0 ? -1 : this.#values[entry]!;
  }

  /** An entry that is there already takes the new value. */
  set(bytes: Uint8Array, from: number, to: number, value: number): void {
    const slot = this.#slotOf(bytes, from, to);
    if (this.#slots[slot] !== 0) {
      this.#values[this.#slots[slot]! - 1] = value;
      return;
    }
    const start = this.#starts[this.#size]!;
    const end = start + to - from;
    this.#reserve(end);
    for (let i = 0; i < to - from; i++) this.#bytes[start + i] = bytes[from + i]!;
    this.#values[this.#size] = value;
    this.#slots[slot] = ++this.#size;
    this.#starts[this.#size] = end;
    if (2 * this.#size === this.#slots.length) this.#rehash();
  }

  /** Where the entry is, or would be. */
  #slotOf(bytes: Uint8Array, from: number, to: number): number {
    const mask = this.#slots.length - 1;
    let slot = hash(bytes, from, to) & mask;
    for (;;) {
      const entry = this.#slots[slot]! - 1;
      if (entry < 0 || this.#equals(entry, bytes, from, to)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #equals(entry: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[entry]!;
    if (this.#starts[entry + 1]! - start !== to - from) return false;
    for (let i = from; i < to; i++) {
      if (this.#bytes[start + i - from] !== bytes[i]) return false;
    }
    return true;
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = new Uint8Array(2 * length);
    grown.set(this.#bytes);
    this.#bytes = grown;
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length);
    for (let entry = 0; entry < this.#size; entry++) {
      let slot = hash(this.#bytes, this.#starts[entry]!, this.#starts[entry + 1]!);
      slot &= slots.length - 1;
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = entry + 1;
    }
    this.#slots = slots;
    const values = new Int32Array(slots.length / 2);
    values.set(this.#values);
    this.#values = values;
    const starts = new Uint32Array(slots.length / 2 + 1);
    starts.set(this.#starts);
    this.#starts = starts;
  }
}

/** FNV-1a, with its high bits folded in because tables use the low ones. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let h = 0x811c9dc5;
  for (let i = from; i < to; i++) h = Math.imul(h ^ bytes[i]!, 0x01000193);
  return h ^ (h >>> 15);
}

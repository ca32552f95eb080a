/** Bytes behind which a decompressor looks back; nobody's Snappy reaches further than 64 KB. */
const HISTORY = 1 << 17;

/** A part of a page's bytes, which moves on over them. */
export interface Window {
  bytes: Uint8Array;
  /** Where that begins of which nothing may be lost. */
  base: number;
  /** The end of what is there. */
  end: number;
}

/** Sees that so many bytes more can be written behind the end: what is over is dropped. */
export function makeRoom(window: Window, count: number): void {
  const { bytes, base, end } = window;
  if (bytes.length - end >= count) return;
  const from = Math.max(0, Math.min(base, end - HISTORY));
  const kept = end - from;
  // Moved rarely: not more often than as much again has come.
  const target = kept + count <= bytes.length / 2 ? bytes : new Uint8Array(2 * (kept + count));
  if (target === bytes) bytes.copyWithin(0, from, end);
  else target.set(bytes.subarray(from, end));
  window.bytes = target;
  window.base = base - from;
  window.end = kept;
}

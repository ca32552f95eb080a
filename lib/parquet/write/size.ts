/** What a value takes that is no text, in bytes. */
const PLAIN_BYTES = 8;

/** Roughly how many bytes a value takes; it depends on the value alone. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return PLAIN_BYTES;
  let sum = 0;
  for (const inner of Object.values(value)) sum += sizeOf(inner);
  return sum;
}

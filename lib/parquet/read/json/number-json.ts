/** Integers beyond are not all numbers that JSON readers keep. */
const SAFE = BigInt(Number.MAX_SAFE_INTEGER);
/** Digits that every reader of numbers gives back as they were. */
const SAFE_DIGITS = 15;

/** An integer: a number, or its text where a reader would round it. */
export function integerJson(value: number | bigint): string {
  if (typeof value === 'number') return String(value);
  return value <= SAFE && value >= -SAFE ? value.toString() : `"${value}"`;
}

/** A number that may have a fraction, always with its point; null for what JSON has no number for. */
export function fractionJson(value: number): string {
  if (!Number.isFinite(value)) return 'null';
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A number of four bytes in the fewest digits that are it, as others print it: 0.1, not 0.10000000149. */
export function floatJson(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return fractionJson(short);
  }
  return fractionJson(Number.isFinite(value) ? Number(value.toPrecision(9)) : value);
}

/** A number of two bytes (IEEE 754, binary16). */
export function halfJson(low: number, high: number): string {
  const sign = high >> 7 === 1 ? -1 : 1;
  const exponent = (high >> 2) & 0x1f;
  const part = ((high & 3) * 256 + low) / 1024;
  if (exponent === 0x1f) return 'null';
  const size = exponent === 0 ? 2 ** -14 * part : 2 ** (exponent - 15) * (1 + part);
  return fractionJson(sign * size);
}

/** A decimal: a number with its digits, or its text where a reader would round it. */
export function decimalJson(unscaled: bigint, scale: number): string {
  const isNegative = unscaled < 0n;
  const digits = (isNegative ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const part = scale > 0 ? `.${digits.slice(digits.length - scale)}` : '';
  const text = `${isNegative ? '-' : ''}${whole}${part}`;
  return digits.length <= SAFE_DIGITS ? text : `"${text}"`;
}

/** The integer in bytes, the greatest first, in two's complement. */
export function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return BigInt.asIntN(8 * bytes.length, value);
}

const DAY_MS = 86_400_000;
const UNITS = { MILLIS: 1_000n, MICROS: 1_000_000n, NANOS: 1_000_000_000n } as const;
/** Days from the beginning of the Julian period to 1970. */
const JULIAN_1970 = 2_440_588;

export type TimeUnit = keyof typeof UNITS;

/** A day, counted from 1970, as ISO 8601 has it. */
export function dateText(days: number): string {
  const date = new Date(days * DAY_MS);
  return Number.isNaN(date.getTime())
    ? `${days} days from 1970`
    : date.toISOString().split('T')[0]!;
}

/** A point in time; `Z` behind it if it is known in which zone. */
export function timestampText(count: bigint, unit: TimeUnit, isUtc: boolean): string {
  const perSecond = UNITS[unit];
  const seconds = floorDiv(count, perSecond);
  const date = new Date(Number(seconds) * 1000);
  // Beyond what dates can hold it is still exact.
  if (Number.isNaN(date.getTime())) return `${count} ${unit.toLowerCase()} from 1970`;
  const whole = date.toISOString().slice(0, -'.000Z'.length);
  return `${whole}${fraction(count - seconds * perSecond, perSecond)}${isUtc ? 'Z' : ''}`;
}

/** A time of a day. */
export function timeText(count: bigint, unit: TimeUnit): string {
  const perSecond = UNITS[unit];
  const seconds = Number(count / perSecond);
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60];
  const whole = parts.map(part => String(Math.floor(part)).padStart(2, '0')).join(':');
  return `${whole}${fraction(count % perSecond, perSecond)}`;
}

/** The old form of a point in time: nanoseconds of a day, and the number of the Julian day. */
export function int96Text(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const days = BigInt(view.getUint32(8, true) - JULIAN_1970);
  const nanos = days * BigInt(DAY_MS) * 1_000_000n + view.getBigInt64(0, true);
  return timestampText(nanos, 'NANOS', false);
}

/** A span of months, days and milliseconds, as ISO 8601 has it. */
export function intervalText(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [months, days, millis] = [0, 4, 8].map(at => view.getUint32(at, true));
  return `P${months}M${days}DT${millis! / 1000}S`;
}

/** The part of a second in 3, 6 or 9 digits, the fewest that hold it; nothing for none. */
function fraction(rest: bigint, perSecond: bigint): string {
  if (rest === 0n) return '';
  let digits = rest.toString().padStart(perSecond.toString().length - 1, '0');
  while (digits.length > 3 && digits.endsWith('000')) digits = digits.slice(0, -3);
  return `.${digits}`;
}

function floorDiv(a: bigint, b: bigint): bigint {
  const whole = a / b;
  return a % b < 0n ? whole - 1n : whole;
}

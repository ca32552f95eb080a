import type { Clock } from '../client/clock.js';

/**
 * How long a reply asks to wait, in ms: `retry-after-ms` (OpenAI, Azure), else `Retry-After` as
 * seconds or as an HTTP date (RFC 9110, 10.2.3). Undefined where it does not say.
 */
export function retryAfter(
  header: (name: string) => string | undefined,
  clock: Clock,
): number | undefined {
  const milliseconds = decimal(header('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const value = header('retry-after');
  const seconds = decimal(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(value ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - clock.wall());
}

function decimal(value: string | undefined): number | undefined {
  return /^\s*\d+(\.\d+)?\s*$/.test(value ?? '') ? Number(value) : undefined;
}

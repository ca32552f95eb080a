import type { Clock } from '../client/clock.js';

type Header = (name: string) => string | undefined;

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * How long a reply asks to wait, in ms: `retry-after-ms` (OpenAI, Azure), else `Retry-After` as
 * seconds or as an HTTP date (RFC 9110, 10.2.3), else `x-ratelimit-reset-requests` or `-tokens` of
 * what is used up, else its words ("try again in 6m0s", "retry after 20 seconds"). Undefined where
 * it does not say.
 */
export function retryAfter(header: Header, text: string, clock: Clock): number | undefined {
  const milliseconds = decimal(header('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const value = header('retry-after');
  const seconds = decimal(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(value ?? '');
  if (!Number.isNaN(date)) return Math.max(0, date - clock.wall());
  return resetIn(header, clock) ?? waitInWords(text);
}

/** OpenAI's and Groq's headers hold durations, others seconds or a date in s or ms since 1970. */
function resetIn(header: Header, clock: Clock): number | undefined {
  const kinds = ['requests', 'tokens'].filter(
    kind => decimal(header(`x-ratelimit-remaining-${kind}`)) === 0,
  );
  const asked = kinds.length > 0 ? kinds : ['requests', 'tokens'];
  const names = [...asked.map(kind => `x-ratelimit-reset-${kind}`), 'x-ratelimit-reset'];
  const waits = names.flatMap(name => {
    const value = header(name);
    const plain = decimal(value);
    if (plain === undefined) return duration(value ?? '') ?? [];
    if (plain > 1e12) return Math.max(0, plain - clock.wall());
    return plain > 1e9 ? Math.max(0, plain * 1000 - clock.wall()) : plain * 1000;
  });
  // Of two that are not said to be used up, the nearer one may do.
  if (waits.length === 0) return undefined;
  return kinds.length > 0 ? Math.max(...waits) : Math.min(...waits);
}

/** "Please try again in 1m30.5s.", "retry after 86400 seconds", "wait 12 seconds". */
function waitInWords(text: string): number | undefined {
  const said =
    /(?:again|retry|wait)\D{0,20}((?:\d+(?:\.\d+)?\s*(?:ms|milli|[smhd])[a-z]*\s*)+)/i.exec(
      text,
    )?.[1];
  return said === undefined ? undefined : duration(said);
}

/** `500ms`, `6m0s`, `1.5 seconds`. */
function duration(text: string): number | undefined {
  const parts = [...text.toLowerCase().matchAll(/(\d+(?:\.\d+)?)\s*(ms|milli|[smhd])[a-z]*/g)];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, amount, unit]) => {
    return sum + Number(amount) * (unit === 'milli' ? 1 : UNITS[unit!]!);
  }, 0);
}

function decimal(value: string | undefined): number | undefined {
  return /^\s*\d+(\.\d+)?\s*$/.test(value ?? '') ? Number(value) : undefined;
}

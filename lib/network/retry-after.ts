import type { Clock } from './clock.js';

type Header = (name: string) => string | undefined;

interface Said {
  status: number;
  header: Header;
  text: string;
}

/** A wait beyond all patience, in ms: what is longer is no number that a timer takes. */
const LONGEST = 1_000 * 86_400_000;

const UNITS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * How long a reply asks to wait, in ms: `retry-after-ms` (OpenAI, Azure), else `Retry-After` as
 * seconds or as an HTTP date (RFC 9110, 10.2.3), else `x-ratelimit-reset-requests` or `-tokens` of
 * what is used up, else its words ("try again in 6m0s", "retry after 20 seconds"). Undefined where
 * it does not say.
 */
export function retryAfter(said: Said, clock: Clock): number | undefined {
  const ms = waitIn(said, clock);
  return ms === undefined ? undefined : Math.min(ms, LONGEST);
}

function waitIn({ status, header, text }: Said, clock: Clock): number | undefined {
  const milliseconds = decimal(header('retry-after-ms'));
  if (milliseconds !== undefined) return milliseconds;
  const value = header('retry-after');
  const seconds = decimal(value);
  if (seconds !== undefined) return seconds * 1000;
  const date = Date.parse(value ?? '');
  // Against the server's own clock, where it says what that shows: ours may be hours off.
  const wall = Date.parse(header('date') ?? '') || clock.wall();
  if (!Number.isNaN(date)) return Math.max(0, date - wall);
  return resetIn(header, status, clock) ?? waitInWords(text);
}

/** OpenAI's and Groq's headers hold durations, others seconds or a date in s or ms since 1970. */
function resetIn(header: Header, status: number, clock: Clock): number | undefined {
  const kinds = ['requests', 'tokens'].filter(
    kind => decimal(header(`x-ratelimit-remaining-${kind}`)) === 0,
  );
  // OpenAI sends them with every reply: but for a 429, they matter where something is used up.
  if (kinds.length === 0 && status !== 429) return undefined;
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

/** An amount and its unit, and no other word: "5 messages" is no time. */
const DURATION =
  '(\\d+(?:\\.\\d+)?)\\s*(ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)(?![a-z])';

/** "Please try again in 1m30.5s.", "retry after 86400 seconds", "wait 12 seconds". */
function waitInWords(text: string): number | undefined {
  const said = new RegExp(`(?:again|retry|wait)\\D{0,20}((?:${DURATION}\\s*)+)`, 'i').exec(
    text,
  )?.[1];
  return said === undefined ? undefined : duration(said);
}

/** `500ms`, `6m0s`, `1.5 seconds`. */
function duration(text: string): number | undefined {
  const parts = [...text.toLowerCase().matchAll(new RegExp(DURATION, 'g'))];
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [, amount, unit = '']) => {
    return sum + Number(amount) * UNITS[/^m(s|il)/.test(unit) ? 'ms' : unit[0]!]!;
  }, 0);
}

function decimal(value: string | undefined): number | undefined {
  return /^\s*\d+(\.\d+)?\s*$/.test(value ?? '') ? Number(value) : undefined;
}

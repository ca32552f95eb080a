const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY_MS = 86_400_000;
const SHORT = 3;

/**
 * A day, at midnight, in the words of a format of C's `strftime`, names in English.
 *
 * @param day such as `2024-07-26`
 * @throws RangeError for a part of the format that is not known here
 */
export function strftime(day: string, format: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const two = (value: number): string => `${value}`.padStart(2, '0');
  const year = `${date.getUTCFullYear()}`.padStart(4, '0');
  const month = MONTHS[date.getUTCMonth()]!;
  const weekday = DAYS[date.getUTCDay()]!;
  const ofYear = (date.getTime() - Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`)) / DAY_MS + 1;
  const parts: Readonly<Record<string, string>> = {
    Y: year,
    y: year.slice(-2),
    m: two(date.getUTCMonth() + 1),
    d: two(date.getUTCDate()),
    j: `${ofYear}`.padStart(3, '0'),
    b: month.slice(0, SHORT),
    B: month,
    a: weekday.slice(0, SHORT),
    A: weekday,
    F: day,
    H: '00',
    M: '00',
    S: '00',
    '%': '%',
  };
  return format.replace(/%(.)/gs, (whole, code: string) => {
    const part = parts[code];
    if (part === undefined) throw new RangeError(`strftime_now has no ${whole} here`);
    return part;
  });
}

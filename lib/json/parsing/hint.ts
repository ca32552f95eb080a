/** What stands where JSON ends to be JSON, by what it begins with, and what to do about it. */
const AT_FAULT: readonly [RegExp, string][] = [
  [
    /^(NaN|-?Infinity)\b/,
    'NaN and Infinity are no JSON, though Python writes them: write null in their place, json.dumps(allow_nan=False) says where they are',
  ],
  [
    /^([ubrUBR]?'|(None|True|False)\b|(array|datetime|Timestamp|dtype|tensor)\()/,
    'this is how Python prints values, not JSON: write them with json.dumps',
  ],
  [/^undefined\b/, 'undefined is no JSON: write null'],
  [/^(\/\/|\/\*|#)/, 'JSON has no comments'],
  [/^\ufeff/, 'a byte order mark inside: files were joined that have one each'],
  [/^[“”„‘’«»]/, 'the quotes are those of print, not of JSON'],
  [/^\0/, 'a zero byte: the text is UTF-16, or damaged'],
];

/** The same inside a text. */
const IN_TEXT: readonly [RegExp, string][] = [
  [/^\0/, 'a zero byte: the text is UTF-16, or damaged'],
  [/^\\?'/, "\\' is no escape of JSON"],
  [/^\\x/, '\\x is no escape of JSON: \\u00 is'],
  [/^\\/, 'no escape of JSON'],
];
const CONTROL =
  'a line break, tab or other control character inside a text: JSON writes it as \\n, \\t or \\u';
const FIRST_PRINTABLE = 0x20;

const GLUED =
  'several JSON values one after the other: write one record a line (jq -c .), or one array';

/** Characters that are looked at on both sides. */
const NEAR = 64;

/**
 * What has most probably been done, if JSON ends before a place in a text, as ` (...)` behind a
 * message; empty if that says nothing.
 *
 * @param inText whether a text of JSON is open there
 */
export function hintAt(text: string, at: number, inText = false): string {
  const before = text.slice(Math.max(0, at - NEAR), at);
  const after = text.slice(at, at + NEAR);
  const hint = inText ? textHint(after) : valueHint(before, after.replace(/^[ \t\r\n]+/, ''));
  return hint === undefined ? '' : ` (${hint})`;
}

function textHint(after: string): string | undefined {
  const hint = IN_TEXT.find(([begins]) => begins.test(after))?.[1];
  return hint ?? (after.charCodeAt(0) < FIRST_PRINTABLE ? CONTROL : undefined);
}

const valueHint = (before: string, after: string): string | undefined =>
  AT_FAULT.find(([begins]) => begins.test(after))?.[1] ?? betweenHint(before, after);

function betweenHint(before: string, after: string): string | undefined {
  if (/,\s*$/.test(before) && /^[}\]]/.test(after)) return 'a comma before the closing bracket';
  if (/[{,]\s*$/.test(before) && /^[A-Za-z_$][\w$]*\s*:/.test(after)) {
    return 'a key without quotes';
  }
  if (/[}\]]\s*$/.test(before) && /^[[{]/.test(after)) return GLUED;
  if (/["}\]\d]\s*$/.test(before) && /^"/.test(after)) return 'a comma is missing';
  return undefined;
}

/** The hint for what follows a document that has ended. */
export const AFTER_END = ` (${GLUED})`;

/** The hint for a line that ends before its value does. */
export const OVER_LINES =
  ' (a record that is cut, or stands over several lines: write one record a line, for example with jq -c .)';

/** What an input is that begins with neither a bracket nor a brace, if that can be told. */
export function beginningHint(text: string): string {
  const at = AT_FAULT.find(([begins]) => begins.test(text))?.[1];
  if (at !== undefined) return ` (${at})`;
  const [line = ''] = text.split(/\r?\n/, 1);
  if (/^\(/.test(line) || /^Dataset/.test(line)) {
    return ' (this is how Python prints values, not JSON: write them with json.dumps)';
  }
  if (/^"?[\w .-]+"?([,;\t]"?[\w .-]+"?)+$/.test(line)) {
    return ' (it looks like a table, such as CSV: convert it to JSON lines)';
  }
  return '';
}

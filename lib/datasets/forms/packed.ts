/** Whether a value is a list, or a text that begins as the JSON of one does. */
export const isList = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'string' && /^\s*\[/.test(value));

/** Whether a value is a list, be it as JSON text, that does not begin with a bare text. */
export function isListOfNoTexts(value: unknown): boolean {
  if (!isList(value)) return false;
  const list = unpacked(value);
  return !Array.isArray(list) || typeof list[0] !== 'string';
}

/**
 * The list or object whose JSON a text holds, as tables without nested columns have it; any other
 * value as it is.
 */
export function unpacked(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    // A text that merely begins with a bracket.
    return value;
  }
}

/** Lists and objects inside each other that a text of JSON or YAML may have where a user writes it. */
export const MOST_NESTED = 100;

/**
 * Whether lists and objects of a parsed JSON text stand inside each other, more than `most` of them.
 * What goes down into a value by calling itself is safe behind this.
 */
export function isNestedDeeper(value: unknown, most: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (most === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value)
      if (typeof item === 'object' && isNestedDeeper(item, most - 1)) return true;
    return false;
  }
  // All keys are the object's own: it has been parsed just now.
  for (const key in value) {
    const field = (value as Record<string, unknown>)[key];
    if (typeof field === 'object' && isNestedDeeper(field, most - 1)) return true;
  }
  return false;
}

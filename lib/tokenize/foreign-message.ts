/** What is kept of a long message, in characters: a library may repeat half of a file in one. */
const HEAD = 100;
const TAIL = 160;

/** The first line of what a library says; of a long one its beginning and, with the place, its end. */
export function foreignMessage(text: string): string {
  const [line = ''] = text.split('\n');
  if (line.length <= HEAD + TAIL) return line;
  return `${line.slice(0, HEAD)} ... ${line.slice(-TAIL)}`.toWellFormed();
}

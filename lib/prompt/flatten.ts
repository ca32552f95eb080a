/** `--remove-newline-tab`: every run of white space becomes one blank, the ends are trimmed. */
export function flatten(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

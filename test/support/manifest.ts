/** A manifest's text without the command as it was given, which names folders and workers. */
export function withoutCommand(text: string): string {
  const { command_line: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(rest);
}

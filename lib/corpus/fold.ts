/** A text without case and with blanks squeezed: what is equal then counts as the same question. */
export const fold = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

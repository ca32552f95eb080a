const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text of the data as text of a page, or as an attribute's value: it never becomes markup. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, char => ESCAPES[char]!);

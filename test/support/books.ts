import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { worldRecords } from '../../lib/world/index.js';

interface HotpotRecord {
  context: [title: string, sentences: string[]][];
}

/** Passages of a book. */
const PASSAGES = 40;

/**
 * Writes books of another fictional world into a folder: what its passages say, a paragraph each,
 * every second one in lines of some 70 characters; every third book is Markdown.
 *
 * @returns the names of the files
 */
export async function writeBooks(dir: string, books: number, seed = 9): Promise<string[]> {
  await mkdir(dir, { recursive: true });
  const names: string[] = [];
  let paragraphs: string[] = [];
  const seen = new Set<string>();
  // More than enough: a book takes the passages of about six questions.
  for (const record of worldRecords('hotpotqa', { questions: books * 20, seed })) {
    for (const [title, sentences] of (record as unknown as HotpotRecord).context) {
      if (seen.has(title)) continue;
      seen.add(title);
      const text = sentences.join('');
      const isWrapped = paragraphs.length % 2 === 1;
      paragraphs.push(isWrapped ? text.replace(/(.{60,72}) /g, '$1\n') : text);
      if (paragraphs.length < PASSAGES) continue;
      const isMarkdown = names.length % 3 === 0;
      const name = `book-${String(names.length).padStart(4, '0')}.${isMarkdown ? 'md' : 'txt'}`;
      const heading = isMarkdown ? [`# The book of ${title}`] : [];
      await writeFile(join(dir, name), `${[...heading, ...paragraphs].join('\n\n')}\n`);
      paragraphs = [];
      if (names.push(name) === books) return names;
    }
  }
  throw new Error(`the world has passages for ${names.length} books only`);
}

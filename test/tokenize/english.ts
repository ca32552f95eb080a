import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.env.KEYCHAIN_SHARED ?? '../shared', 'data');

/** Whether the real records are there; tests that need them say so and are skipped otherwise. */
export const hasEnglish = existsSync(folder);

/** Real passages, as a corpus holds them. */
export function englishPassages(): string[] {
  const passages = new Set<string>();
  for (const record of JSON.parse(readFileSync(join(folder, 'hotpotqa.json'), 'utf8'))) {
    for (const [title, sentences] of record.context as [string, string[]][]) {
      passages.add(`${title}\n${sentences.join('')}`);
    }
  }
  for (const line of readFileSync(join(folder, 'musique.jsonl'), 'utf8').split('\n')) {
    if (line === '') continue;
    for (const { title, paragraph_text: text } of JSON.parse(line).paragraphs) {
      passages.add(`${title}\n${text}`);
    }
  }
  return [...passages];
}

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readQuestions } from '../lib/datasets/read-questions.js';
import type { Question } from '../lib/records/question.js';

/** Every passage of some datasets once, as the corpus counts it. */
export async function uniquePassages(files: readonly string[]): Promise<string[]> {
  const passages = new Set<string>();
  for (const file of files) {
    for await (const question of readQuestions(file)) {
      for (const { title, text } of (question as Question).passages) {
        passages.add(`${title}\n${text}\n\n`);
      }
    }
  }
  return [...passages];
}

/**
 * The files of real records: those below the folder that `KEYCHAIN_SHARED` names, by default the
 * one beside the project. None where there is no such folder.
 */
export async function realDatasets(): Promise<string[]> {
  const folder = join(process.env.KEYCHAIN_SHARED ?? '../shared', 'data');
  if (!existsSync(folder)) return [];
  const names = await readdir(folder);
  return names.filter(name => /\.jsonl?$/.test(name)).map(name => join(folder, name));
}

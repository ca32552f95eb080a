import { type TemporaryStore, temporaryStore } from '../../disk/temporary-store.js';
import { type Fields, isFields } from '../../records/fields.js';
import type { FilterRule } from '../rule.js';
import { readIds } from './read-ids.js';

const PRESENT = Buffer.from([1]);

/**
 * Keeps the records whose id, or for a sample whose question's id, is in a file: JSONL with `id`,
 * or one id a line. The ids wait in a temporary database, however many they are; it is removed
 * when the rule is closed.
 *
 * @throws KeychainError INPUT_MISSING, INPUT_SYNTAX, INPUT_FORMAT
 */
export async function idsIn(file: string): Promise<Required<FilterRule>> {
  const wanted = temporaryStore();
  try {
    for await (const id of readIds(file)) wanted.put(id, PRESENT);
  } catch (error) {
    await wanted.close();
    throw error;
  }
  return { name: 'ids', keeps: record => isWanted(record, wanted), close: wanted.close };
}

function isWanted({ id, meta }: Fields, wanted: TemporaryStore): boolean {
  const questionId = isFields(meta) ? meta.question_id : undefined;
  return [id, questionId].some(each => typeof each === 'string' && wanted.has(each));
}

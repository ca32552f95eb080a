import { idList } from '../../ids/id-list.js';
import { type Fields, isFields } from '../../records/fields.js';
import type { FilterRule } from '../rule.js';

/**
 * Keeps the records whose id, or for a sample whose question's id, is in a file of ids. The rule
 * tells in the end which of them no record has.
 *
 * @throws KeychainError what `idList` throws
 */
export async function idsIn(file: string): Promise<Required<FilterRule>> {
  const ids = await idList(file);
  return {
    name: 'ids',
    // All are met, not only the first.
    keeps: record => idsOf(record).filter(ids.meet).length > 0,
    end: warn => ids.settle('no record', warn),
    close: ids.close,
  };
}

/** A record's own id and its question's; a published record may have a number, or `_id`. */
function idsOf({ id, _id, meta }: Fields): string[] {
  const questionId = isFields(meta) ? meta.question_id : undefined;
  return [id ?? _id, questionId]
    .filter(each => typeof each === 'string' || Number.isSafeInteger(each))
    .map(String);
}

import type { Question } from '../records/question.js';
import { fromContext } from './hotpotqa.js';

/**
 * Reads a record of 2WikiMultihopQA: HotpotQA's shape, but its sentences carry no blanks, so they
 * are joined by one.
 *
 * @throws RecordError
 */
export function wiki2(raw: unknown, dataset = '2wikimqa'): Question {
  return fromContext(raw, dataset, ' ');
}

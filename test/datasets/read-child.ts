import { readQuestions } from '../../lib/datasets/read-questions.js';
import { anonymousMemory } from '../support/memory.js';

/** What a child is to read. */
export interface ReadTask {
  /** Read one after the other. */
  files: string[];
  /** Questions after which the memory is looked at, again and again. */
  every: number;
}

/** What it says of each file. */
export interface ReadReport {
  questions: number;
  /** The most anonymous memory seen while reading (MB). */
  peak: number;
}

const { files, every } = JSON.parse(process.argv[2]!) as ReadTask;
const reports: ReadReport[] = [];
for (const file of files) {
  let questions = 0;
  let peak = 0;
  for await (const _ of readQuestions(file)) {
    if (++questions % every === 0) peak = Math.max(peak, anonymousMemory());
  }
  reports.push({ questions, peak });
}
process.send?.(reports);

import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readQuestions } from '../../lib/read/read-questions.js';

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

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** MB of anonymous memory that is left when what is dead is gone. */
function anonymous(): number {
  collect();
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
}

const { files, every } = JSON.parse(process.argv[2]!) as ReadTask;
const reports: ReadReport[] = [];
for (const file of files) {
  let questions = 0;
  let peak = 0;
  for await (const _ of readQuestions(file)) {
    if (++questions % every === 0) peak = Math.max(peak, anonymous());
  }
  reports.push({ questions, peak });
}
process.send?.(reports);

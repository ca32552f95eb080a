import { appendFileSync, readFileSync } from 'node:fs';
import { keepHeapSmall } from '../../../bin/cli/small-heap.js';
import type { ChatAnswer } from '../../../lib/model/client/chat-types.js';
import type { ChatOptions } from '../../../lib/model/client/options.js';
import { ask } from './fixtures-plain.js';

/** What a child is to do. */
export interface ChildTask {
  chat: ChatOptions;
  questions: { from: number; count: number };
  rollouts: number;
  /** Requests that wait at the same time. */
  atOnce: number;
  /** Where each answered question is written at once; none, to write nothing. */
  out?: string;
}

/** MB of anonymous memory. */
function anonymous(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
}

// As `bin/pipe` does: first the flags, then what they are for.
keepHeapSmall();
const { openChat } = await import('../../../lib/model/client/chat.js');

const task = JSON.parse(process.argv[2]!) as ChildTask;
const { from, count } = task.questions;
const chat = openChat(task.chat);
const idle = anonymous();
let peak = idle;
const watch = setInterval(() => {
  peak = Math.max(peak, anonymous());
}, 20);
let next = 0;

async function worker(): Promise<void> {
  while (next < count) {
    const name = `question ${from + next++}`;
    const answers = (await chat.ask(ask(name, task.rollouts))) as ChatAnswer[];
    if (!task.out) continue;
    const line = JSON.stringify([name, answers.map(({ text }) => text)]);
    appendFileSync(task.out, `${line}\n`);
  }
}

await Promise.all(Array.from({ length: task.atOnce }, worker));
clearInterval(watch);
await chat.close();
process.send?.({ totals: chat.totals(), memory: { idle, peak } });

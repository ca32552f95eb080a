import { appendFileSync, readFileSync } from 'node:fs';
import { openChat } from '../../lib/llm/chat.js';
import type { ChatAnswer } from '../../lib/llm/chat-types.js';
import type { ChatOptions } from '../../lib/llm/options.js';
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
  /** Says its anonymous memory after so many questions, and at the end. */
  warmUp?: number;
}

/** MB of anonymous memory. */
function anonymous(): number {
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^RssAnon:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
}

const task = JSON.parse(process.argv[2]!) as ChildTask;
const { from, count } = task.questions;
const chat = openChat(task.chat);
let next = 0;
let answered = 0;
const memory: number[] = [];

async function worker(): Promise<void> {
  while (next < count) {
    const name = `question ${from + next++}`;
    const answers = (await chat.ask(ask(name, task.rollouts))) as ChatAnswer[];
    const line = JSON.stringify([name, answers.map(({ text }) => text)]);
    if (task.out) appendFileSync(task.out, `${line}\n`);
    if (++answered === task.warmUp) memory.push(anonymous());
  }
}

await Promise.all(Array.from({ length: task.atOnce }, worker));
memory.push(anonymous());
await chat.close();
process.send?.({ totals: chat.totals(), memory });

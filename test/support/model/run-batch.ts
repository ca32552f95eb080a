import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyedRandom } from '../../../lib/random.js';

/** One line of a batch file. */
export interface BatchLine {
  custom_id: string;
  method: string;
  url: string;
  body: { model: string; messages: { role: string; content: string }[]; n?: number };
}

export interface RunBatchOptions {
  /** Choice `at` of the answer to a prompt. */
  text(prompt: string, at: number): string;
  /** How many of a hundred requests fail. */
  failing?: number;
  /** Choices that a request is given at most. */
  choices?: number;
}

/** The lines of the batch files of a folder. */
export async function batchLines(dir: string): Promise<BatchLine[]> {
  const names = (await readdir(dir)).filter(name => name.endsWith('.jsonl')).sort();
  const texts = await Promise.all(names.map(name => readFile(join(dir, name), 'utf8')));
  return texts
    .join('')
    .split('\n')
    .slice(0, -1)
    .map(line => JSON.parse(line) as BatchLine);
}

/** Answers batch files as `vllm run-batch` does, in an order of its own. */
export async function runBatch(
  dir: string,
  out: string,
  { text, failing = 0, choices = 1000 }: RunBatchOptions,
): Promise<void> {
  const lines = await batchLines(dir);
  const random = keyedRandom('run-batch', lines.length);
  const answered = lines.map(({ custom_id, body }, at) => {
    const fails = at < (lines.length * failing) / 100;
    const prompt = body.messages.at(-1)!.content;
    const given = Math.min(body.n ?? 1, choices);
    const line = fails
      ? {
          response: { status_code: 500, request_id: 'r', body: null },
          error: { message: 'engine is dead', type: 'InternalServerError' },
        }
      : {
          response: {
            status_code: 200,
            request_id: 'r',
            body: {
              object: 'chat.completion',
              choices: Array.from({ length: given }, (_, index) => ({
                index,
                message: { role: 'assistant', content: text(prompt, index) },
                finish_reason: 'stop',
              })),
              usage: { prompt_tokens: 10, completion_tokens: 5 },
            },
          },
          error: null,
        };
    return {
      order: random.float(),
      line: JSON.stringify({ id: `vllm-${at}`, custom_id, ...line }),
    };
  });
  answered.sort((a, b) => a.order - b.order);
  await writeFile(out, answered.map(({ line }) => `${line}\n`).join(''));
}

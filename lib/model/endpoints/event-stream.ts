import type { Readable } from 'node:stream';
import { createParser } from 'eventsource-parser';
import { LONGEST_BODY } from '../../network/transport.js';
import { type Fields, isFields } from '../../records/fields.js';
import { readContent } from '../client/completion.js';
import { isErrorBody } from '../faults/server-message.js';
import { tooLong } from './decode.js';

/** A choice as it grows. */
interface Growing {
  index: number;
  message: { content: string; reasoning_content: string; refusal: string };
  finish_reason: string | null;
}

/**
 * Reads a streamed completion (server-sent events of `chat.completion.chunk`) into the body that it
 * would have been in one piece. An error on the way becomes the body; a choice that the stream ends
 * within is marked as broken off.
 */
export async function readEvents(stream: Readable): Promise<string> {
  const choices = new Map<number, Growing>();
  let usage: unknown;
  let error: Fields | undefined;
  let isWhole = false;
  /** What is no JSON is handed on as it is, and told as such. */
  let broken: string | undefined;
  const parser = createParser({
    onEvent({ data }) {
      if (data.trim() === '[DONE]') isWhole = true;
      else if (data.trim() !== '') takeText(data);
    },
  });
  const takeText = (data: string): void => {
    try {
      take(JSON.parse(data));
    } catch {
      broken ??= data;
    }
  };
  const take = (chunk: unknown): void => {
    if (!isFields(chunk)) return;
    if (isErrorBody(chunk)) error ??= chunk;
    usage = chunk.usage ?? usage;
    if (!Array.isArray(chunk.choices)) return;
    for (const part of chunk.choices) if (isFields(part)) grow(choices, part);
  };
  let read = 0;
  const decoder = new TextDecoder();
  for await (const bytes of stream) {
    read += (bytes as Buffer).length;
    if (read > LONGEST_BODY) throw tooLong();
    parser.feed(decoder.decode(bytes as Buffer, { stream: true }));
  }
  // Some servers leave out the blank line behind the last event.
  parser.feed('\n\n');
  if (broken !== undefined && choices.size === 0) return broken;
  if (error !== undefined && choices.size === 0) return JSON.stringify(error);
  for (const choice of choices.values()) {
    // vLLM says [DONE] behind an error too.
    if (choice.finish_reason === null && (!isWhole || error)) choice.finish_reason = 'abort';
  }
  return JSON.stringify({ choices: [...choices.values()], ...(isFields(usage) ? { usage } : {}) });
}

function grow(choices: Map<number, Growing>, part: Fields): void {
  const index = Number.isInteger(part.index) ? Number(part.index) : 0;
  let choice = choices.get(index);
  if (choice === undefined) {
    const message = { content: '', reasoning_content: '', refusal: '' };
    choice = { index, message, finish_reason: null };
    choices.set(index, choice);
  }
  const delta = isFields(part.delta) ? part.delta : isFields(part.message) ? part.message : {};
  // Mistral streams thoughts as parts.
  const content = readContent(delta.content);
  choice.message.content += content?.text ?? '';
  choice.message.reasoning_content +=
    textOf(delta.reasoning_content) || textOf(delta.reasoning) || (content?.thinking ?? '');
  choice.message.refusal += textOf(delta.refusal);
  if (typeof part.finish_reason === 'string') choice.finish_reason = part.finish_reason;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

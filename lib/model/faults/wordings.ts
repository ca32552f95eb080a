import type { ServerMessage } from './server-message.js';

/** How servers say that the prompt, with the room for the answer, does not fit. */
const TOO_LONG = [
  // OpenAI, Azure, vLLM ("This model's maximum context length is 4096 tokens. However, ..."),
  // SGLang ("Requested token count exceeds the model's maximum context length of ...").
  /maximum context length/i,
  // vLLM: "The decoder prompt (length 10127) is longer than the maximum model length of 8192".
  // SGLang: "The input (61709 tokens) is longer than the model's context length (40960 tokens)".
  /longer than the (maximum model|model's (maximum )?context) length/i,
  /too long to fit into the model/i,
  // vLLM before 0.4, where the prompt alone fills the context.
  /max_tokens must be at least 1, got -/i,
  // SGLang: "Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens)".
  // llama.cpp: "the request exceeds the available context size" and "request (4390 tokens) ...";
  // llama-cpp-python: "Requested tokens (2285) exceed context window of 2048".
  /exceeds? the (available context size|maximum (allowed|input|sequence) length)/i,
  /exceeds? (the )?(model'?s )?context (window|length|size)/i,
  /prompt is too long/i,
];

/** OpenAI's code and llama.cpp's type hold under any status: llama.cpp has used 500 for it. */
export function saysTooLong(message: ServerMessage, status: number): boolean {
  if (message.code === 'context_length_exceeded') return true;
  if (message.type === 'exceed_context_size_error') return true;
  return status < 500 && TOO_LONG.some(wording => wording.test(message.text));
}

/** llama.cpp: "Only one completion choice is allowed"; others name the parameter or the limit. */
const ONE_CHOICE =
  /only one (completion )?choice|\bn['"`]?\b[^.]{0,40}\b(be|most|supports?|only) 1\b/i;

/** Whether a server refuses more than one choice a call. */
export function saysOneChoiceOnly(message: ServerMessage): boolean {
  return message.param === 'n' || ONE_CHOICE.test(message.text);
}

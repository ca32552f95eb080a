import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SPECIALS_FILE, TEMPLATE_FILES } from './chat/files.js';
import { HF_FILE } from './hf-file.js';
import { hfIdentity } from './hf-identity.js';
import type { TokenizerKind } from './tokenizer-kind.js';

export const hf: TokenizerKind = {
  help: "a model's tokenizer.json",
  path: {
    placeholder: 'DIR|FILE|ID',
    help: `a tokenizer.json, its folder, or a model's id on the Hub (owner/name[@revision])`,
    file: HF_FILE.name,
    beside: [...TEMPLATE_FILES, SPECIALS_FILE],
  },
  modelFolder: path => (isFolder(path) ? path : dirname(path)),
  identify: async named => {
    const { readModelFile } = await import('./model-file.js');
    const { path, bytes } = await readModelFile(named, HF_FILE);
    return hfIdentity(path, bytes);
  },
  // A run of another kind has no use for the rules of all these models.
  load: async path => {
    const { loadModelFile } = await import('./model-file.js');
    const { HF_RULES } = await import('./hf-model.js');
    return loadModelFile(path, HF_FILE, HF_RULES);
  },
};

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

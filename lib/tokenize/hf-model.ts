import { HF_FILE } from './hf-file.js';
import { hfIdentity } from './hf-identity.js';
import { type FileRules, type ModelFile, otherWay, unusable } from './model-file.js';
import type { OwnCounter } from './model-tokenizer.js';
import { counterOf } from './vocabulary/hf-rules.js';
import {
  isWellFormed,
  readTokenizerJson,
  type TokenizerJson,
} from './vocabulary/tokenizer-json.js';

/**
 * Counts are those of the Rust `tokenizers`, which finds added tokens in the text, adds none of its
 * own and never truncates here.
 */
export const HF_RULES: FileRules<TokenizerJson> = { identity: hfIdentity, parse, counter: known };

function parse(file: ModelFile): TokenizerJson {
  const json = read(file);
  refuseDropout(file, json);
  return json;
}

function read(file: ModelFile): TokenizerJson {
  try {
    return readTokenizerJson(file.bytes);
  } catch (cause) {
    const reason =
      cause instanceof SyntaxError ? 'it is not a valid tokenizer.json' : 'it has no model';
    const way = file.path.endsWith('.model') ? otherWay(HF_FILE, 'a .model file') : undefined;
    throw unusable(file, reason, { cause, way });
  }
}

/** With dropout (a means of training) the same text is cut otherwise each time. */
function refuseDropout(file: ModelFile, { model }: TokenizerJson): void {
  if (!model.dropout) return;
  const reason = `its BPE drops merges at random (model.dropout ${model.dropout}), so that no count is exact; with null there it can be used`;
  throw unusable(file, reason);
}

/** Vocabulary or merges that are not read here may still be what the library reads. */
function known(json: TokenizerJson): OwnCounter | string {
  if (!isWellFormed(json)) return 'a part of another shape than is known here';
  try {
    return counterOf(json);
  } catch (error) {
    if (error instanceof SyntaxError) return 'its vocabulary or merges, which are not read here';
    throw error;
  }
}

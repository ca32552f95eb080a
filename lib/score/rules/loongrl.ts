import { lastBoxOfAnyKind } from '../box.js';
import { punctuationToBlanks } from '../normalize.js';
import type { ScoringRule } from './rule.js';

/** LoongRL's reward (`longcontext_qa.py`). */
export const loongrl: ScoringRule = {
  help: "the last \\boxed{}, as the trainer's reward",
  decides: 'reward',
  extract: lastBoxOfAnyKind,
  normalize: punctuationToBlanks,
};

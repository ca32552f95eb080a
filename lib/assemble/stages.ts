import type { Transform } from 'node:stream';
import { chain as chainStage } from '../chain/chain.js';
import type { Corpus } from '../corpus/open.js';
import { fill as fillStage } from '../fill/fill.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import { resolve } from '../settings/resolve.js';
import type { GivenTo } from '../settings/values.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { chatSourceOf, templateSourceOf } from './chat.js';
import { chainRecipeOf, recipeOf } from './recipe.js';

/** What the stages `fill` and `chain` work with. */
export interface StageParts {
  corpus: Corpus;
  tokenizer: Tokenizer;
  /** Takes each question or sample that cannot be used; without it they are passed over. */
  onReject?: (reject: Reject) => void;
}

/**
 * The stage `fill`: a Transform of questions to samples, one for each of `maxSeqLength`, with room
 * for the chains to come (`chains: { fixed: 0 }`: for none). Settings have the command's defaults.
 *
 * @throws KeychainError USAGE
 */
export function fill(
  {
    corpus,
    tokenizer,
    onReject,
    onUnanswerable,
  }: StageParts & { onUnanswerable?: (question: Question) => void },
  given: Omit<GivenTo<'fill'>, 'corpus'>,
): Transform {
  const settings = resolve('fill', { ...given, corpus: '-' });
  return fillStage({
    ...recipeOf(settings, corpus, tokenizer, chatSourceOf(settings)).fill,
    corpus,
    maxSeqLengths: settings.maxSeqLength,
    ...(onReject && { onReject }),
    ...(onUnanswerable && { onUnanswerable }),
  });
}

/**
 * The stage `chain`: a Transform of samples to samples with chains. Settings as for {@link fill}.
 *
 * @throws KeychainError USAGE
 */
export function chain(
  { corpus, tokenizer, onReject }: StageParts,
  given: Omit<GivenTo<'chain'>, 'corpus'> = {},
): Transform {
  const settings = resolve('chain', { ...given, corpus: '-' });
  const insert = chainRecipeOf(settings, corpus, tokenizer);
  const chat = templateSourceOf(settings);
  const { fillersOnly } = settings;
  return chainStage({ ...insert, fillersOnly, chat, corpus, ...(onReject && { onReject }) });
}

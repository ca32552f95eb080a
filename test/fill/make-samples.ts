import type { MakingCommand } from '../../lib/assemble/dataset.js';
import { recipeOf, type SampleSettings } from '../../lib/assemble/recipe.js';
import { makeRelevantSample, makeSample } from '../../lib/assemble/sample.js';
import type { Corpus } from '../../lib/corpus/open.js';
import { RecordError } from '../../lib/errors.js';
import { rejectOf } from '../../lib/fill/fill.js';
import { sampleOf } from '../../lib/prompt/draft.js';
import type { Reject } from '../../lib/records/reject.js';
import type { Sample } from '../../lib/records/sample.js';
import { resolve } from '../../lib/settings/resolve.js';
import type { GivenTo } from '../../lib/settings/values.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';

type Given = GivenTo<'keychain'> & GivenTo<'synth'>;

/** Settings that are not as they are by default. */
export type Changes = Omit<Given, 'maxSeqLength'> & {
  /** Default: `keychain` if `chains` are among the changes, else `synth`. */
  command?: MakingCommand;
  /** Budgets in tokens, null for none. Default: 4,096. */
  maxSeqLength?: readonly (number | null)[];
};

/** A command's settings for some lengths, with changes. */
export function sampleSettings({ command, maxSeqLength, ...changes }: Changes = {}): {
  command: MakingCommand;
  settings: SampleSettings;
  maxSeqLengths: readonly (number | null)[];
} {
  const named = command ?? (changes.chains ? 'keychain' : 'synth');
  const maxSeqLengths = maxSeqLength ?? [4096];
  const lengths = maxSeqLengths.filter(length => length !== null);
  const given = { ...changes, ...(lengths.length > 0 && { maxSeqLength: lengths }) };
  const settings = resolve(named, given as Given) as unknown as SampleSettings;
  return { command: named, settings, maxSeqLengths };
}

export interface Made {
  samples: Sample[];
  rejects: Reject[];
}

/** Makes the samples of some questions of a corpus (by default of all that have an answer). */
export function makeSamples(
  corpus: Corpus,
  tokenizer: Tokenizer,
  changes: Changes = {},
  numbers = Array.from({ length: corpus.info.questions }, (_, i) => i),
): Made {
  const { command, settings, maxSeqLengths } = sampleSettings(changes);
  const recipe = recipeOf(settings, corpus, tokenizer);
  const makeOne = command === 'relevant-only' ? makeRelevantSample : makeSample;
  const made: Made = { samples: [], rejects: [] };
  for (const [position, number] of numbers.filter(corpus.isAnswerable).entries()) {
    const question = corpus.question(number);
    for (const length of maxSeqLengths) {
      try {
        const place = { position, sourceIndex: number };
        made.samples.push(sampleOf(makeOne(question, place, length, corpus, recipe)));
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        made.rejects.push(rejectOf(error, question.question.id, length));
      }
    }
  }
  return made;
}

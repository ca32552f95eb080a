import { type ErrorCode, KeychainError } from '../errors.js';
import { isMarked } from '../records/sample.js';
import { examine } from './check-sample.js';
import type { Finding } from './finding.js';
import { type Recounted, recount } from './recount/recount.js';
import { type Places, placesOf } from './report/spread.js';
import { type Use, useOf } from './report/usage.js';
import type { VerifySources } from './sources.js';
import { conversation } from './view/prompt.js';

/** A record that is due to be looked at. */
export interface Due {
  sample: unknown;
  /** Whether the tokenizer's library counts it, too. */
  isChosen: boolean;
}

/** What looking at a record has shown; plain JSON, so that it may come from another thread. */
export type Looked =
  | {
      findings: Finding[];
      /** Undefined for what has not the shape of a sample. */
      figures: SampleFigures | undefined;
    }
  /** It cannot be judged by the sources at hand. */
  | { failed: { code: ErrorCode; message: string } };

/** What of one sample goes into the figures of its file. */
export interface SampleFigures {
  id: string;
  /** Tokens, as the sample says. */
  length: number;
  isMarked: boolean;
  use: Use | undefined;
  places: Places | undefined;
  recounted: Recounted;
}

/**
 * Looks at one record from its text and the sources alone: what is found depends on no other record, nor
 * on the thread that looks.
 */
export function look({ sample, isChosen }: Due, sources: VerifySources): Looked {
  try {
    const { findings, view } = examine(sample, sources);
    if (!view) return { findings, figures: undefined };
    const { id, length, meta } = view.sample;
    const text = (): string => conversation(view);
    const recounted = recount(sources.tokenizer, { isChosen, text, told: meta.prompt_tokens });
    for (const message of recounted.wrong) findings.push({ check: 'length', message });
    const figures: SampleFigures = {
      ...{ id, length, isMarked: isMarked(view.sample), use: useOf(view.sample) },
      ...{ places: placesOf(view), recounted },
    };
    return { findings, figures };
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    const { code, message } = error;
    return { failed: { code, message } };
  }
}

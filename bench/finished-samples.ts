import type { Scale } from './benchmark.js';
import { corpusOf, fileOf, someHotpot } from './datasets.js';
import type { Figure } from './figure.js';
import { LENGTH, samplesOf } from './filters.js';
import { keychain } from './keychain.js';
import { withPlain } from './pigz.js';

/** Samples as `keychain` leaves them. */
export interface FinishedSamples {
  /** The file, packed. */
  samples: string;
  /** The same lines, plain. */
  plain: string;
  /** What they were made of. */
  corpus: string;
}

/** Makes samples, hands them on, and removes them. */
export async function withFinished(
  scale: Scale,
  use: (finished: FinishedSamples) => Promise<Figure[]>,
): Promise<Figure[]> {
  const file = fileOf(scale, someHotpot(scale));
  const corpus = await corpusOf(scale, someHotpot(scale));
  const run = { file, corpus, lengths: LENGTH, samples: samplesOf(scale) };
  return keychain(scale, run, (_, [samples]) =>
    withPlain(samples!, plain => use({ samples: samples!, plain, corpus })),
  );
}

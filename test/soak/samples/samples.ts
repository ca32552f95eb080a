import { realDatasets } from '../../../bench/passages.js';
import { furtherSubjects, packagedSubjects } from '../tokenizers/subjects.js';
import { countSamples, rustSubject, type SampleSubject, tiktokenSubject } from './count-samples.js';

/** Wrong samples of one tokenizer that are shown. */
const SHOWN = 5;
const LENGTHS = [4096, 16_384];

interface Soak {
  /** Questions of each dataset at most. */
  count: number;
  seed: number;
  /** Name of the tokenizer that is tried alone. */
  only?: string | undefined;
  say: (line: string) => void;
}

/** All real tokenizers that there are. */
export async function sampleSubjects(): Promise<SampleSubject[]> {
  const files = [...(await packagedSubjects()), ...(await furtherSubjects())];
  return [...['cl100k_base', 'o200k_base'].map(tiktokenSubject), ...files.map(rustSubject)];
}

/**
 * Makes samples of all real datasets with every real tokenizer, and holds each `length` against the
 * count of the tokenizer's library.
 *
 * @returns whether samples were made and all are right
 */
export async function soakSamples({ count, seed, only, say }: Soak): Promise<boolean> {
  const datasets = await realDatasets();
  if (datasets.length === 0) {
    say('there are no real datasets; KEYCHAIN_SHARED names their folder');
    return false;
  }
  let samples = 0;
  let wrong = 0;
  for (const subject of await sampleSubjects()) {
    if (only !== undefined && subject.name !== only) continue;
    const found = await countSamples(subject, { datasets, lengths: LENGTHS, count, seed });
    samples += found.samples;
    wrong += found.wrong.length;
    say(`${subject.name}: ${found.samples} samples, ${found.wrong.length} wrong`);
    for (const line of found.wrong.slice(0, SHOWN)) say(`  ${line}`);
  }
  say(`${samples} samples of ${datasets.length} datasets, ${wrong} wrong`);
  return samples > 0 && wrong === 0;
}

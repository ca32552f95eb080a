import { KeychainError } from '../errors.js';
import { openInput } from '../input/open.js';
import type { Sample } from '../records/sample.js';
import { flow } from '../stream/flow.js';
import { readSamples } from './read-samples.js';

/**
 * The first sample of a file; the rest is not read.
 *
 * @throws KeychainError INPUT_FORMAT if there is none, or what reading fails with
 */
export async function firstSample(file: string): Promise<Sample> {
  for await (const sample of flow(openInput(file), readSamples(file))) return sample as Sample;
  throw new KeychainError('INPUT_FORMAT', `${file}: there is no sample in it`);
}

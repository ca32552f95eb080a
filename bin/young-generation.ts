import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's young generation at its first size. In a run that waits for a model nearly everything
 * dies young, and letting that space grow with the traffic only takes memory: over 20,000 calls of
 * 8 choices, 64 at a time, 44 MB above idle with this and 66 to 94 MB without.
 */
export const keepYoungGenerationSmall = (): void =>
  setFlagsFromString('--semi-space-growth-factor=1');

import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's young generation at its first size. In a run that waits for a model nearly everything
 * dies young, and letting that space grow with the traffic takes memory and saves little.
 */
export const keepYoungGenerationSmall = (): void =>
  setFlagsFromString('--semi-space-growth-factor=1');

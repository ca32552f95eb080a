import type { SampleTraits } from './traits.js';

/** Where the supporting ones among passages stand: 0 for the first place, 1 behind the last one. */
export const supportingDepths = (passages: SampleTraits['passages']): number[] =>
  passages.flatMap((isSupporting, at) => (isSupporting ? [(at + 0.5) / passages.length] : []));

/**
 * Where the pairs of the chain to the question stand in the context, by characters: 0 at its
 * beginning, 1 at its end. One that is not found has no depth.
 */
export function pairDepths({ context, chainKeys }: SampleTraits): number[] {
  return chainKeys.flatMap(key => {
    const at = context.indexOf(`{${JSON.stringify(key)}`);
    return at < 0 ? [] : [at / context.length];
  });
}

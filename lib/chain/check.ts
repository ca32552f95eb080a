import { KeychainError } from '../errors.js';
import type { ChainOptions } from './options.js';
import { pairsPerChain } from './shape.js';

/**
 * Checks what chains are to be like before any is made: with samples of these lengths in view, as
 * far as they are known.
 *
 * @throws KeychainError USAGE
 */
export function checkChains(
  options: ChainOptions,
  maxSeqLengths: readonly (number | null)[],
): void {
  const { hops, shape, branching } = options;
  atLeast('--hops', hops, 1);
  if (shape !== 'chain') atLeast('--branching', branching, 2);
  checkSize(options);
  for (const length of maxSeqLengths) {
    const chains = options.chains(length ?? 0);
    atLeast('--chains', chains, 1);
    checkKeySpace(options, chains);
  }
}

/** Pairs of one chain, above which there is no budget that would hold them. */
const MOST_PAIRS = 1 << 20;

function checkSize(options: ChainOptions): void {
  const pairs = pairsPerChain(options);
  if (pairs <= MOST_PAIRS) return;
  throw new KeychainError(
    'USAGE',
    `--hops ${options.hops}: one ${options.shape} would take ${pairs} pairs, allowed are ${MOST_PAIRS}; take fewer hops or a smaller --branching`,
  );
}

/**
 * Checks that there are enough different keys for some chains.
 *
 * @throws KeychainError USAGE
 */
export function checkKeySpace(options: ChainOptions, chains: number): void {
  const { name, space } = options.keyFormat;
  const perChain = pairsPerChain(options);
  if (chains * perChain <= space) return;
  throw new KeychainError(
    'USAGE',
    `--key-format ${name}: there are ${space} such keys, but ${chains} chains of ${perChain} pairs need ${chains * perChain}; take longer keys or fewer chains`,
  );
}

function atLeast(option: string, value: number, min: number): void {
  if (Number.isSafeInteger(value) && value >= min) return;
  throw new KeychainError('USAGE', `${option} ${value}: must be a whole number, at least ${min}`);
}

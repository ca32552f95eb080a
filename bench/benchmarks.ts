import type { Benchmark } from './benchmark.js';
import { count } from './benchmarks/count.js';
import { index } from './benchmarks/index-datasets.js';
import { keychain } from './benchmarks/keychain.js';
import { read } from './benchmarks/read.js';

/** All benchmarks, in the order in which data flows. */
export const BENCHMARKS: readonly Benchmark[] = [read, count, index, keychain];

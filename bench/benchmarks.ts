import type { Benchmark } from './benchmark.js';
import { chain } from './benchmarks/chain.js';
import { count } from './benchmarks/count.js';
import { endToEnd } from './benchmarks/end-to-end.js';
import { exportRows } from './benchmarks/export.js';
import { fill } from './benchmarks/fill.js';
import { formats } from './benchmarks/formats.js';
import { growth } from './benchmarks/growth.js';
import { index } from './benchmarks/index-corpus.js';
import { keychain } from './benchmarks/keychain.js';
import { pipes } from './benchmarks/pipes.js';
import { read } from './benchmarks/read.js';
import { scanners } from './benchmarks/scanners.js';
import { score } from './benchmarks/score.js';
import { sixLengths } from './benchmarks/six-lengths.js';
import { start } from './benchmarks/start.js';
import { tables } from './benchmarks/tables.js';
import { verify } from './benchmarks/verify.js';

/** All benchmarks: the stages in the order in which data flows, then what they make together. */
export const BENCHMARKS: readonly Benchmark[] = [
  read,
  tables,
  count,
  index,
  fill,
  chain,
  keychain,
  formats,
  pipes,
  verify,
  score,
  exportRows,
  endToEnd,
  sixLengths,
  growth,
  start,
  scanners,
];

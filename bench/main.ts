import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Benchmark, Figure, Scale } from './benchmark.js';
import { BENCHMARKS } from './benchmarks.js';
import { watchMemory } from './peak-memory.js';

interface Result {
  benchmark: string;
  on: string;
  figures: Figure[];
  /** Peak of anonymous memory, in MiB; only where /proc tells. */
  peakMemory: number | undefined;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      dir: { type: 'string', default: join(tmpdir(), 'keychain-bench') },
    },
  });
  const scale: Scale = { quick: values.quick, dir: values.dir };
  const wanted = BENCHMARKS.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  await mkdir(scale.dir, { recursive: true });
  const results: Result[] = [];
  for (const benchmark of wanted) {
    const result = await measure(benchmark, scale);
    results.push(result);
    if (!values.json) console.log(render(result));
  }
  if (values.json) console.log(JSON.stringify({ machine: machine(), results }, null, 2));
  else console.log(`on ${machine()}${scale.quick ? '; a quick run: it works, no more' : ''}`);
  if (scale.quick) await rm(scale.dir, { recursive: true });
}

/** A benchmark has a process to itself, so that its memory is its own. */
async function measure(benchmark: Benchmark, scale: Scale): Promise<Result> {
  const { name, on, prepare } = benchmark;
  await prepare?.(scale);
  const child = fork(new URL('./child.js', import.meta.url), [
    name,
    scale.quick ? 'quick' : 'full',
    scale.dir,
  ]);
  const memory = watchMemory(child.pid ?? 0);
  const figures = once(child, 'message').then(([message]) => message as Figure[]);
  const [code] = (await once(child, 'exit')) as [number];
  const peakMemory = memory.stop();
  if (code !== 0) throw new Error(`the benchmark ${name} ended with ${code}`);
  return { benchmark: name, on: on(scale), figures: await figures, peakMemory };
}

function render({ benchmark, on, figures, peakMemory }: Result): string {
  const rows = figures.map(({ what, value, unit, against }) => {
    const measured = `${what}: ${round(value)} ${unit}`;
    if (!against) return `  ${measured}`;
    const ratio = round(value / against.value);
    return `  ${ratio} x ${against.what} (${round(against.value)}) - ${measured}`;
  });
  const memory = peakMemory === undefined ? [] : [`  anonymous memory: ${round(peakMemory)} MiB`];
  return [`${benchmark}: ${on}`, ...rows, ...memory, ''].join('\n');
}

const round = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

function machine(): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.versions.node}, ${availableParallelism()} cores (${cpu?.model.trim()}), ${gigabytes} GiB`;
}

await main();

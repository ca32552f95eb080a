import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Benchmark, Scale } from './benchmark.js';
import { BENCHMARKS } from './benchmarks.js';
import { generate } from './datasets.js';
import { type Figure, isReached } from './figure.js';
import { render } from './render.js';
import type { Report, Result } from './report.js';

const QUICK = 0.004;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      scale: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      dir: { type: 'string', default: join(tmpdir(), 'keychain-bench') },
    },
  });
  const factor = values.quick ? QUICK : Number(values.scale);
  if (!(factor > 0)) throw new TypeError('--scale must be a number above 0');
  const rounds = Number(values.rounds);
  if (!(rounds >= 1)) throw new TypeError('--rounds must be a number from 1 on');
  const wanted = positionals.length === 0 ? BENCHMARKS : positionals.map(named);
  await mkdir(values.dir, { recursive: true });
  const dir = values.quick ? await mkdtemp(join(values.dir, 'quick-')) : values.dir;
  const scale: Scale = { factor, rounds: values.quick ? 1 : rounds, dir };

  // For people even where the figures are for a program.
  const say = values.json ? console.error : console.log;
  const results: Result[] = [];
  try {
    await generate(
      scale,
      wanted.flatMap(benchmark => benchmark.needs(scale)),
    );
    for (const benchmark of wanted) {
      const result = await measure(benchmark, scale);
      results.push(result);
      say(render(result, { judged: !values.quick }));
    }
  } finally {
    if (values.quick) await rm(dir, { recursive: true });
  }
  const date = new Date().toISOString().slice(0, 10);
  const report: Report = { machine: machine(), date, scale: factor, rounds: scale.rounds, results };
  say(`on ${report.machine}${values.quick ? '; a quick run: it works, no more' : ''}`);
  if (values.json) console.log(JSON.stringify(report, null, 2));
  if (results.some(({ figures }) => figures.some(isBroken))) process.exitCode = 1;
}

const isBroken = (figure: Figure): boolean => figure.reach?.required === true && !isReached(figure);

function named(name: string): Benchmark {
  const found = BENCHMARKS.find(benchmark => benchmark.name === name);
  if (found) return found;
  const names = BENCHMARKS.map(benchmark => benchmark.name);
  throw new TypeError(`there is no benchmark ${name}; there are ${names.join(', ')}`);
}

async function measure(benchmark: Benchmark, scale: Scale): Promise<Result> {
  const notes: string[] = [];
  const start = performance.now();
  const figures = await benchmark.run(scale, note => notes.push(note));
  const took = (performance.now() - start) / 1000;
  return { benchmark: benchmark.name, on: benchmark.on(scale), figures, notes, took };
}

function machine(): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.versions.node}, ${availableParallelism()} cores (${cpu?.model.trim()}), ${gigabytes} GiB`;
}

await main();

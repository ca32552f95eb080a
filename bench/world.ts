import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { WORLD_SHAPES, type WorldShape, worldStream } from '../lib/world/index.js';

const USAGE = `node dist/bench/world.js --shape ${WORLD_SHAPES.join('|')} --questions N [--seed 42] [--out FILE|-]`;

interface Plan {
  shape: WorldShape;
  questions: number;
  seed: number;
  out: string;
}

function readPlan(): Plan {
  const { values } = parseArgs({
    options: {
      shape: { type: 'string' },
      questions: { type: 'string' },
      seed: { type: 'string', default: '42' },
      out: { type: 'string', default: '-' },
    },
  });
  const shape = WORLD_SHAPES.find(known => known === values.shape);
  if (!shape) throw new TypeError(`--shape must be one of ${WORLD_SHAPES.join(', ')}`);
  const questions = count('questions', values.questions);
  return { shape, questions, seed: count('seed', values.seed), out: values.out };
}

function count(name: string, text = ''): number {
  if (!/^\d{1,15}$/u.test(text)) throw new TypeError(`--${name} must be a whole number`);
  return Number(text);
}

async function main(): Promise<number> {
  let plan: Plan;
  try {
    plan = readPlan();
  } catch (error) {
    process.stderr.write(`${(error as Error).message.split('\n')[0]}; usage: ${USAGE}\n`);
    return 2;
  }
  try {
    const out = plan.out === '-' ? process.stdout : createWriteStream(plan.out);
    await pipeline(worldStream(plan.shape, plan), out);
    return 0;
  } catch (error) {
    // Whoever reads the other end of a pipe may stop when it has enough.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return 0;
    process.stderr.write(`${(error as Error).message}\n`);
    return 1;
  }
}

process.exitCode = await main();

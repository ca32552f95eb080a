import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Benchmark, Scale } from '../benchmark.js';
import { pipe } from '../command.js';
import { someHotpot } from '../datasets.js';
import { type Figure, memoryFigure } from '../figure.js';
import { LENGTH, samplesOf } from '../filters.js';
import { type FinishedSamples, withFinished } from '../finished-samples.js';
import { COPY, copyLines } from '../jsonl.js';
import { inTurn } from '../turns.js';

const MOST_MEMORY = 400;

/** What is exported, by what people call it: Parquet, dealt out into three files, and JSON lines. */
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  verl: ['--to', 'verl'],
  'verl, dealt out': ['--to', 'verl', '--start-index', '100'],
  swift: ['--to', 'swift'],
};

/** Samples to what trainers read, against JSON of their lines. */
export const exportRows: Benchmark = {
  name: 'export',
  on: scale => `${samplesOf(scale)} samples of ${LENGTH}, one thread`,
  needs: scale => [someHotpot(scale)],
  run: scale => withFinished(scale, finished => exportAll(scale, finished)),
};

async function exportAll(scale: Scale, { samples, plain }: FinishedSamples): Promise<Figure[]> {
  const out = join(scale.dir, 'exported');
  const names = Object.keys(EXPORTS);
  const exporting = (name: string) => () =>
    pipe(scale, ['export', samples, ...EXPORTS[name]!, '--out', out, '--fresh']);
  try {
    const [copied, ...ours] = await inTurn(
      scale.rounds,
      () => copyLines(plain),
      ...names.map(name => exporting(name)),
    );
    return names.flatMap((what, i): Figure[] => [
      {
        what,
        value: ours[i]!.seconds,
        unit: 's',
        against: { what: COPY, value: copied!.seconds },
        memory: ours[i]!.memory,
      },
      ...memoryFigure(`anonymous memory, ${what}`, ours[i]!.memory, {
        reach: { of: 'value', most: MOST_MEMORY },
      }),
    ]);
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

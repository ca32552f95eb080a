import { createWriteStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import type { Fields } from '../../lib/records/fields.js';
import { worldStream } from '../../lib/world/index.js';
import { keychain } from '../../pipelines/keychain.js';
import { report } from '../../pipelines/report.js';
import { answeredBy, READERS } from './readers.js';

/** Pixels: the figure that people look at first, of two readers. */
const SIZE = { width: 1200, height: 1130 };

const LENGTHS = [4096, 8192, 16_384, 32_768];

/** Samples of each length; several for each of ten depths. */
const SAMPLES = 150;

/** Draws the report on the answers of two readers by rule to samples of the fictional world. */
export async function drawReport(browser: Browser, folder: string): Promise<Buffer> {
  const world = `${folder}-world.json`;
  const stream = worldStream('hotpotqa', { questions: LENGTHS.length * SAMPLES, seed: 42 });
  await pipeline(stream, createWriteStream(world));
  const lengths = { maxSeqLength: LENGTHS, eachLengthItsOwn: true, numSamples: SAMPLES };
  const made = { dataset: [world], corpus: join(folder, 'corpus'), saveDir: folder };
  const [summary] = await keychain({ ...made, ...lengths });
  const samples: Fields[] = [];
  for (const { file } of summary!.outputs) samples.push(...(await samplesIn(file)));
  const rollouts = join(folder, 'rollouts.jsonl');
  const lines = READERS.flatMap(reader =>
    samples.map(sample => `${JSON.stringify(answeredBy(sample, reader))}\n`),
  );
  await writeFile(rollouts, lines);
  const out = join(folder, 'report.html');
  await report({ records: [rollouts], out });
  const page = await browser.newPage({ viewport: SIZE });
  await page.goto(`${pathToFileURL(out)}`);
  return page.screenshot();
}

async function samplesIn(file: string): Promise<Fields[]> {
  const text = gunzipSync(await readFile(file))
    .toString()
    .trimEnd();
  return text.split('\n').map(line => JSON.parse(line) as Fields);
}

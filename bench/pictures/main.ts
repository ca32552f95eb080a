import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath, launchChromium } from './chromium.js';
import { drawReport } from './report.js';
import { drawView } from './view.js';

/** The pictures of the README by their names, each drawn by a browser into a folder of its own. */
const PICTURES = { report: drawReport, view: drawView };

async function main(): Promise<void> {
  const path = chromiumPath();
  if (path === undefined)
    throw new Error('there is no Chromium here; KEYCHAIN_CHROMIUM may name one');
  const browser = await launchChromium(path);
  const folder = await mkdtemp(join(tmpdir(), 'keychain-pictures-'));
  try {
    for (const [name, draw] of Object.entries(PICTURES)) {
      const file = join('bench', 'pictures', `${name}.png`);
      await writeFile(file, await draw(browser, join(folder, name)));
      console.log(file);
    }
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();

import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Browser } from 'playwright-core';
import { silentReporter } from '../../lib/reporter.js';
import { demo } from '../../pipelines/demo.js';
import { view } from '../../pipelines/view.js';

/** Pixels, as the page is seen on a small laptop. */
const SIZE = { width: 1200, height: 720 };

/** Draws the page of `view` over samples of the fictional world, at the second step of a chain. */
export async function drawView(browser: Browser, folder: string): Promise<Buffer> {
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
  await demo({ saveDir: folder, numQuestions: 120 }, { reporter: silentReporter, stdout });
  const end = new AbortController();
  const { promise: url, resolve: onReady } = promised<string>();
  const viewed = view([join(folder, 'samples')], {}, { onReady, signal: end.signal });
  try {
    const page = await browser.newPage({ viewport: SIZE, reducedMotion: 'reduce' });
    const home = await Promise.race([url, viewed.then(() => '')]);
    await page.goto(`${home}#1/2`);
    await page.getByRole('list', { name: 'The way to the question' }).waitFor();
    await page.keyboard.press('n');
    await page.keyboard.press('n');
    await page.locator('.flash[data-pair]').waitFor();
    // The list is whole when the file has been gone through.
    await page.getByText('samples ·').waitFor();
    return await page.screenshot();
  } finally {
    end.abort();
    await viewed;
  }
}

function promised<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>(done => {
    resolve = done;
  });
  return { promise, resolve };
}

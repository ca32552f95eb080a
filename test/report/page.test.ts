import { AxeBuilder } from '@axe-core/playwright';
import test from 'ava';
import { chromiumPath, launchChromium } from '../../bench/pictures/chromium.js';
import { renderPage } from '../../lib/report/page/page.js';
import { addToRuns, type Runs } from '../../lib/report/runs.js';
import { type Report, summarize } from '../../lib/report/summary.js';
import { anySample } from '../support/sample.js';

const HOSTILE = `</script></title><img src=x onerror="document.title='run'">&lt;'`;

/** Two runs whose every name is hostile. */
function hostileReport(): Report {
  const runs: Runs = new Map();
  for (const label of [HOSTILE, `b ${HOSTILE}`]) {
    const scores = [{ correct: 1, cem: 1, f1: 1 }];
    const sample = { ...anySample(1), level: HOSTILE, scores, judged_by: HOSTILE };
    addToRuns(runs, label, { ...sample, rollouts: [{ finish_reason: HOSTILE }] });
    addToRuns(runs, label, { code: HOSTILE, message: HOSTILE });
  }
  return summarize(runs);
}

test('the same figures are the same bytes', async t => {
  const [page, again] = [await renderPage(hostileReport()), await renderPage(hostileReport())];
  t.true(page === again, 'nobody reads the difference of two pages');
});

test('nothing of the data is markup, and every plot is there', async t => {
  const report = hostileReport();
  const page = await renderPage(report);
  const names = [...page.matchAll(/<[^<>]*>/g)].map(([tag]) => tag.replaceAll(/="[^"]*"/g, ''));
  t.deepEqual(
    names.filter(tag => /^<(?:img|script)|\son\w+/.test(tag)),
    [],
  );
  t.regex(page.slice(0, 500), /Content-Security-Policy" content="default-src 'none'/);
  t.is(page.split('<svg ').length - 1, report.figures.length);
  t.true(report.figures.some(({ name }) => name === 'pass_rate_by_level'));
});

test('a real browser shows hostile names as text, and everybody can read the page', async t => {
  t.timeout(120_000);
  const path = chromiumPath();
  if (path === undefined) {
    t.log('skipped: there is no Chromium here (KEYCHAIN_CHROMIUM may name one)');
    t.pass();
    return;
  }
  const browser = await launchChromium(path);
  try {
    const content = await renderPage(hostileReport());
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width: 390, height: 800 },
      });
      const page = await context.newPage();
      await page.setContent(content);
      for (const details of await page.locator('summary').all()) await details.click();
      t.is(await page.locator('img, script').count(), 0);
      t.true((await page.locator('h2').first().textContent())?.startsWith(HOSTILE.slice(0, 40)));
      t.true((await page.title()).includes('onerror'));
      // The page itself never scrolls sideways; its plots do.
      const [scroll, width] = await page.evaluate<[number, number]>(
        '[document.documentElement.scrollWidth, window.innerWidth]',
      );
      t.true(scroll <= width, `${scroll} > ${width}`);
      const { violations } = await new AxeBuilder({ page }).analyze();
      t.deepEqual(
        violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes[0]?.html}`),
        [],
      );
      await context.close();
    }
  } finally {
    await browser.close();
  }
});

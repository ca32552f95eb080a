import { AxeBuilder } from '@axe-core/playwright';
import anyTest, { type TestFn } from 'ava';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { chromiumPath, launchChromium } from '../../../bench/pictures/chromium.js';
import type { ViewedFile } from '../../../lib/view/api.js';
import { fileOf, type StandInFile, standIn } from './stand-in.js';
import { keyOf, plainView, viewOf } from './views.js';

// The page alone, in a real Chromium, over hand-made samples. Nothing here is timed: each step waits
// for what it expects, as long as it takes.

const path = chromiumPath();
const test = anyTest as TestFn<{ browser: Browser }>;
const inBrowser = path ? test.serial : test.serial.skip;

if (!path) {
  test('the page is not tried: there is no Chromium here (KEYCHAIN_CHROMIUM may name one)', t => {
    t.pass();
  });
}

const WAIT = 60_000;

test.before(async t => {
  if (path) t.context.browser = await launchChromium(path);
});
test.after.always(t => t.context.browser?.close());

interface Opened {
  page: Page;
  asked: string[];
  /** What the page has complained of: errors, and whatever its policy forbids. */
  complaints: string[];
}

/** Opens the page over files, does something there, and closes it again. */
async function withPage(
  browser: Browser,
  files: StandInFile[],
  act: (opened: Opened) => Promise<void>,
  { hash = '', ...options }: BrowserContextOptions & { hash?: string } = {},
): Promise<void> {
  const server = await standIn(files);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT);
    const complaints: string[] = [];
    page.on('pageerror', error => complaints.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(server.url + hash);
    await act({ page, asked: server.asked, complaints });
  } finally {
    await context.close();
    await server.close();
  }
}

/** Waits until the headline of the reader says this. */
const reads = (page: Page, question: string): Promise<void> =>
  page.locator('h1', { hasText: question }).waitFor();

/** Waits until an expression holds in the page. Its policy lets no other way of asking through. */
async function until(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate(expression)))
    await page.evaluate('new Promise(requestAnimationFrame)');
}

/** Waits until a chip of a pair is in the window and pointed at. */
const isShown = (page: Page, pair: number): Promise<void> =>
  until(
    page,
    `(() => {
      const chip = document.querySelector('.flash');
      if (chip?.getAttribute('data-pair') !== '${pair}') return false;
      const { top, bottom } = chip.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight;
    })()`,
  );

/** What an element says, laid out or not. */
const wordsOf = async (locator: Locator): Promise<string> => (await locator.textContent()) ?? '';

const many = Array.from({ length: 450 }, (_, number) =>
  plainView(6, {
    id: `world/${number}/4096`,
    dataset: number % 2 === 0 ? 'world' : 'harbors',
    length: number % 3 === 0 ? 8192 : 4096,
    question: `Who kept the salt house ${number}?`,
    ...(number === 7 && { findings: [{ check: 'budget', message: '9000 tokens, of 8192' }] }),
  }),
);

inBrowser(
  'a sample says what it is: question, answers, budget, and the way to the question',
  async t => {
    const view = plainView(40);
    await withPage(t.context.browser, [fileOf([view])], async ({ page, complaints }) => {
      await reads(page, view.question);
      t.regex(await wordsOf(page.locator('.answers')), /Aldersund/);
      t.regex(
        await wordsOf(page.locator('.size')),
        /40 passages.*2 supporting.*3 chains of 4 hops/s,
      );
      const way = page.getByRole('list', { name: 'The way to the question' });
      t.is(await way.getByRole('button').count(), 4);
      t.regex(
        (await page.locator('svg.map').getAttribute('aria-label')) ?? '',
        /true chain goes from 8\d %/,
      );
      t.is(await page.locator('.passage.supporting.open').count(), 2);
      t.deepEqual(complaints, []);
    });
  },
);

inBrowser('what is folded has no text on the page until it is opened', async t => {
  const view = plainView(120);
  await withPage(t.context.browser, [fileOf([view])], async ({ page }) => {
    await reads(page, view.question);
    t.false((await page.locator('.text').first().textContent())?.includes('harbor 2 carry'));
    await page
      .getByRole('button', { name: /fillers/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Harbor 2', exact: false }).first().waitFor();
    await page.locator('.passage .title', { hasText: /Harbor 2$/ }).click();
    await page.getByText('Boats of harbor 2 carry').first().waitFor();
    t.pass();
  });
});

inBrowser('the true chain is walked: by its path, from chip to chip, and by keys', async t => {
  const view = plainView(120);
  const [first, second, third, last] = view.chains[0]!.pairs as [number, number, number, number];
  await withPage(t.context.browser, [fileOf([view])], async ({ page, complaints }) => {
    await reads(page, view.question);
    const way = page.getByRole('list', { name: 'The way to the question' });
    await way.getByRole('button').first().click();
    await isShown(page, first);
    await page.locator(`button[data-pair="${first}"]`).click();
    await isShown(page, second);
    await page.keyboard.press('n');
    await isShown(page, third);
    await page.keyboard.press('n');
    await isShown(page, last);
    t.is((await wordsOf(way.locator('[aria-current="step"] .step'))).trim(), '4');
    await page.keyboard.press('p');
    await isShown(page, third);
    t.deepEqual(complaints, []);
  });
});

inBrowser('the solver tells its walk, and shows each step in the text', async t => {
  const view = plainView(60);
  await withPage(t.context.browser, [fileOf([view])], async ({ page }) => {
    await reads(page, view.question);
    await page.getByRole('tab', { name: 'Solver' }).click();
    const steps = page.locator('.walk > li');
    t.is(await steps.count(), 4);
    t.true((await wordsOf(steps.first())).includes(keyOf(0, 0)));
    t.regex(await wordsOf(page.locator('.verdict')), /found in 4 steps/);
    await steps.nth(2).getByRole('button').click();
    await isShown(page, view.chains[0]!.pairs[2]!);
  });
});

inBrowser('distractor chains are told on demand, and can be walked', async t => {
  const view = plainView(60);
  await withPage(t.context.browser, [fileOf([view])], async ({ page }) => {
    await reads(page, view.question);
    t.is(await page.locator('.path.distractor').count(), 0);
    await page.getByLabel('2 distractor chains').check();
    const chain = page.getByRole('list', { name: 'Distractor chain 2' });
    await chain.getByText('When was the salt tax lifted?').waitFor();
    await chain.getByRole('button').nth(1).click();
    await isShown(page, view.chains[2]!.pairs[1]!);
    const jumps = await page.locator('svg .jump.distractor').getAttribute('d');
    t.is(jumps!.split('C').length - 1, 6);
    await page.keyboard.press('d');
    await page.locator('.path.distractor').first().waitFor({ state: 'detached' });
  });
});

inBrowser('the prompt stands as a model gets it, to the letter', async t => {
  const view = plainView(200);
  await withPage(t.context.browser, [fileOf([view])], async ({ page }) => {
    await reads(page, view.question);
    await page.getByRole('tab', { name: 'Prompt' }).click();
    t.is(await page.locator('.message .long-text').textContent(), view.messages[0]!.text);
  });
});

inBrowser('rollouts say what was extracted, how it was judged and why', async t => {
  const view = plainView(20, {
    rollouts: [
      {
        text: 'It is Aldersund.',
        extracted: 'Aldersund',
        isRight: true,
        why: 'It contains one.',
        rule: 'contains',
        f1: 1,
      },
      {
        text: 'No idea.',
        extracted: '',
        isRight: false,
        why: 'Nothing was found.',
        rule: 'contains',
      },
    ],
  });
  await withPage(t.context.browser, [fileOf([view])], async ({ page }) => {
    await reads(page, view.question);
    await page.getByRole('tab', { name: 'Rollouts 1/2' }).click();
    const right = page.getByRole('region', { name: 'Rollout 1' });
    t.regex(
      await wordsOf(right),
      /right.*Aldersund.*It contains one\..*F1 1\.00.*It is Aldersund\./s,
    );
    const wrong = page.getByRole('region', { name: 'Rollout 2' });
    t.regex(await wordsOf(wrong), /wrong.*nothing.*Nothing was found\./s);
  });
});

inBrowser('the list is narrowed by dataset, length, id and verdict', async t => {
  await withPage(t.context.browser, [fileOf(many)], async ({ page, complaints }) => {
    const rows = page.locator('.rows li');
    await rows.nth(199).waitFor({ state: 'attached' });
    await page.getByLabel('Dataset').selectOption('harbors');
    await page.locator('.rows .about', { hasText: 'world' }).first().waitFor({ state: 'detached' });
    await page.getByLabel('Dataset').selectOption('');
    await page.getByLabel('Length').selectOption('8192');
    await page.locator('.rows .question', { hasText: 'house 1?' }).waitFor({ state: 'detached' });
    await page.getByLabel('Length').selectOption('');
    await page.getByLabel('Check').selectOption('findings');
    await page.locator('.rows li:only-child').waitFor();
    t.regex(await wordsOf(rows.first()), /house 7\?.*1 finding/s);
    await page.getByLabel('Check').selectOption('');
    await page.getByLabel('Id').fill('world/123/');
    await page.locator('.rows li:only-child', { hasText: 'house 123?' }).waitFor();
    t.deepEqual(complaints, []);
  });
});

inBrowser('a list goes on where it is scrolled to, to its last sample', async t => {
  await withPage(t.context.browser, [fileOf(many)], async ({ page }) => {
    const rows = page.locator('.rows li');
    await rows.nth(199).scrollIntoViewIfNeeded();
    await rows.nth(399).scrollIntoViewIfNeeded();
    await rows.nth(449).scrollIntoViewIfNeeded();
    t.is(await rows.count(), 450);
    t.regex(await wordsOf(rows.last()), /house 449\?/);
    await page.getByRole('button', { name: 'More' }).waitFor({ state: 'detached' });
  });
});

inBrowser('a text is found in all samples, and its place is quoted', async t => {
  const samples = [
    ...many.slice(0, 20),
    viewOf({
      question: 'Which goat is it?',
      passages: [{ title: 'Goats', text: 'There is one goat that sings <b>bass</b> at night.' }],
    }),
  ];
  await withPage(t.context.browser, [fileOf(samples)], async ({ page, complaints }) => {
    await reads(page, 'house 0?');
    await page.keyboard.press('/');
    await until(page, "document.activeElement?.id === 'find'");
    await page.keyboard.type('sings <b>bass');
    const only = page.locator('.rows li:only-child');
    await only.locator('mark', { hasText: 'sings <b>bass' }).waitFor();
    await only.getByRole('link').click();
    await reads(page, 'Which goat is it?');
    await page.getByRole('searchbox').fill('');
    await page.locator('.rows li').nth(20).waitFor({ state: 'attached' });
    t.deepEqual(complaints, []);
  });
});

inBrowser(
  'keys: j and k turn, ? tells them all, Esc closes, and fields keep what is typed',
  async t => {
    await withPage(t.context.browser, [fileOf(many.slice(0, 5))], async ({ page }) => {
      await reads(page, 'house 0?');
      await page.keyboard.press('j');
      await reads(page, 'house 1?');
      await page.keyboard.press('j');
      await reads(page, 'house 2?');
      await page.keyboard.press('k');
      await reads(page, 'house 1?');
      t.is(new URL(page.url()).hash, '#0/1');
      await page.keyboard.press('?');
      const dialog = page.getByRole('dialog', { name: 'Keys' });
      await dialog.waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.getByLabel('Id').focus();
      await page.keyboard.type('jjk');
      t.is(await page.getByLabel('Id').inputValue(), 'jjk');
      await reads(page, 'house 1?');
      // Tabs are reached and changed without a mouse.
      await page.keyboard.press('Escape');
      await page.getByRole('tab', { selected: true }).focus();
      await page.keyboard.press('ArrowRight');
      await page.locator('.walk').waitFor();
    });
  },
);

inBrowser('every sample has a link: its place, or its id; one that is nowhere is said', async t => {
  const files = [fileOf(many.slice(0, 5), 'a.jsonl', 0), fileOf(many.slice(5, 9), 'b.jsonl', 1)];
  const open = (hash: string, act: (opened: Opened) => Promise<void>) =>
    withPage(t.context.browser, files, act, { hash });
  await open('#1/2', ({ page }) => reads(page, 'house 7?'));
  await open('#world%2F6%2F4096', ({ page }) => reads(page, 'house 6?'));
  await open('#world/99/4096', async ({ page }) => {
    t.regex(await wordsOf(page.getByRole('alert')), /No sample has the id world\/99\/4096/);
  });
  await open('#0/77', async ({ page }) => {
    t.regex(await wordsOf(page.getByRole('alert')), /There is no such sample/);
  });
});

inBrowser('of two files one is chosen', async t => {
  const files = [fileOf(many.slice(0, 5), 'a.jsonl', 0), fileOf(many.slice(5, 9), 'b.jsonl', 1)];
  await withPage(t.context.browser, files, async ({ page }) => {
    await reads(page, 'house 0?');
    await page.getByRole('combobox', { name: 'File' }).selectOption({ label: 'b.jsonl' });
    await reads(page, 'house 5?');
    t.is(await page.locator('.rows li').count(), 4);
    await page.keyboard.press('j');
    await reads(page, 'house 6?');
  });
});

inBrowser('the next sample is there before it is asked for', async t => {
  await withPage(t.context.browser, [fileOf(many.slice(0, 5))], async ({ page, asked }) => {
    await reads(page, 'house 0?');
    while (!asked.includes('sample?file=0&row=1'))
      await page.evaluate('new Promise(requestAnimationFrame)');
    await page.keyboard.press('j');
    await reads(page, 'house 1?');
    t.is(asked.filter(path => path === 'sample?file=0&row=1').length, 1);
  });
});

const HOSTILE = [
  '<script>document.title = "taken"</script>',
  '</textarea></script><img src=x onerror="document.title=\'taken\'">',
  '\u202egnp.txt\u202c \u2067right to left\u2069 \u200f',
  'a lone \ud800 surrogate \udfff, a null \0, a bell \x07',
  '{"key": "{{context}}"} %{process} &lt;b&gt; &amp; --> ]]>',
  '__proto__ constructor toString',
];

inBrowser('nothing of the data is ever markup, whatever it looks like', async t => {
  const text = HOSTILE.join('\n');
  const view = viewOf({
    id: text,
    dataset: '<b>set</b>',
    question: HOSTILE[1]!,
    answers: HOSTILE,
    passages: [
      { title: '<h1>'.repeat(2500), text, supporting: true },
      { title: text, text },
      { title: '', text, supporting: true },
    ],
    chains: [
      { end: HOSTILE[1]!, after: [0, 2] },
      { end: '<i>no</i>', after: [1, 1] },
    ],
    rollouts: [{ text, extracted: text, isRight: false, why: text, rule: '<u>' }],
    findings: [{ check: '<b>', message: text }],
  });
  await withPage(
    t.context.browser,
    [fileOf([view], '<img>.jsonl')],
    async ({ page, complaints }) => {
      await page.locator('.passage.supporting').first().waitFor();
      await page.getByLabel(/distractor chain/).check();
      for (const tab of await page.getByRole('tab').all()) await tab.click();
      for (const foreign of [
        'main script',
        'img',
        'main b:not(.step):not(.size b)',
        'u',
        'i',
        'textarea',
      ]) {
        t.is(await page.locator(foreign).count(), 0, foreign);
      }
      t.is(await page.locator('h1').count(), 1);
      await page.getByRole('tab', { name: 'Text' }).click();
      t.true((await page.locator('.passage .body').first().textContent())!.includes(HOSTILE[0]!));
      t.not(await page.title(), 'taken');
      t.deepEqual(complaints, []);
      // A title of 10 KB takes no more than a few lines, and nothing is wider than the window.
      const box = await page.locator('.passage .head').first().boundingBox();
      t.true(box!.height < 200, `${box!.height}`);
      t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    },
  );
});

inBrowser('a sample of a million tokens opens, is walked and is shown as a prompt', async t => {
  const view = plainView(8500, { length: 1 << 20 });
  const long = { ...view, row: { ...view.row, tokens: 1_000_000 } };
  t.true(view.context.length > 3_000_000);
  await withPage(t.context.browser, [fileOf([long])], async ({ page, complaints }) => {
    await reads(page, view.question);
    await page.keyboard.press('n');
    await isShown(page, view.chains[0]!.pairs[0]!);
    // Folded passages are hardly more than their titles.
    t.true(Number(await page.evaluate("document.querySelectorAll('main *').length")) < 2000);
    await page.getByRole('tab', { name: 'Prompt' }).click();
    await page.locator('.long-text > div').nth(100).waitFor({ state: 'attached' });
    t.deepEqual(complaints, []);
  });
});

inBrowser('on a narrow screen the list lies behind a button, and nothing is cut off', async t => {
  const options = { viewport: { width: 360, height: 740 } };
  await withPage(
    t.context.browser,
    [fileOf(many.slice(0, 9))],
    async ({ page }) => {
      await reads(page, 'house 0?');
      const list = page.getByRole('navigation', { name: 'Samples' });
      t.false(await list.isVisible());
      t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
      await page.getByRole('button', { name: 'Samples' }).click();
      await list.getByRole('link').nth(3).click();
      await reads(page, 'house 3?');
      await list.waitFor({ state: 'hidden' });
      await page
        .getByRole('list', { name: 'The way to the question' })
        .getByRole('button')
        .nth(2)
        .click();
      await isShown(page, fileOf(many.slice(0, 9)).samples[3]!.chains[0]!.pairs[2]!);
    },
    options,
  );
});

inBrowser(
  'a file that is being read says how far it is; one that cannot be read says why',
  async t => {
    const reading = fileOf(many.slice(0, 3));
    const failed = fileOf([], 'broken.jsonl.gz', 1);
    const files = [
      { ...reading, file: { ...reading.file, state: 'indexing' as const, done: 250 } },
      {
        ...failed,
        file: { ...failed.file, state: 'failed' as const, error: 'The file is cut short.' },
      },
    ];
    await withPage(t.context.browser, files, async ({ page }) => {
      await page.getByRole('progressbar', { name: 'Indexed' }).waitFor();
      t.regex(await wordsOf(page.getByRole('status')), /Indexing 250 B of 1\.0 KB/);
      await page.getByRole('combobox', { name: 'File' }).selectOption('1');
      await page.getByText('The file is cut short.').waitFor();
    });
  },
);

inBrowser(
  'a list goes on by itself while its file is read, and says when that is done',
  async t => {
    const whole = fileOf(many.slice(0, 30));
    const growing = {
      file: { ...whole.file, state: 'indexing' as ViewedFile['state'], rows: 3 },
      samples: whole.samples.slice(0, 3),
    };
    await withPage(t.context.browser, [growing], async ({ page }) => {
      const rows = page.locator('.rows li');
      await rows.nth(2).waitFor();
      growing.samples = [...whole.samples];
      await rows.nth(29).waitFor({ state: 'attached' });
      Object.assign(growing.file, { state: 'ready', rows: 30 });
      await page.getByText('30 samples · 30 shown').waitFor();
      await page.getByRole('button', { name: 'More' }).waitFor({ state: 'detached' });
      t.is(await rows.count(), 30);
    });
  },
);

inBrowser('what is copied is the line as it was written, and the link', async t => {
  const options = { permissions: ['clipboard-read', 'clipboard-write'] };
  await withPage(
    t.context.browser,
    [fileOf(many.slice(0, 2))],
    async ({ page }) => {
      await reads(page, 'house 0?');
      await page.getByRole('button', { name: 'Copy JSON' }).click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      t.is(await page.evaluate('navigator.clipboard.readText()'), '{"id":"world/0/4096"}');
      await page.getByRole('button', { name: 'Copy link' }).click();
      await until(
        page,
        "navigator.clipboard.readText().then(text => text.endsWith('/token/#0/0'))",
      );
    },
    options,
  );
});

for (const [name, options] of Object.entries({
  light: {},
  dark: { colorScheme: 'dark' as const },
  narrow: { viewport: { width: 360, height: 740 } },
  'high contrast': { forcedColors: 'active' as const },
})) {
  inBrowser(`axe finds nothing at all: ${name}`, async t => {
    const view = plainView(40, {
      rollouts: [
        { text: 'It is.', extracted: 'x', isRight: true, why: 'So.', rule: 'contains', f1: 1 },
        { text: 'It is not.', extracted: '', isRight: false, why: 'So.', rule: 'contains' },
      ],
      findings: [{ check: 'budget', message: '9000 tokens, of 8192' }],
    });
    const files = [
      fileOf([view, ...many.slice(0, 9)], 'a.jsonl', 0),
      fileOf(many.slice(0, 2), 'b.jsonl', 1),
    ];
    await withPage(
      t.context.browser,
      files,
      async ({ page }) => {
        await reads(page, view.question);
        const look = async (what: string): Promise<void> => {
          const { violations } = await new AxeBuilder({ page }).analyze();
          t.deepEqual(
            violations.map(({ id, nodes }) => [id, nodes[0]?.html]),
            [],
            what,
          );
        };
        await page.keyboard.press('d');
        await page.keyboard.press('n');
        await page.locator('.path.distractor').first().waitFor();
        // What the other views are made of is the same; colors are looked at where they differ.
        const tabs = page.getByRole('tab', name === 'light' ? {} : { name: /Text|Rollouts/ });
        for (const tab of await tabs.all()) {
          await tab.click();
          await look(await wordsOf(tab));
        }
        await page.keyboard.press('/');
        await page.getByRole('searchbox').fill('salt');
        await page.locator('.rows mark').first().waitFor();
        await look('the list');
        await page.keyboard.press('Escape');
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
        await look('the keys');
      },
      options,
    );
  });
}

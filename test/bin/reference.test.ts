import { readFile } from 'node:fs/promises';
import test from 'ava';
import { COMMANDS } from '../../bin/commands.js';
import { GENERATED } from '../../bin/reference/generate.js';
import { hyphenated } from '../../lib/settings/setting.js';
import { SETTINGS } from '../../lib/settings/table.js';

for (const [file, text] of Object.entries(GENERATED)) {
  test(`${file} is what the table gives; npm run generate writes it anew`, async t => {
    t.is(await readFile(file, 'utf8'), text());
  });
}

test('the page of settings speaks of every command and every setting', t => {
  const page = GENERATED['bin/README.md']!();
  for (const { name } of COMMANDS) t.true(page.includes(`\n### ${name}\n`), name);
  for (const name of Object.keys(SETTINGS)) {
    t.true(page.includes(`- \`--${hyphenated(name)}`), name);
  }
});

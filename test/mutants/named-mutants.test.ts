import { readFile } from 'node:fs/promises';
import test from 'ava';
import { INVARIANTS, NAMED_MUTANTS } from './named-mutants.js';

test('every invariant has a mutant with a name', t => {
  const named = new Set(NAMED_MUTANTS.map(({ invariant }) => invariant));
  t.deepEqual([...named], [...INVARIANTS]);
});

/** Whether the source of a test file has a test of this title, parts of which may be filled in. */
function hasTest(source: string, title: string): boolean {
  const written = [...source.matchAll(/\btest(?:\.serial)?\(\s*(['"`])(.*?)(?<!\\)\1/g)];
  return written.some(([, , text = '']) => {
    const fixed = text.replace(/\\(.)/g, '$1').split(/\$\{[^}]*\}/);
    return fixed.join('') !== '' && fixed.every(part => title.includes(part));
  });
}

for (const { breaks, file, find, replace, test: path, title } of NAMED_MUTANTS) {
  // Whether the test notices is tried by `npm run mutants -- named`.
  test(`there is a place to break so that ${breaks}, and a test to notice`, async t => {
    const source = await readFile(file, 'utf8');
    t.is(source.split(find).length, 2, find);
    t.not(replace, find);
    t.true(hasTest(await readFile(path, 'utf8'), title), title);
  });
}

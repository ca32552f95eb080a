import test from 'ava';
import { SOURCES } from '../../lib/download/sources/registry.js';
import type { Source } from '../../lib/download/sources/source.js';
import { readAddress } from '../../lib/hub/address.js';

for (const [name, source] of Object.entries<Source>(SOURCES)) {
  test(`the row of ${name} can be followed`, t => {
    t.true(URL.canParse(source.page));
    t.truthy(source.license);
    const names = source.files.map(file => file.name);
    t.is(new Set(names).size, names.length);
    const splits = source.files.flatMap(file => file.splits.map(split => split.name));
    t.is(new Set(splits).size, splits.length, 'a split is in one file');
    for (const file of source.files) {
      t.true(URL.canParse(file.url), file.name);
      // Whoever asks over plain http must know what should come.
      t.true(file.url.startsWith('https:') || file.sha256 !== undefined, file.name);
      t.regex(file.sha256 ?? '0'.repeat(64), /^[0-9a-f]{64}$/);
      t.is(
        file.name.endsWith('.zip'),
        file.splits.every(({ member }) => member !== undefined),
      );
      for (const address of file.splits.flatMap(({ mirror }) => mirror)) {
        t.notThrows(() => readAddress(address, 'dataset'), address);
        t.true(address.startsWith('hf:datasets/'), address);
      }
    }
  });
}

test('what a paper has counted of other files is no count of these', t => {
  // IRCoT's 139,416 are of both halves of MuSiQue, of which the answerable one is fetched.
  const { files, passages } = SOURCES.musique as Source;
  t.true(files.every(file => file.splits.every(({ member }) => member?.includes('_ans_'))));
  t.is(passages, undefined);
});

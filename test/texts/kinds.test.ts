import test from 'ava';
import { kindByContent, kindByName, titleOf } from '../../lib/texts/kinds.js';

test('what a file holds is told by its name, compressed or not', t => {
  const kinds = ['a.txt', 'B.MD', 'c.txt.gz', 'd.jsonl', 'e.json.zst', 'f.parquet', 'g.pdf', 'h'];
  t.deepEqual(kinds.map(kindByName), [
    ...['text', 'text', 'text', 'records', 'records', 'records', undefined, undefined],
  ]);
  t.is(kindByName('all.zip#chapter.md'), 'text');
});

test('where the name says nothing, records are told by their bracket', t => {
  t.is(kindByContent('\uFEFF\n {"text": 1}'), 'records');
  t.is(kindByContent('[\n{"text": 1}'), 'records');
  t.is(kindByContent('[Sidenote] Once upon a time'), 'text');
  t.is(kindByContent('{curly} beginnings'), 'text');
});

test('a text is called like its file; Markdown by the heading that it begins with', t => {
  t.is(titleOf('folder/Moby Dick.v2.txt.gz', '# No heading here'), 'Moby Dick.v2');
  t.is(titleOf('sea.md', '## The *sea* ##'), 'The *sea*');
  t.is(titleOf('sea.md', 'It is wide.\n# Later'), 'sea');
  t.is(titleOf('books.zip#old/sea.markdown', '#Nothing'), 'sea');
  t.is(titleOf('NOTES', 'Text.'), 'NOTES');
});

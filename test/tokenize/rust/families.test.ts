import test from 'ava';
import { compare } from '../../soak/tokenizers/compare.js';
import { furtherSubjects, packagedSubjects } from '../../soak/tokenizers/subjects.js';

/** The short form of `npm run soak -- tokenizers`. */
const COUNT = 400;

const packaged = await packagedSubjects();
const further = await furtherSubjects();

test('there are ten families at least', t => {
  t.true(packaged.length >= 10);
});

for (const subject of [...packaged, ...further]) {
  test.serial(`${subject.name} counts any text as the Rust library does`, async t => {
    const { texts, differences } = await compare(subject, { count: COUNT, seed: 1 });
    t.is(texts, COUNT);
    t.deepEqual(differences, []);
  });
}

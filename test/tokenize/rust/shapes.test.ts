import test from 'ava';
import { compare } from '../../soak/tokenizers/compare.js';
import { madeSubjects } from '../../soak/tokenizers/subjects.js';

// One after the other: each has a thread of its own.
for (const subject of madeSubjects()) {
  test.serial(`${subject.name}: counted as by the Rust library`, async t => {
    const { texts, differences } = await compare(subject, { count: 50, seed: 2 });
    t.is(texts, 50);
    t.deepEqual(differences, []);
  });
}

import test from 'ava';
import fc from 'fast-check';
import { entityAt, numberOf } from '../../lib/world/numbering.js';
import { openWorld } from '../../lib/world/open.js';

const far = fc.nat(2_000_000_000);

test('a number gives a kind and an index, and they give the number', t => {
  fc.assert(
    fc.property(far, number => {
      const { kind, index } = entityAt(number);
      return numberOf(kind, index) === number;
    }),
  );
  for (let number = 0; number < 3000; number++) {
    const { kind, index } = entityAt(number);
    t.is(numberOf(kind, index), number);
  }
});

test('an entity is the same whatever was made before it, however far out it stands', t => {
  const one = openWorld(7, 90);
  const other = openWorld(7, 90);
  fc.assert(
    fc.property(fc.array(far, { maxLength: 5 }), far, (before, number) => {
      for (const each of before) one.entity(each);
      t.deepEqual(one.entity(number), other.entity(number));
    }),
    { numRuns: 50 },
  );
});

test('titles and mentions are unique over 150,000 entities', t => {
  const world = openWorld(42, 90);
  const titles = new Set<string>();
  const mentions = new Set<string>();
  for (let number = 0; number < 150_000; number++) {
    const { title, mention } = world.name(number);
    titles.add(title);
    mentions.add(mention);
  }
  t.is(titles.size, 150_000);
  t.is(mentions.size, 150_000);
});

test('every fact stands in its sentence, and leads to the entity that it names', t => {
  const world = openWorld(42, 90);
  for (let number = 0; number < 4000; number++) {
    const { sentences, facts } = world.entity(number);
    t.true(facts.size > 0);
    for (const { answer, sentence, target, value } of facts.values()) {
      t.true(sentences[sentence]!.includes(answer));
      if (target !== undefined) t.is(world.name(target).bare, answer);
      if (value !== undefined) t.true(answer.endsWith(String(value)));
    }
  }
});

test('lives are in order: fathers are older, makers were alive, founders grown up', t => {
  const world = openWorld(42, 90);
  const year = (number: number) => world.life(entityAt(number).index);
  for (let number = 840; number < 6000; number++) {
    const { kind, facts } = world.entity(number);
    const father = facts.get('father')?.target;
    if (father !== undefined) t.true(year(number).born - year(father).born > 20);
    const founder = facts.get('founder');
    if (founder) {
      const { born, died = 2024 } = year(founder.target!);
      const founded = facts.get('founded')!.value!;
      t.true(founded >= born + 20 && founded < died);
    }
    if (kind === 'work' && facts.has('appeared')) {
      const maker = world.origin(entityAt(number).index).maker;
      const { born, died = 2024 } = year(maker);
      t.true(facts.get('appeared')!.value! > born && facts.get('appeared')!.value! < died);
    }
  }
});

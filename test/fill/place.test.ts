import test from 'ava';
import { arrange, placementMeta, placementOf } from '../../lib/fill/place.js';
import {
  PLACEMENT_PARAMETERS,
  PLACEMENTS,
  type PlacementName,
} from '../../lib/fill/placements/registry.js';
import { keyedRandom } from '../../lib/random.js';
import { snakeCase } from '../../lib/values/letter-case.js';
import { namesOf } from '../../lib/values/registry.js';
import { defaultsOf } from '../support/defaults.js';

const REFERENCE = defaultsOf(PLACEMENT_PARAMETERS);

const placed = (placement: PlacementName) => placementOf({ placement, ...REFERENCE });

test('an arrangement keeps every passage and puts supporting ones into their slots', t => {
  const passages = Array.from({ length: 40 }, (_, id) => ({ id, supporting: id < 3 }));
  for (const placement of namesOf(PLACEMENTS)) {
    const arranged = arrange(passages, placed(placement), keyedRandom(placement));
    t.deepEqual(
      arranged.map(({ id }) => id).sort((a, b) => a - b),
      passages.map(({ id }) => id),
    );
  }
  const atStart = arrange(passages, placed('start'), keyedRandom(1));
  t.deepEqual(
    atStart.map(({ supporting }) => supporting),
    passages.map(({ supporting }) => supporting),
  );
});

test('supporting passages come in any order, and so do the others', t => {
  const passages = Array.from({ length: 6 }, (_, id) => ({ id, supporting: id < 2 }));
  const orders = new Set<string>();
  for (let seed = 0; seed < 200; seed++) {
    const arranged = arrange(passages, placed('start'), keyedRandom(seed));
    orders.add(arranged.map(({ id }) => id).join(''));
  }
  t.is(orders.size, 2 * 24);
});

for (const [name, value] of Object.entries({
  zero: 0,
  negative: -1,
  infinite: 1 / 0,
  NaN: 0 / 0,
})) {
  test(`a ${name} sigma or clamp is a wrong usage`, t => {
    for (const name of ['sigma', 'clamp']) {
      t.throws(() => placementOf({ placement: 'gaussian', ...REFERENCE, [name]: value }), {
        code: 'USAGE',
        message: `--${name} ${value}: must be a number above 0`,
      });
    }
  });
}

test('a placement that does not exist is a wrong usage, whatever the types say', t => {
  const placement = 'toString' as PlacementName;
  t.throws(() => placed(placement), {
    code: 'USAGE',
    message: '--placement toString: allowed are uniform, gaussian, start, end, spread',
  });
});

test('every placement says where supporting passages stand', t => {
  for (const { help } of Object.values(PLACEMENTS)) t.regex(help, /^\w/);
  for (const { help } of Object.values(PLACEMENT_PARAMETERS)) t.regex(help, /^\w/);
});

test('meta has the parameters of every placement, in the order of the registry', t => {
  const given = { ...REFERENCE, clamp: 2, placement: 'end' as const, sigma: 1 };
  const meta = placementMeta(placementOf(given));
  t.deepEqual(Object.keys(meta), ['placement', ...namesOf(PLACEMENT_PARAMETERS).map(snakeCase)]);
  t.like(meta, { placement: 'end', sigma: 1, clamp: 2 });
});

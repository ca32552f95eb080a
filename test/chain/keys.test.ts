import test from 'ava';
import fc from 'fast-check';
import { checkChains } from '../../lib/chain/check.js';
import { freshKeys, keyFormatName, parseKeyFormat } from '../../lib/chain/keys.js';
import { keyedRandom } from '../../lib/random.js';

const FORMS: Record<string, RegExp> = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  hex1: /^[0-9a-f]$/,
  hex8: /^[0-9a-f]{8}$/,
  hex64: /^[0-9a-f]{64}$/,
  nano1: /^[A-Za-z0-9_-]$/,
  nano21: /^[A-Za-z0-9_-]{21}$/,
  letters1: /^[a-z]$/,
  letters64: /^[a-z]{64}$/,
  default_1: /^[0-9a-f]$/,
  default_8: /^[0-9a-f]{8}$/,
  default_32: /^[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}$/,
};

for (const [name, form] of Object.entries(FORMS)) {
  test(`keys of ${name} look as its name says, and every character occurs`, t => {
    const format = parseKeyFormat(name);
    const random = keyedRandom(name);
    const seen = new Set<string>();
    for (let i = 0; i < 3000; i++) {
      const key = format.make(random);
      t.regex(key, form);
      t.regex(key, format.pattern);
      for (const character of key) seen.add(character);
    }
    const alphabet = name.startsWith('nano') ? 64 : name.startsWith('letters') ? 26 : 16;
    t.is(seen.size, name === 'uuid' ? 17 : alphabet);
  });
}

for (const name of [
  '',
  'hex',
  'hex0',
  'hex08',
  'hex65',
  'hex-1',
  'HEX8',
  'nano100',
  'uuid4',
  'md5',
  'letters',
  'letters0',
  'letters65',
  'default',
  'default_0',
  'default_33',
  'default8',
  'toString1',
]) {
  test(`"${name}" is no key format`, t => {
    const error = t.throws(() => parseKeyFormat(name), { code: 'USAGE' });
    t.regex(error!.message, /uuid, hexN, nanoN and lettersN .* default_N/);
    t.throws(() => keyFormatName.read(name), { message: /^allowed are uuid, hexN, .* default_N/ });
  });
}

test('as a setting a key format is its name', t => {
  for (const name of Object.keys(FORMS)) {
    t.is(keyFormatName.read(name), name);
    t.is(keyFormatName.write(name), name);
    t.is(parseKeyFormat(name).name, name);
  }
  t.deepEqual(keyFormatName.schema, { type: 'string' });
  t.is(keyFormatName.placeholder, 'uuid|hexN|nanoN|lettersN|default_N');
});

test('the space of a format is the number of its keys', t => {
  const spaces = { uuid: 2 ** 122, hex3: 16 ** 3, nano2: 64 ** 2, letters4: 26 ** 4 };
  const cut = { default_12: 16 ** 12, default_13: 16 ** 12, default_17: 4 * 16 ** 15 };
  for (const [name, space] of Object.entries({ ...spaces, ...cut })) {
    t.is(parseKeyFormat(name).space, space, name);
  }
});

test('a pattern takes no part of a text for a key', t => {
  const { pattern } = parseKeyFormat('hex2');
  t.false(pattern.test('abc'));
  t.false(pattern.test('a'));
  t.false(pattern.test('ab\n'));
});

test('keys do not repeat, down to the last one there is', t => {
  const fresh = freshKeys(parseKeyFormat('hex2'), keyedRandom('all'));
  const keys = Array.from({ length: 256 }, fresh);
  t.is(new Set(keys).size, 256);
  t.throws(fresh, {
    code: 'USAGE',
    message: '--key-format hex2: the keys are used up; take longer ones',
  });
});

test('no key is one of the reserved texts, and they use up the space, too', t => {
  const reserved = ['a', 'b', 'Which river?', 'c0'];
  const fresh = freshKeys(parseKeyFormat('hex1'), keyedRandom('reserved'), reserved);
  const keys = Array.from({ length: 14 }, fresh);
  t.is(keys.sort().join(''), '0123456789cdef');
  t.throws(fresh, { code: 'USAGE' });
});

test('equal generators make equal keys', t => {
  const make = (seed: number) =>
    Array.from({ length: 9 }, freshKeys(parseKeyFormat('nano9'), keyedRandom(seed)));
  t.deepEqual(make(4), make(4));
  t.notDeepEqual(make(4), make(5));
});

const options = (changes: object) => ({
  keyFormat: parseKeyFormat('hex1'),
  chains: (length: number) => Math.max(1, length >> 10),
  hops: 4,
  shape: 'chain' as const,
  branching: 2,
  hopOrder: 'random' as const,
  ...changes,
});

test('a key space too small for the chains of any length is a wrong usage, before all else', t => {
  t.notThrows(() => checkChains(options({}), [4096, null]));
  const error = t.throws(() => checkChains(options({}), [1024, 8192]), { code: 'USAGE' });
  t.is(
    error!.message,
    '--key-format hex1: there are 16 such keys, but 8 chains of 4 pairs need 32; take longer keys or fewer chains',
  );
  t.throws(() => checkChains(options({ shape: 'tree' }), [4096]), { code: 'USAGE' });
  t.notThrows(() => checkChains(options({ shape: 'tree' }), [2048]));
});

for (const [what, changes, message] of [
  ['no hops', { hops: 0 }, '--hops 0: must be a whole number, at least 1'],
  ['half a hop', { hops: 1.5 }, '--hops 1.5: must be a whole number, at least 1'],
  ['no chains', { chains: () => 0 }, '--chains 0: must be a whole number, at least 1'],
  [
    'a tree of one branch',
    { shape: 'tree', branching: 1 },
    '--branching 1: must be a whole number, at least 2',
  ],
  [
    'a tree that would never end',
    { shape: 'full-tree', hops: 40 },
    `--hops 40: one full-tree would take ${2 ** 40 - 2 + 2 ** 39} pairs, allowed are 1048576; take fewer hops or a smaller --branching`,
  ],
] as const) {
  test(`${what}: that is a wrong usage`, t => {
    t.throws(
      () => checkChains(options({ keyFormat: parseKeyFormat('uuid'), ...changes }), [1024]),
      { code: 'USAGE', message },
    );
  });
}

test('whether the keys suffice is told exactly', t => {
  const counts = fc.record({
    chains: fc.integer({ min: 1, max: 40 }),
    hops: fc.integer({ min: 1, max: 12 }),
    branching: fc.integer({ min: 2, max: 4 }),
    shape: fc.constantFrom('chain' as const, 'tree' as const),
  });
  fc.assert(
    fc.property(counts, ({ chains, hops, branching, shape }) => {
      const needed = chains * hops * (shape === 'tree' ? branching : 1);
      const all = options({
        keyFormat: parseKeyFormat('hex2'),
        chains: () => chains,
        hops,
        branching,
        shape,
      });
      const check = () => checkChains(all, [4096]);
      if (needed > 256) t.throws(check, { code: 'USAGE' });
      else t.notThrows(check);
    }),
  );
});

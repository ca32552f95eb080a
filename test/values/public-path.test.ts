import test from 'ava';
import fc from 'fast-check';
import { lastNames, publicNames, publicPath } from '../../lib/values/public-path.js';

const SELF = { home: '/srv/people/ann', user: 'ann' };

test('of a path that leads away the last name is left, all else stays', t => {
  const shown: Record<string, string> = {
    '/home/bob/data/hotpot.json': 'hotpot.json',
    '~/x/y.json': 'y.json',
    '~bob/y.json': 'y.json',
    'C:\\Users\\bob\\d.json': 'd.json',
    'C:/data/d.json': 'd.json',
    '\\\\server\\share\\d.json': 'd.json',
    '../d.json': 'd.json',
    '/x/-y.json': './-y.json',
    '/x/@y.json': './@y.json',
    '/home/bob': '.',
    '/home/bob/': '.',
    '/root/out': 'out',
    '/x/a,b/c, d.json': 'c, d.json',
    'my out/x': 'my out/x',
    './out/': './out/',
    '-': '-',
    'Qwen/Qwen3-8B': 'Qwen/Qwen3-8B',
    cl100k_base: 'cl100k_base',
    '.': '.',
  };
  for (const [path, expected] of Object.entries(shown)) t.is(publicPath(path), expected, path);
});

test('no name along a path is the user’s, whoever it is and wherever the home', t => {
  t.deepEqual(publicNames('/srv/people/ann/data/x.json', SELF), ['data', 'x.json']);
  t.deepEqual(publicNames('/scratch/ann/x.json', SELF), ['scratch', 'x.json']);
  t.deepEqual(publicNames('/srv/people/ann', SELF), []);
  const name = fc.stringMatching(/^[a-z0-9_.-]{2,8}$/);
  const home = fc.constantFrom('/home/', '/Users/', 'C:\\Users\\', 'c:/users/', '~');
  fc.assert(
    fc.property(home, name, fc.array(name, { minLength: 1, maxLength: 4 }), (where, user, more) => {
      const names = more.map(each => `x${each}`);
      t.deepEqual(publicNames(`${where}${user}/${names.join('/')}`, SELF), names);
    }),
  );
});

test('as many of the last names as are asked for', t => {
  t.is(lastNames('/data/train/x.json', 2), 'train/x.json');
  t.is(lastNames('/home/bob/x.json', 3), 'x.json');
});

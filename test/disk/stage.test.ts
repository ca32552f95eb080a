import test from 'ava';
import { sortOnDisk } from '../../lib/disk/sort-on-disk.js';
import { testLifeCycle } from '../support/stage-life.js';

interface Item {
  at: number;
}

testLifeCycle<Item, Item>(test, 'sortOnDisk', {
  make: () => sortOnDisk<Item>(({ at }) => at),
  input: at => ({ at }),
  output: at => at,
  known: items => items.map(({ at }) => at),
  holdsAll: true,
  failing: {
    make: () =>
      sortOnDisk<Item>(({ at }) => {
        if (at === 2) throw new Error('no number');
        return at;
      }),
    error: { message: 'no number' },
  },
});

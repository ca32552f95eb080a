import test from 'ava';
import { ordered } from '../../lib/stream/ordered.js';
import { slice } from '../../lib/stream/slice.js';
import { stage } from '../../lib/stream/stage.js';
import { watch } from '../../lib/stream/watch.js';
import { testLifeCycle } from '../support/stage-life.js';

const STAGE = {
  input: (n: number) => ({ n }),
  output: (n: number) => n,
  known: (items: { n: number }[]) => items.map(({ n }) => n),
};
type Item = { n: number };

const error = { message: 'lost disk' };
const failFromThird = ({ n }: Item): void => {
  if (n >= 2) throw new Error(error.message);
};

testLifeCycle<Item, Item>(test, 'stage', {
  ...STAGE,
  make: () => stage<Item, Item>((item, push) => push(item)),
  failing: { make: () => stage<Item, Item>(failFromThird), error },
});

testLifeCycle<Item, Item>(test, 'ordered', {
  ...STAGE,
  make: () => ordered<Item, Item>(3, async item => item),
  failing: { make: () => ordered<Item, void>(3, async item => failFromThird(item)), error },
});

testLifeCycle<Item, Item>(test, 'watch', {
  ...STAGE,
  make: () => watch<Item>(() => undefined),
  failing: { make: () => watch<Item>(failFromThird), error },
});

// It does nothing that could fail.
testLifeCycle<Item, Item>(test, 'slice', { ...STAGE, make: () => slice(0) });

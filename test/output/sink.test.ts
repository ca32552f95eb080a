import test from 'ava';
import { plainFrame } from '../../lib/output/sink.js';

const blockOf = (text: string, note?: unknown) => ({ bytes: Buffer.from(text), note });

test('blocks are written as they come, and each is told with its place and note', t => {
  const told: [number, unknown][] = [];
  const frame = plainFrame({
    head: Buffer.from('HEAD'),
    onBlock: (at, note) => told.push([at, note]),
    foot: () => Buffer.from(JSON.stringify(told)),
    empty: Buffer.from('EMPTY'),
  });
  t.is(`${frame.head()}`, 'HEAD');
  // The first one stands there already, of a process before.
  frame.kept(3, 4, ['one']);
  t.deepEqual(frame.add(blockOf('two', 2), 7), [Buffer.from('two')]);
  t.is(frame.rest(10), undefined, 'nothing is held');
  t.deepEqual(told, [
    [4, 'one'],
    [7, 2],
  ]);
  t.is(`${frame.foot()}`, '[[4,"one"],[7,2]]');
});

test('what a file of no blocks ends with stands in place of the foot', t => {
  const foot = () => Buffer.from('FOOT');
  const empty = Buffer.from('EMPTY');
  t.is(`${plainFrame({ foot, empty }).foot()}`, 'EMPTY');
  t.is(`${plainFrame({ foot }).foot()}`, 'FOOT');
  const [added, kept] = [plainFrame({ empty }), plainFrame({ empty })];
  added.add(blockOf('a'), 0);
  kept.kept(1, 0, [undefined]);
  for (const frame of [added, kept, plainFrame()]) {
    t.is(frame.foot().length, 0);
    t.is(frame.head().length, 0);
  }
});

test('bytes of a file are those of one block, with its note', t => {
  const frame = plainFrame();
  t.true(frame.fits(5, ['note']));
  t.false(frame.fits(5, []));
  t.false(frame.fits(5, ['one', 'other']));
  const bytes = Buffer.from('block');
  t.deepEqual([...frame.split(bytes, ['note'])], [{ bytes, note: 'note' }]);
});

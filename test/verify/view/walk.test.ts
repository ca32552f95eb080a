import test from 'ava';
import { walkToQuestion } from '../../../lib/verify/view/walk.js';
import { CHAINS, chainSample, INPUT, plainSample, TREES, treeSample } from '../sample-builder.js';

test('a chain is walked from the first key to the question, wherever its pairs stand', t => {
  const { marks, question, context } = walkToQuestion(chainSample());
  t.is(question, INPUT);
  t.deepEqual(
    marks.map(({ pair }) => pair),
    CHAINS[1],
  );
  for (const { start, end, pair } of marks) {
    t.is(context.slice(start, end), `{"${pair![0]}": ${JSON.stringify(pair![1])}}.`);
  }
});

test('of a tree the one way that ends in a question is walked', t => {
  const { marks, question } = walkToQuestion(treeSample());
  t.is(question, INPUT);
  t.deepEqual(
    marks.map(({ pair }) => pair),
    [TREES[0]![0], TREES[0]![3]],
  );
});

test('where the first key leads nowhere there is no way, and no question', t => {
  const lost = chainSample();
  lost.chain_head_with_question = '00000000-0000-4000-8000-000000000000';
  for (const sample of [lost, plainSample()]) {
    const { marks, question } = walkToQuestion(sample);
    t.deepEqual(marks, []);
    t.is(question, undefined);
  }
});

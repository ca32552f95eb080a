import test from 'ava';
import { renderSample } from '../../../lib/verify/report/render-sample.js';
import { ANSWERS, CHAINS, chainSample, INPUT, renderPair } from '../sample-builder.js';

test('a sample is shown hop by hop, each pair with the text around it on one line', t => {
  const lines = renderSample(chainSample()).split('\n');
  const pairs = lines.filter(line => line.startsWith('     ...'));
  t.is(pairs.length, 3);
  for (const [hop, pair] of CHAINS[1]!.entries()) {
    t.regex(pairs[hop]!, /^ {5}\.\.\..+\.\.\.$/);
    t.true(pairs[hop]!.includes(renderPair(pair)));
  }
  t.regex(lines[0]!, /510 tokens, 5 passages, 3 chains of 3 pairs$/);
  t.true(lines.includes(`   the question: ${INPUT}`));
  t.true(lines.includes(`   the answer: ${ANSWERS.join(' / ')}`));
  t.is(lines.at(-1), '   which 2 of the passages support, at positions 1, 3');
});

test('a sample whose key leads nowhere is shown as that', t => {
  const sample = chainSample();
  sample.chain_head_with_question = 'no key';
  t.true(renderSample(sample).includes('the question: not found'));
});

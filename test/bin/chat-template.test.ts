import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { finalPrompt } from '../../lib/prompt/final-prompt.js';
import type { Sample } from '../../lib/records/sample.js';
import { openChat } from '../../lib/tokenize/chat/chat.js';
import { readChatSource } from '../../lib/tokenize/chat/chat-source.js';
import { loadTokenizer } from '../../lib/tokenize/load.js';
import { command, commandOutput } from '../support/command.js';
import { modelServer } from '../support/model/model-server.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { folderOf, modelFolder } from '../tokenize/chat/templates.js';

const LLAMA = folderOf('llama3_1');
const TOKENIZER = ['--tokenizer-type', 'hf', '--tokenizer-path', LLAMA];
const SYSTEM = 'Think between <think> and </think>.';
const INSTRUCTION = 'Put {question} in \\boxed{}.';
const CHAT = [
  ...TOKENIZER,
  ...['--chat-template', 'auto', '--sample-system-prompt', SYSTEM],
  ...['--sample-instruction', INSTRUCTION],
];

const samplesOf = (lines: string): Sample[] =>
  lines
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Sample);

test('what is counted is the whole conversation, as the library counts it, within the budget', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 60);
  const source = readChatSource('auto', { type: 'hf', path: LLAMA });
  const chat = openChat(source);
  const tokenizer = await loadTokenizer({ type: 'hf', path: LLAMA });
  t.teardown(() => tokenizer.close());
  const some = ['--max-seq-length', '2k', '--num-samples', '8', '--out', '-', '--workers', '1'];
  for (const options of [
    ['keychain', dataset, ...some],
    ['keychain', dataset, ...some, '--remove-newline-tab'],
    ['keychain', dataset, ...some, '--template', ' {context}\\n{chain_head} '],
    ['synth', dataset, ...some],
    [
      'synth',
      dataset,
      ...some,
      '--template',
      ' \\n{context}\\n\\n ',
      '--passage-format',
      ' {title}\\n{text}',
    ],
    ['relevant-only', dataset, '--num-samples', '8', '--out', '-', '--workers', '1'],
  ]) {
    const samples = samplesOf(await commandOutput([...options, ...CHAT]));
    t.is(samples.length, 8);
    for (const sample of samples) {
      const { meta, length } = sample;
      t.is(meta.sample_system_prompt, SYSTEM);
      t.is(meta.sample_instruction, INSTRUCTION);
      t.deepEqual(meta.chat_template, { sha256: source.sha256, date: '', kwargs: '' });
      const prompt = finalPrompt(sample);
      t.true(prompt.endsWith(INSTRUCTION));
      const rendered = chat.render({ system: SYSTEM, date: '', kwargs: '' }, prompt);
      t.is(meta.prompt_tokens, tokenizer.libraryCount(rendered));
      if (meta.max_seq_length === 0) continue;
      t.true(length <= meta.max_seq_length && length > 0.95 * meta.max_seq_length, `${length}`);
    }
  }
});

test('keychain with workers is fill and chain in a pipe; its files verify, and are made again', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 60);
  const dir = await tempDir(t);
  const corpus = join(dir, 'corpus');
  const budget = ['--max-seq-length', '2k', '--num-samples', '12'];
  const to = ['--corpus', corpus, '--save-dir', dir, '--save-name', 'w', '--format', 'jsonl'];
  await commandOutput(['keychain', dataset, ...budget, ...CHAT, ...to, '--workers', '2']);
  const names = await readdir(join(dir, 'w'));
  const file = join(dir, 'w', names.find(name => name.endsWith('.jsonl'))!);
  const manifest = join(dir, 'w', names.find(name => name.endsWith('.manifest.json'))!);
  const lines = await readFile(file, 'utf8');

  const questions = join(dir, 'questions.jsonl');
  await writeFile(questions, await commandOutput(['parse', dataset]));
  const filled = join(dir, 'filled.jsonl');
  const fill = ['fill', questions, '--corpus', corpus, ...budget, ...CHAT];
  await writeFile(filled, await commandOutput(fill));
  t.is(await commandOutput(['chain', filled, '--corpus', corpus, ...budget, ...CHAT]), lines);

  const verify = ['verify', file, ...TOKENIZER, '--dataset', dataset];
  t.is((await command(verify)).code, 0);
  t.is(
    (await command([...verify, '--chat-template', join(LLAMA, 'tokenizer_config.json')])).code,
    0,
  );
  const none = await command([...verify, '--chat-template', 'none']);
  t.regex(none.stderr, /CHAT_TEMPLATE_UNUSABLE: .*not none: give that one with --chat-template/);
  const changed = join(dir, 'changed.jsonl');
  await writeFile(
    changed,
    lines.replaceAll('"sample_system_prompt":"Think', '"sample_system_prompt":"Do think'),
  );
  t.regex((await command(['verify', changed, ...TOKENIZER])).stdout, /prompt has \d+ tokens, meta/);

  const again = await command(['run', manifest]);
  t.is(again.code, 0, again.stderr);
  t.regex(again.stderr, /lines and bytes agree/);
});

test('the preset of the paper is counted in the conversation of the tokenizer', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 60);
  const some = ['--max-seq-length', '2k', '--num-samples', '4', '--out', '-', '--workers', '1'];
  for (const command of ['keychain', 'synth', 'needle']) {
    const paper = [command, dataset, ...some, '--preset', 'paper'];
    const samples = samplesOf(await commandOutput([...paper, ...TOKENIZER]));
    t.is(samples.length, 4);
    for (const { meta, ...sample } of samples) {
      t.regex(meta.sample_system_prompt, /<think>.*\\boxed\{\}/);
      t.not(meta.chat_template.sha256, '');
      t.true((sample.distractor_context ?? sample.context)!.startsWith('Passage 1:\n'));
    }
  }
});

test('what cannot be is told in one line, before anything is made', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 20);
  const config = {
    chat_template:
      "{{ raise_exception('No system role') if messages[0].role == 'system' }}{{ messages[-1].content }}",
  };
  const tokenizer = await readFile(join(folderOf('qwen2_5'), 'tokenizer.json'), 'utf8');
  const folder = modelFolder({ 'tokenizer.json': tokenizer, 'tokenizer_config.json': config });
  const base = ['keychain', dataset, '--max-seq-length', '2k', '--out', '-', '--num-samples', '2'];
  const hf = (path: string) => ['--tokenizer-type', 'hf', '--tokenizer-path', path];
  const auto = ['--chat-template', 'auto'];
  const cases: [options: string[], code: number, message: RegExp][] = [
    [auto, 2, /USAGE: --chat-template auto: a tokenizer of type openai has no chat template/],
    [['--preset', 'paper'], 2, /USAGE: --chat-template auto: .*--chat-template none/],
    [[...auto, ...hf(folderOf('llama2'))], 2, /USAGE: .*has no chat template/],
    [
      [...auto, ...hf(folder), '--sample-system-prompt', 'S'],
      2,
      /No system role.*--sample-instruction/,
    ],
    [['--sample-system-prompt', 'S'], 2, /means nothing without --chat-template/],
    [['--chat-template', 'none', '--chat-date', '2024-07-26'], 2, /--chat-date means nothing/],
    [['--chat-template', 'missing.jinja'], 1, /INPUT_MISSING: missing.jinja/],
    [[...auto, '--chat-date', '2024-02-30'], 2, /must be a day like/],
    [[...auto, '--chat-template-kwargs', '{"messages": []}'], 2, /"messages" cannot be set here/],
  ];
  for (const [options, code, message] of cases) {
    for (const more of [[], ['--dry-run']]) {
      const result = await command([...base, ...options, ...more]);
      t.is(result.code, code, `${options.join(' ')}: ${result.stderr}`);
      t.regex(result.stderr, message);
      t.is(result.stderr.trimEnd().split('\n').length, 1, result.stderr);
    }
  }
});

test('a sample is asked with what it has of its own', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 20);
  const server = await modelServer(t, dataset);
  const dir = await tempDir(t);
  const file = join(dir, 'samples.jsonl');
  const some = ['--max-seq-length', '2k', '--num-samples', '2', '--out', '-'];
  await writeFile(file, await commandOutput(['keychain', dataset, ...some, ...CHAT]));
  const model = [...server.flags, '--journal', join(dir, 'journal'), '--n', '1'];
  const told = ['--system-prompt', 'Other.', '--answer-instruction', 'Differently.'];
  const samples = samplesOf(await readFile(file, 'utf8'));
  for (const name of ['rollout', 'trajectories', 'reasoning']) {
    server.calls.length = 0;
    const { code, stderr } = await command([name, file, ...model, ...told, '--allow-rejects']);
    t.is(code, 0, stderr);
    t.true(server.calls.length > 0 || name === 'trajectories');
    for (const { body } of server.calls) {
      const { messages } = body as { messages: { role: string; content: string }[] };
      t.deepEqual(
        messages.map(({ role }) => role),
        ['system', 'user'],
      );
      t.is(messages[0]!.content, SYSTEM);
      const asked = messages[1]!.content;
      t.is(asked.split(INSTRUCTION).length, 2);
      t.false(asked.includes('Differently.'));
      t.true(samples.some(sample => asked.startsWith(finalPrompt(sample))));
    }
  }
});

import { join } from 'node:path';
import test from 'ava';
import { openChat } from '../../../lib/tokenize/chat/chat.js';
import { readChatSource } from '../../../lib/tokenize/chat/chat-source.js';
import { strftime } from '../../../lib/tokenize/chat/strftime.js';
import { hasJinja, NO_JINJA, renderWithJinja } from '../../support/jinja.js';
import { chatOf, folderOf, modelFolder, NOTHING } from './templates.js';

const CONTENT = '{{ messages[-1].content }}';
const NO_SYSTEM = `{% if messages[0].role == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}${CONTENT}`;

const ownOf = (path: string, type: 'hf' | 'openai' = 'hf') =>
  readChatSource('auto', { type, ...(type === 'hf' && { path }) });

test('a tokenizer without a template says what to give', t => {
  t.throws(() => ownOf(folderOf('llama2')), {
    code: 'USAGE',
    message: /--chat-template auto: .*llama2.* has no chat template .*--chat-template FILE/,
  });
  t.throws(() => ownOf('', 'openai'), { code: 'USAGE', message: /openai has no chat template/ });
});

test('the template stands where the Hub puts it; its own file comes first', t => {
  const config = { chat_template: 'config', bos_token: { content: '<s>' }, eos_token: null };
  const named = [
    { name: 'tool', template: 'tool' },
    { name: 'default', template: 'usual' },
  ];
  const templateOf = (files: Record<string, unknown>): string => ownOf(modelFolder(files)).template;
  t.is(templateOf({ 'chat_template.jinja': 'file', 'tokenizer_config.json': config }), 'file');
  t.is(templateOf({ 'tokenizer_config.json': config }), 'config');
  t.is(templateOf({ 'tokenizer_config.json': { chat_template: named } }), 'usual');
  t.is(templateOf({ 'chat_template.json': { chat_template: 'aside' } }), 'aside');
  const folder = modelFolder({
    'tokenizer_config.json': config,
    'special_tokens_map.json': { bos_token: '<old>', eos_token: '</s>' },
  });
  t.deepEqual(ownOf(folder).specials, { bos_token: '<s>', eos_token: '</s>' });
  t.is(ownOf(join(folder, 'tokenizer.json')).template, 'config');
  const file = join(folder, 'tokenizer_config.json');
  t.is(readChatSource(file, { type: 'openai' }).template, 'config');
  t.deepEqual(readChatSource(file, { type: 'openai' }).specials, { bos_token: '<s>' });
  t.throws(() => ownOf(modelFolder({ 'tokenizer_config.json': { chat_template: [named[0]] } })), {
    code: 'CHAT_TEMPLATE_UNUSABLE',
    message: /\(tool\) is called default/,
  });
});

test('where special tokens are text, a template is taken and it is said', t => {
  const file = join(modelFolder({ 'a.jinja': CONTENT }), 'a.jinja');
  t.regex(readChatSource(file, { type: 'openai' }).warning!, /special tokens .* are text/);
  t.is(readChatSource(file, { type: 'hf', path: folderOf('qwen3') }).warning, undefined);
});

const BROKEN: [fault: string, template: string, message: RegExp][] = [
  ['no Jinja', '{% if', /is no template that can be read/],
  ['nothing of the prompt', 'nothing', /leaves the prompt out/],
  ['the prompt twice', `${CONTENT} ${CONTENT}`, /repeats the prompt/],
  ['capitals', '{{ messages[-1].content | upper }}', /leaves the prompt out|changes/],
  ['other quotes', "{{ messages[-1].content.replace('\"', '') }}", /changes the text of a prompt/],
  [
    'no thoughts',
    "{{ messages[-1].content.split('</think>')[-1] }}",
    /changes the text of a prompt/,
  ],
  ['one kind of blank', "{{ messages[-1].content.replace('\t', '') }}", /changes the text/],
  ['an exception', `{{ raise_exception('No.') }}${CONTENT}`, /fails \(No\.\)/],
  ['an endless list', `{% for i in range(10000000000) %}{% endfor %}${CONTENT}`, /fails \(range/],
];

for (const [fault, template, message] of BROKEN) {
  test(`a template with ${fault} is told in one line`, t => {
    const error = t.throws(() => chatOf(template).conversation(NOTHING), { message });
    t.is((error as { code?: string }).code, 'CHAT_TEMPLATE_UNUSABLE');
    t.notRegex(error.message, /\n/);
  });
}

test('a template that takes no system message says what to do instead', t => {
  const asked = { ...NOTHING, system: 'Careful.' };
  const way = /--sample-system-prompt: .*--sample-instruction/;
  const refused = { code: 'USAGE', message: way };
  t.throws(() => chatOf(NO_SYSTEM).conversation(asked), refused);
  t.throws(() => chatOf(CONTENT).conversation(asked), refused);
  t.notThrows(() => chatOf(NO_SYSTEM).conversation(NOTHING));
});

test('today is what the setting says, and never the clock', t => {
  const asks = `${CONTENT} {{ strftime_now('%Y-%m-%d') }}`;
  t.throws(() => chatOf(asks).conversation(NOTHING), { code: 'USAGE', message: /--chat-date/ });
  const dated = { ...NOTHING, date: '2019-02-03' };
  t.is(chatOf(asks).render(dated, 'a'), 'a 2019-02-03');
  // As of Llama 3.2.
  const llama = `{% if not date_string is defined %}{% if strftime_now is defined %}{% set date_string = strftime_now("%d %b %Y") %}{% else %}{% set date_string = "26 Jul 2024" %}{% endif %}{% endif %}${CONTENT} {{ date_string }}`;
  t.is(chatOf(llama).render(NOTHING, 'a'), 'a 26 Jul 2024');
  t.is(chatOf(llama).render(dated, 'a'), 'a 03 Feb 2019');
  const own = { ...dated, kwargs: '{"date_string":"today"}' };
  t.is(chatOf(llama).render(own, 'a'), 'a today');
});

test('days are written as strftime writes them', t => {
  const format = '%Y %y %m %d %j %b %B %a %A %F %H:%M:%S %%';
  t.is(
    strftime('2024-12-31', format),
    '2024 24 12 31 366 Dec December Tue Tuesday 2024-12-31 00:00:00 %',
  );
  t.is(strftime('0099-03-01', '%Y %y %j'), '0099 99 060');
  t.throws(() => strftime('2024-12-31', '%Q'), { message: /%Q/ });
});

test('Jinja itself renders the same', t => {
  if (!hasJinja()) {
    t.log(NO_JINJA);
    return t.pass();
  }
  const prompts = ['A.', ' \n blanks\t', '\ufeffa\u0085', '\u001ca\u2003', '{{ 1 }}\r\n{% if %}'];
  for (const model of ['llama3_1', 'qwen2_5', 'gemma3', 'deepseek_v3', 'mistral_nemo']) {
    const source = ownOf(folderOf(model));
    const chat = openChat(source);
    for (const system of ['', 'Careful.']) {
      const head = system === '' ? [] : [{ role: 'system', content: system }];
      const values = {
        ...source.specials,
        tools: null,
        documents: null,
        add_generation_prompt: true,
      };
      const conversations = prompts.map(content => [...head, { role: 'user', content }]);
      const rendered = renderWithJinja(source.template, values, conversations);
      t.deepEqual(
        prompts.map(prompt => chat.render({ ...NOTHING, system }, prompt)),
        rendered,
        model,
      );
    }
  }
});

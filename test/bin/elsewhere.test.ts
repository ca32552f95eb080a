import test from 'ava';
import { elsewhere } from '../../bin/cli/elsewhere.js';
import { command } from '../support/command.js';

/** What people try, and what they read then. */
const TRIED: [string, string | undefined, RegExp][] = [
  ['top-k', '20', /--extra-body '\{"top_k":20\}'/],
  ['min-p', '0.05', /--extra-body '\{"min_p":0.05\}'/],
  ['seed', '1', /'\{"seed":1\}'/],
  ['stop', 'Observation:', /'\{"stop":"Observation:"\}'/],
  ['presence-penalty', '1.5', /'\{"presence_penalty":1.5\}'/],
  ['repetition-penalty', '1.05', /'\{"repetition_penalty":1.05\}'/],
  ['reasoning-effort', 'high', /'\{"reasoning_effort":"high"\}'/],
  ['chat-template-kwargs', '{"a":1}', /'\{"chat_template_kwargs":\{"a":1\}\}'/],
  ['enable-thinking', 'false', /\{"chat_template_kwargs":\{"enable_thinking":false\}\}/],
  ['enable-thinking', undefined, /\{"enable_thinking":true\}/],
  ['thinking', '{"type":"disabled"}', /'\{"thinking":\{"type":"disabled"\}\}'/],
  ['max-completion-tokens', '9', /--max-tokens/],
  ['system', 'x', /--system-prompt/],
  ['parameters', '{}', /--extra-body/],
  ['proxy', 'http://p', /HTTPS_PROXY/],
  ['offline', undefined, /--journal-only/],
  ['api-key', 'sk-1', /--api-key-env/],
  ['rescue-top-k', '4', /--rescue-extra-body '\{"top_k":4\}'/],
];

const SPELLED = ['extra-body', 'rescue-extra-body'];

for (const [name, value, said] of TRIED) {
  test(`who tries --${name} ${value ?? ''} is told how to say it`, t => {
    t.regex(elsewhere(name, value, SPELLED) ?? '', said);
    t.is(elsewhere(name, value, ['hops']), undefined, 'a command that asks no model');
  });
}

test('what nobody knows is left to the nearest spelling', async t => {
  t.is(elsewhere('no-such-thing', '1', SPELLED), undefined);
  const { code, stderr } = await command(['rollout', 'x', '--llm-url', 'u', '--top_k', '20']);
  t.is(code, 2);
  t.is(stderr, `error: USAGE: unknown option --top-k; say it with --extra-body '{"top_k":20}'\n`);
  t.regex((await command(['rollout', 'x', '--top-kk', '1'])).stderr, /did you mean --top-p\?/);
});

test('a key that is given as an option is not repeated', async t => {
  const { stderr } = await command(['rollout', 'x', '--api-key', 'sk-secret']);
  t.false(stderr.includes('sk-secret'));
});

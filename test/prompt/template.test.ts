import test from 'ava';
import fc from 'fast-check';
import {
  CONTEXT_TEMPLATE,
  checkTemplate,
  frameOf,
  KEYCHAIN_TEMPLATE,
} from '../../lib/prompt/template.js';

const fill = (template: string, question: string, chainHead?: string): string => {
  const { before, after } = frameOf(template, { question, chainHead });
  return `${before}<context>${after}`;
};

test('the default template of keychain is that of the method', t => {
  t.is(
    fill(KEYCHAIN_TEMPLATE, 'Why?', 'abc'),
    'Please read the following text.\n<context>\n\nIn the context above, there is one correct question to answer. The correct question can only be found by following the correct consecutive chain of key:value pairs encoded with UUID strings, starting from "abc".\nFind the correct question first, then answer it.',
  );
  t.is(fill(CONTEXT_TEMPLATE, 'Why?'), '<context>');
});

for (const [template, question, head, filled] of [
  ['{question} {context} {question}', 'Why?', undefined, 'Why? <context> Why?'],
  ['{chain_head}: {context}: {chain_head}', 'Why?', 'k', 'k: <context>: k'],
  [
    '{context}{question}',
    '{context} {question} {chain_head}',
    'k',
    '<context>{context} {question} {chain_head}',
  ],
  [
    '{question}{context}{chain_head}',
    '{chain_head}',
    '{question}',
    '{chain_head}<context>{question}',
  ],
  ['{context} {question}', "$& $1 $$ $` $'", undefined, "<context> $& $1 $$ $` $'"],
  ['{context} {chain_head}', 'Why?', '$&', '<context> $&'],
  [
    '{context} {other} {{question}} { question }',
    'Why?',
    undefined,
    '<context> {other} {Why?} { question }',
  ],
  ['{context}', 'Why?', 'k', '<context>'],
  ['{context} {chain_head}', 'Why?', undefined, '<context> {chain_head}'],
] as const) {
  test(`${template} with ${question} and ${head} is ${filled}`, t => {
    t.is(fill(template, question, head), filled);
  });
}

test('values stand in the prompt as they are', t => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (question, head) => {
      const template = 'a {question} b {chain_head} c {context} d {question} e';
      t.is(
        fill(template, question, head),
        ['a ', question, ' b ', head, ' c <context> d ', question, ' e'].join(''),
      );
    }),
  );
});

for (const [template, hasChains, allowed] of [
  ['{context}', false, true],
  ['{context} {question}', false, true],
  ['{context} {chain_head} {chain_head}', true, true],
  [KEYCHAIN_TEMPLATE, true, true],
  ['', false, false],
  ['{question}', false, false],
  ['{Context}', false, false],
  ['{context} {context}', false, false],
  ['{context}', true, false],
  ['{chain_head}', true, false],
  ['{context} {chain_head}', false, false],
] as const) {
  test(`${JSON.stringify(template)} is ${allowed ? '' : 'not '}allowed with${hasChains ? '' : 'out'} chains`, t => {
    const check = () => checkTemplate(template, hasChains);
    if (allowed) t.notThrows(check);
    else t.regex(t.throws(check, { code: 'USAGE' }).message, /--template/);
  });
}

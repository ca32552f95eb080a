import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { readArguments } from '../../bin/cli/arguments.js';
import type { CommandName } from '../../lib/settings/commands.js';
import { readConfig } from '../../lib/settings/config/read-config.js';
import { settingsOf } from '../../lib/settings/resolve.js';
import { tempDir } from '../support/temp-dir.js';

async function configFile(t: ExecutionContext, text: string, name = 'run.yaml'): Promise<string> {
  const file = join(await tempDir(t), name);
  await writeFile(file, text);
  return file;
}

const YAML = `# a run
command: keychain
dataset: [a.json, 'b c.json']
max-seq-length: [4k, 32k]
num_samples: 10
chains: 4-per-1024
hops: 6
sigma: 0.25
shuffle-qa: true
template: |
  {context}
  {question}
llm-url: http://h/v1
rule: loongrl
gzip-level: 3
`;

const OPTIONS = [
  ...['a.json', 'b c.json', '--max-seq-length', '4k,32k', '--num-samples', '10'],
  ...['--chains', '4-per-1024', '--hops', '6', '--sigma', '0.25', '--shuffle-qa'],
  ...['--template', '{context}\\n{question}\\n', '--llm-url', 'http://h/v1', '--rule', 'loongrl'],
  ...['--compression-level', '3'],
];

test('a value in a config means what it means as an option, in YAML and in JSON', async t => {
  const { given, words } = readArguments(OPTIONS, settingsOf('keychain'));
  const expected = { ...given, dataset: words };
  const yaml = await readConfig(await configFile(t, YAML));
  t.is(yaml.command, 'keychain');
  t.deepEqual(yaml.given, expected);
  const json = JSON.stringify(
    {
      $schema: './config.schema.json',
      command: 'keychain',
      dataset: ['a.json', 'b c.json'],
      'max-seq-length': '4k,32k',
      'num-samples': 10,
      chains: '4-per-1024',
      hops: 6,
      sigma: 0.25,
      'shuffle-qa': true,
      template: '{context}\n{question}\n',
      'llm-url': ['http://h/v1'],
      rule: 'loongrl',
      'compression-level': 3,
    },
    null,
    '\t',
  );
  t.deepEqual(await readConfig(await configFile(t, json, 'run.json')), yaml);
});

test('a config without a command is of the one that it is given to', async t => {
  const file = await configFile(t, 'level: [hard, easy]\nquestion-hops: 2,3\n');
  t.deepEqual((await readConfig(file, 'filter')).given, {
    level: ['hard', 'easy'],
    questionHops: [2, 3],
  });
  await t.throwsAsync(readConfig(file), { message: /names no command; .*keychain/ });
});

const WRONG: [text: string, command: CommandName | undefined, message: RegExp][] = [
  ['command: keychian\n', undefined, /:1:10: command keychian: .*did you mean keychain\?/],
  ['command: parse\n', 'keychain', /:1:10: it is a config of parse, not of keychain/],
  [
    'hops: 4\nmax-seqlength: 4k\n',
    'keychain',
    /:2:1: .*max-seqlength; did you mean max-seq-length\?/,
  ],
  ['\n\n  hops: 4\n', 'parse', /:3:3: hops is no setting of parse, but of keychain, fill, chain/],
  ['hops: 4\nhops: 5\n', 'keychain', /:2:1: .*unique/i],
  ['key-format: uuid\nkey_format: hex8\n', 'keychain', /:2:1: key_format: key-format stands above/],
  ['hops: 0\n', 'keychain', /:1:7: hops 0: must be a whole number, at least 1/],
  ['hops: "4"\n', 'keychain', /:1:7: hops 4: must be a whole number/],
  ['hops: 2.5\n', 'keychain', /:1:7: hops 2\.5: must be a whole number, at least 1/],
  ['hops:\n', 'keychain', /:1:6: hops: must be a whole number/],
  ['hops: [4]\n', 'keychain', /:1:7: hops: must be a whole number/],
  ['shuffle-qa: yes\n', 'keychain', /:1:13: shuffle-qa yes: must be true or false/],
  ['placement: gausian\n', 'keychain', /:1:12: placement gausian: .*did you mean gaussian\?/],
  ['max-seq-length: [4k, 4q]\n', 'keychain', /:1:17: max-seq-length.*must be token counts/],
  ['dataset: [a.json,\n  7]\n', 'keychain', /:2:3: dataset 7: must be a text/],
  ['chains: many\n', 'keychain', /:1:9: chains many: allowed are/],
  ['save-name: 2024\n', 'keychain', /:1:12: save-name 2024: must be a text \(in quotes/],
  ['save-name: ""\n', 'keychain', /:1:12: save-name : must not be empty/],
  ['config: other.yaml\n', 'keychain', /:1:1: keychain has no setting config/],
  ['help: true\n', 'keychain', /:1:1: keychain has no setting help/],
  ['- hops\n', 'keychain', /:1:1: a config is settings with values/],
  ['', 'keychain', /:1:1: a config is settings with values/],
  ['hops: 4\n  sigma: [1\n', 'keychain', /run\.yaml:\d+:\d+: /],
  ['{"hops": 4,\n "sigma": }\n', 'keychain', /run\.yaml:2:\d+: /],
  ['hops: *gone\n', 'keychain', /run\.yaml:1:1: .*gone/],
  ['a: &x [*x]\nhops: 4\n', 'keychain', /run\.yaml:\d+:\d+: /],
];

for (const [text, command, message] of WRONG) {
  test(`a mistake in a config is told with its place: ${JSON.stringify(text)}`, async t => {
    const file = await configFile(t, text);
    const error = await t.throwsAsync(readConfig(file, command), { code: 'USAGE' });
    t.true(error?.message.startsWith(file));
    t.regex(error!.message, message);
    t.false(error!.message.includes('\n'));
  });
}

const NESTED: [what: string, nested: (depth: number) => string][] = [
  ['arrays', depth => `hops: ${'['.repeat(depth)}4${']'.repeat(depth)}\n`],
  ['arrays without an end', depth => `hops: ${'['.repeat(depth)}`],
  ['objects', depth => `{"hops": ${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}}`],
  ['keys', depth => `${'{'.repeat(depth)}a${'}: 1'.repeat(depth)}\n`],
  ['lines of hyphens', depth => `hops:\n  ${'- '.repeat(depth)}4\n`],
  [
    'maps by indentation',
    depth => Array.from({ length: depth }, (_, i) => `${' '.repeat(i)}hops:\n`).join(''),
  ],
];

for (const [what, nested] of NESTED) {
  test(`a config that nests without an end is told: ${what}`, async t => {
    for (const depth of [200, 3_000]) {
      const file = await configFile(t, nested(depth));
      await t.throwsAsync(readConfig(file, 'keychain'), {
        code: 'USAGE',
        message: /run\.yaml:\d+:\d+: it nests deeper than 100; a config is settings with values$/,
      });
    }
    const file = await configFile(t, nested(20));
    const error = await t.throwsAsync(readConfig(file, 'keychain'), { code: 'USAGE' });
    t.notRegex(error!.message, /deeper/);
  });
}

test('a config that is not there is told', async t => {
  await t.throwsAsync(readConfig('no-such.yaml', 'keychain'), {
    code: 'INPUT_MISSING',
    message: /no-such\.yaml/,
  });
});

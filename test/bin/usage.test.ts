import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { type Asked, readTask } from '../../bin/cli/task.js';
import { COMMANDS } from '../../bin/commands.js';
import { COMMAND_NAMES } from '../../lib/settings/commands.js';
import { GROUPS } from '../../lib/settings/groups.js';
import { settingsOf } from '../../lib/settings/resolve.js';
import { hyphenated } from '../../lib/settings/setting.js';
import { command, commandOutput } from '../support/command.js';
import { pipeOutput } from '../support/pipe.js';

test('the general help names every command', async t => {
  const help = await commandOutput(['--help']);
  for (const { name } of COMMANDS) t.regex(help, new RegExp(`^  ${name} `, 'm'));
  t.is(await commandOutput([]), help);
  t.is(await commandOutput(['help']), help);
});

test('the table of settings and the commands know each other', t => {
  t.deepEqual(
    COMMANDS.map(({ name }) => name),
    COMMAND_NAMES.filter(name => COMMANDS.some(each => each.name === name)),
  );
});

for (const each of COMMANDS) {
  test(`the help of ${each.name} names each of its options, in groups, and the typed program`, async t => {
    const { stdout: help } = await command([each.name, '--help'], 'some/pipe');
    const rows = settingsOf(each.name);
    for (const name of rows.keys()) t.true(help.includes(`  --${hyphenated(name)}`), name);
    for (const { group } of rows.values()) t.true(help.includes(`\n${group}: ${GROUPS[group]}\n`));
    t.true(help.startsWith(`usage: some/pipe ${each.name} `));
    t.true(each.examples('x').length > 0);
    t.is((await command([each.name, '-h'], 'some/pipe')).stdout, help);
    t.is((await command(['help', each.name], 'some/pipe')).stdout, help);
  });
}

test('--help of a group shows that group alone', async t => {
  const help = await commandOutput(['keychain', '--help', 'chains']);
  t.true(help.startsWith('chains: '));
  t.true(help.includes('--hops N') && !help.includes('--save-dir'));
  t.is(await commandOutput(['keychain', '--help=chains']), help);
  t.is(await commandOutput(['keychain', 'x', '--hops', '0', '--help', 'chains']), help);
});

test.serial('advice names the program that was typed', async t => {
  const { stderr } = await command(['chain', '--corpus', 'nowhere', 'x'], 'other/pipe');
  t.regex(stderr, /build one with: other\/pipe index/);
});

test.serial('bin/pipe is known by its path', async t => {
  t.regex(await pipeOutput(['--help']), /^usage: bin\/pipe COMMAND/m);
});

const NOT_DUE = ['gemini'];

test('what is not there yet stands in no help', async t => {
  const helps = await Promise.all(COMMANDS.map(({ name }) => commandOutput([name, '--help'])));
  for (const word of NOT_DUE) t.false(helps.join().includes(word), word);
});

const KEYCHAIN = ['keychain', 'x', '--max-seq-length', '4k'];

const EXPORT = ['export', 'x', '--to', 'verl'];

const WRONG: [args: string[], message: RegExp][] = [
  [['keychian', 'x'], /unknown command keychian; did you mean keychain\?/],
  [['help', 'keychian'], /unknown command keychian; did you mean keychain\?/],
  [['keychain', 'x', '--max-seqlength', '4k'], /did you mean --max-seq-length\?/],
  [['keychain', 'x', '-q'], /unknown option -q/],
  [['keychain', 'x'], /--max-seq-length L.* is needed/],
  [['keychain', '--max-seq-length', '4k'], /name a dataset file/],
  [['export'], /name the files to export/],
  [['export', 'x', '--out', 'y'], /--to TARGET is needed/],
  [[...EXPORT, '--to', 'verll'], /did you mean verl\?/],
  [['export', 'package.json', '--to', 'trl', '--out', 'x.csv'], /x\.csv: files end in \.jsonl/],
  [
    ['export', 'package.json', '--to', 'swift', '--out', 'x.parquet'],
    /opens files that end in \.jsonl, \.json alone/,
  ],
  [
    ['export', 'package.json', '--to', 'trl', '--trainer-template', 'Say it.'],
    /--trainer-template must contain \{prompt\} or \{context\}/,
  ],
  [[...EXPORT, '--start-index', '-1'], /must be a whole number, at least 0/],
  [['keychain', 'x', '--max-seq-length', '4q'], /--max-seq-length 4q: must be token counts/],
  [['keychain', 'x', '--max-seq-length', '4k,4096'], /names a length twice/],
  [[...KEYCHAIN, '--out', 'y'], /--out y: only - is allowed here/],
  [['index', '-', '-'], /standard input can be read once only/],
  [[...KEYCHAIN, '--hops', '0'], /--hops 0: .*at least 1/],
  [[...KEYCHAIN, '--hops=-3'], /--hops -3: .*at least 1/],
  [[...KEYCHAIN, '--hops'], /--hops needs a value: --hops N/],
  [[...KEYCHAIN, '--hops', '--quiet'], /--hops needs a value/],
  [[...KEYCHAIN, '--shuffle-qa=maybe'], /--shuffle-qa maybe: must be true or false/],
  [[...KEYCHAIN, '--no-hops'], /unknown option --no-hops/],
  [
    [...KEYCHAIN, '--gzip-level', '10'],
    /--compression-level 10: with --format jsonl.gz it is 0 to 9/,
  ],
  [[...KEYCHAIN, '--placement', 'gausian'], /allowed are .*; did you mean gaussian\?/],
  [[...KEYCHAIN, '--chains', 'many'], /--chains many: allowed are/],
  [[...KEYCHAIN, '--sigma', '0'], /--sigma 0: .*above 0/],
  [[...KEYCHAIN, '--tokenizer-type', 'sentencepiece'], /openai, hf, nemo/],
  [[...KEYCHAIN, '--tokenizer-type', 'gemini'], /only a server counts.*Gemma's tokenizer/],
  [[...KEYCHAIN, '--tokenizer-type', 'nemo'], /\.model/],
  [[...KEYCHAIN, '--tokenizer-type', 'hf'], /tokenizer\.json/],
  [[...KEYCHAIN, '--n', '4'], /--n means nothing without --llm-url/],
  [['keychain', '--help', 'chians'], /--help chians: .*did you mean chains\?/],
  [['parse', '--help', 'chains'], /parse has no such options; its groups are input, /],
  [['fill', '--max-seq-length', '4k'], /--corpus DIR is needed/],
  [['fill', 'a', 'b', '--max-seq-length', '4k'], /fill reads one file of questions, not 2/],
  [['verify'], /name the sample files/],
  [['merge'], /name the parts to merge/],
  [['merge', '-', '--questions', '-'], /standard input can be read once only/],
  [['filter', 'x'], /condition/],
  [['run'], /run takes one file, a config, a recipe or a manifest, not 0/],
  [['run', 'a.yaml', 'b.yaml'], /not 2/],
  [['completion'], /name a shell: bash, zsh, fish/],
  [['completion', 'bsh'], /allowed are bash, zsh, fish; did you mean bash\?/],
];

for (const [args, message] of WRONG) {
  test(`wrong usage ends with 2 and one line: ${args.join(' ')}`, async t => {
    const { code, stdout, stderr } = await command(args);
    t.is(code, 2, stderr);
    t.is(stdout, '');
    t.regex(stderr, message);
    t.is(stderr.trimEnd().split('\n').length, 1);
  });
}

test('options may be spelt with underscores, and a negative number is a value', async t => {
  const args = ['keychain', 'no-such-file', '--max_seq_length=4k', '--num_samples', '-1'];
  const { code, stderr } = await command(args);
  t.is(code, 1);
  t.regex(stderr, /INPUT_MISSING: no-such-file/);
});

for (const args of [KEYCHAIN, ['index', 'x'], ['parse', 'x']]) {
  test(`an input that is not there is told before another one is read: ${args[0]}`, async t => {
    // Whoever reads this file finds no JSON in it.
    const here = fileURLToPath(import.meta.url);
    for (const missing of ['no-such-file', dirname(here)]) {
      const given = args.flatMap(word => (word === 'x' ? [here, missing] : [word]));
      const { code, stdout, stderr } = await command(given);
      t.is(code, 1);
      t.is(stdout, '');
      t.true(stderr.includes(`INPUT_MISSING: ${missing}`), stderr);
    }
  });
}

test('a password in a URL is not kept with the command line', async t => {
  const args = ['x', '--max-seq-length', '4k', '--llm-url', 'http://me:secret@host:1/v1'];
  const keychain = COMMANDS.find(({ name }) => name === 'keychain')!;
  const task = await readTask(keychain, args, COMMANDS);
  t.true('commandLine' in task);
  const { given, commandLine } = task as Asked;
  t.deepEqual(commandLine.slice(-1), ['http://host:1/v1']);
  t.deepEqual(given.llmUrl, ['http://me:secret@host:1/v1']);
});

test('a switch that is turned off takes no value, which would mean the opposite', async t => {
  const { code, stderr } = await command(['keychain', 'x', '--no-shuffle-qa=false']);
  t.is(code, 2);
  t.regex(stderr, /--no-shuffle-qa takes no value/);
});

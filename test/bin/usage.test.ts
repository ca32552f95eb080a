import test from 'ava';
import { OPTION_GROUPS } from '../../bin/cli/options.js';
import { COMMANDS } from '../../bin/commands.js';
import { pipe, pipeOutput } from '../support/pipe.js';

test.serial('the general help names every command', async t => {
  const help = await pipeOutput(['--help']);
  for (const { name } of COMMANDS) t.regex(help, new RegExp(`^  ${name} `, 'm'));
  t.is(await pipeOutput([]), help);
});

for (const command of COMMANDS) {
  test.serial(
    `the help of ${command.name} names each of its options and works as an example says`,
    async t => {
      const help = await pipeOutput([command.name, '--help']);
      for (const option of Object.keys(command.options))
        t.true(help.includes(`--${option}`), option);
      t.true(command.examples.length > 0);
    },
  );
}

const NOT_DUE = ['nemo', 'gemini', '--shard', '--config'];

test.serial('what is not there yet stands in no help', async t => {
  const helps = await Promise.all(COMMANDS.map(({ name }) => pipeOutput([name, '--help'])));
  for (const word of NOT_DUE) t.false(helps.join().includes(word), word);
  for (const name of ['export', 'report', 'view']) {
    const { code, stderr } = await pipe([name]);
    t.is(code, 2);
    t.regex(stderr, /unknown command/);
  }
});

const WRONG: [args: string[], message: RegExp][] = [
  [['keychian', 'x'], /unknown command keychian; did you mean keychain\?/],
  [['keychain', 'x', '--max-seqlength', '4k'], /did you mean --max-seq-length\?/],
  [['keychain', 'x'], /--max-seq-length is needed/],
  [['keychain', '--max-seq-length', '4k'], /name a dataset file/],
  [['keychain', 'x', '--max-seq-length', '4q'], /--max-seq-length 4q: must be token counts/],
  [['keychain', 'x', '--max-seq-length', '4k,4096'], /names a length twice/],
  [['keychain', 'x', '--max-seq-length', '4k', '--hops', '0'], /--hops 0: .*at least 1/],
  [['keychain', 'x', '--max-seq-length', '4k', '--hops'], /--hops/],
  [
    ['keychain', 'x', '--max-seq-length', '4k', '--placement', 'gausian'],
    /allowed are uniform, gaussian, start, end, spread; did you mean gaussian\?/,
  ],
  [['keychain', 'x', '--max-seq-length', '4k', '--chains', 'many'], /--chains many: allowed are/],
  [['keychain', 'x', '--max-seq-length', '4k', '--sigma', '0'], /--sigma 0: .*above 0/],
  [['keychain', 'x', '--max-seq-length', '4k', '--tokenizer-type', 'nemo'], /openai, hf/],
  [['keychain', 'x', '--max-seq-length', '4k', '--tokenizer-type', 'hf'], /--tokenizer-path/],
  [['fill', '--max-seq-length', '4k'], /name a corpus with --corpus/],
  [['verify'], /name the sample files/],
];

for (const [args, message] of WRONG) {
  test.serial(`wrong usage ends with 2 and one line: ${args.join(' ')}`, async t => {
    const { code, stdout, stderr } = await pipe(args);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, message);
    t.is(stderr.trimEnd().split('\n').length, 1);
  });
}

test.serial('options may be spelt with underscores, and a negative number is a value', async t => {
  const args = ['keychain', 'no-such-file', '--max_seq_length=4k', '--num_samples', '-1'];
  const { code, stderr } = await pipe(args);
  t.is(code, 1);
  t.regex(stderr, /INPUT_MISSING: no-such-file/);
});

test.serial('no option is in two groups with different meanings', t => {
  const seen = new Map<string, string>();
  for (const [group, options] of Object.entries(OPTION_GROUPS)) {
    for (const name of Object.keys(options)) {
      const other = seen.get(name);
      const isOutput = ['SAVING', 'STREAMING'].includes(group) && ['out', 'rejects'].includes(name);
      t.true(other === undefined || isOutput, `--${name} in ${other} and ${group}`);
      seen.set(name, group);
    }
  }
});

import test from 'ava';
import fc from 'fast-check';
import { readArguments } from '../../../bin/cli/arguments.js';
import { MAKING } from '../../../lib/settings/commands.js';
import { publicCommand } from '../../../lib/settings/public/command.js';
import { settingsOf } from '../../../lib/settings/resolve.js';
import { hyphenated, type Setting } from '../../../lib/settings/setting.js';
import type { SettingName } from '../../../lib/settings/table.js';

/** The commands that stand in a card, each with a value that it does not look at. */
const COMMANDS = [...MAKING, 'export'] as const;

/** Settings of any text that names no file, no server and no program: nothing in them is changed. */
const PLAIN_TEXTS = [
  ...['saveName', 'subset', 'template', 'passageFormat', 'answerInstruction', 'chatDate'],
  ...['apiKeyEnv', 'azureApiVersion', 'modelVersion', 'header', 'headerEnv', 'license', 'language'],
  ...['rescueApiKeyEnv', 'rescueAzureApiVersion', 'rescueModelVersion', 'rescueHeader'],
  ...['rescueHeaderEnv', 'push', 'prettyName'],
] as const;

const isText = ({ kind: { schema, words, isFile } }: Setting): boolean => {
  const { enum: allowed, anyOf, type } = schema;
  const takesText = type === 'string' || JSON.stringify(anyOf ?? '').includes('"string"');
  return allowed === undefined && takesText && (words === undefined || isFile === true);
};

const hides = ({ kind }: Setting): boolean =>
  Boolean(kind.isFile || kind.isInput || kind.names !== undefined);

const MACHINE = /ann|gpu07|scratch/;
const part = fc.stringMatching(/^[b-z0-9_]{1,6}$/).filter(name => !MACHINE.test(name));
const away = fc
  .tuple(fc.constantFrom('/home/ann', '/scratch/ann/w', '~', 'C:\\Users\\ann', '../../ann'), part)
  .map(([home, name]) => ({ path: `${home}${home.includes('\\') ? '\\' : '/'}${name}`, name }));

const shown = (words: readonly string[], meant: Record<string, unknown> = {}): string[] =>
  publicCommand(words, { meant: name => meant[name] })!;

for (const command of COMMANDS) {
  const rows = [...settingsOf(command)];
  test(`of ${command} every setting that takes a path or a text is known for what it may name`, t => {
    const names = rows.filter(([, row]) => isText(row) && !hides(row)).map(([name]) => name);
    const others = names.filter(name => !(PLAIN_TEXTS as readonly SettingName[]).includes(name));
    // Numbers with a unit, and keys of chains.
    const units = [
      'maxRecordBytes',
      'maxSeqLength',
      'eachLengthItsOwn',
      'chains',
      'keyFormat',
      'shard',
      'askAgain',
    ];
    t.deepEqual(
      others.filter(name => !units.includes(name)),
      [],
    );
  });

  for (const [name, row] of rows.filter(([, each]) => hides(each))) {
    const option = `--${hyphenated(name)}`;
    test(`${command} ${option} names nobody and no machine, and is read as before`, t => {
      fc.assert(
        fc.property(away, fc.boolean(), ({ path, name: last }, isInline) => {
          const value = row.kind.names === 'server' ? `http://gpu07.ann:80/${last}` : path;
          const given = row.kind.names === 'text' ? `@${value}` : value;
          const words = isInline ? [`${option}=${given}`] : [option, given];
          const said = shown([command, 'x', ...words, '--quiet']);
          t.notRegex(said.join(' '), MACHINE);
          const read = readArguments(said.slice(1), settingsOf(command));
          t.deepEqual(read.words, ['x']);
          t.true(read.given.quiet);
          const now = [read.given[name] ?? []].flat();
          if (row.kind.names === 'program') t.deepEqual(now, []);
          else t.true(`${now[0]}`.endsWith(last));
        }),
        { numRuns: 30 },
      );
    });
  }

  test(`${command}: what is no path and no address stays as it was given`, t => {
    const texts = fc.constantFrom('/no_think', '/think /no_think', 'a / b', '@@x', 'C:\\', "it's");
    fc.assert(
      fc.property(texts, fc.boolean(), (text, isInline) => {
        for (const [name, row] of rows) {
          const isMeant = row.kind.names === 'text';
          if (!isMeant && !(PLAIN_TEXTS as readonly SettingName[]).includes(name)) continue;
          const option = `--${hyphenated(name)}`;
          const given = isInline ? [`${option}=${text}`] : [option, text];
          const meant = { [name]: text.replace('@@', '@') };
          t.deepEqual(shown([command, 'x', ...given], meant), [command, 'x', ...given], option);
        }
      }),
      { numRuns: 30 },
    );
  });
}

test('a text that stood in a file is that file, a text with slashes is a text', t => {
  const of = (value: string, meant?: string): string =>
    shown(['keychain', '--sample-instruction', value], { sampleInstruction: meant }).at(-1)!;
  t.is(of('/data/p.txt', 'Think.'), '@p.txt');
  t.is(of('p.txt', 'Think.'), '@p.txt');
  t.is(of('/a/b or c', '/a/b or c'), '/a/b or c');
  t.is(of('@/data/p.txt', 'Think.'), '@p.txt');
  t.is(of('@@/data/p.txt', '@/data/p.txt'), '@@/data/p.txt');
  t.is(of('https://h/x?token=***', 'https://h/x?token=abc'), 'https://h/x?token=***');
  const json = ['keychain', '--extra-body', '{"a":"/x/y"}'];
  t.deepEqual(shown(json), json);
});

test('inputs stand in one folder, a member of an archive in its archive', t => {
  const words = [
    'keychain',
    '/d/a.zip#in/train.json',
    '../b.json',
    'sub/c.json',
    'hf:me/set/d.json',
  ];
  t.deepEqual(shown([...words, '--fillers=/home/ann/books/', '--', '-']), [
    ...['keychain', 'a.zip#in/train.json', 'b.json', 'c.json', 'hf:me/set/d.json'],
    ...['--fillers=books', '--', '-'],
  ]);
  // Those of one name are told apart.
  t.deepEqual(shown(['keychain', '/d/one/x.json', '/d/two/x.json', '/home/ann/x.json']), [
    ...['keychain', 'one/x.json', 'two/x.json', 'x.json'],
  ]);
  t.is(publicCommand(['rm', '/home/ann'], { meant: () => undefined }), undefined);
});

test('what an export reads is where a command before it has saved it', t => {
  const before = [['keychain', 'x.json', '--save-dir', 'my/out']];
  const of = (path: string): string =>
    publicCommand(['export', path, '--to', 'hub'], { before, meant: () => undefined })![1]!;
  t.is(of('/scratch/ann/my/out/hotpot'), 'my/out/hotpot');
  t.is(of('../my/out/hotpot/a.jsonl.gz'), 'my/out/hotpot/a.jsonl.gz');
  t.is(of('my/out/hotpot'), 'my/out/hotpot');
  t.is(of('/other/a.jsonl'), 'a.jsonl');
  t.is(of('-'), '-');
});

import test from 'ava';
import fc from 'fast-check';
import { COMMAND_NAMES } from '../../lib/settings/commands.js';
import { resolve, settingsOf } from '../../lib/settings/resolve.js';

/** As code without types may say it. */
const keychain = (given: object) =>
  resolve('keychain', { maxSeqLength: [4096], ...given } as never);

const WRONG: [object, RegExp][] = [
  [{ hopz: 4 }, /keychain has no setting hopz; did you mean hops\?/],
  [{ maxSeqLength: 4096 }, /--max-seq-length 4096: must be/],
  [{ maxSeqLength: ['4k'] }, /--max-seq-length \["4k"\]: must be a value like \[4096\]/],
  [
    { dataset: 'hotpotqa.json' },
    /--dataset hotpotqa\.json: must be a list, like \["hotpotqa\.json"\]/,
  ],
  [{ dataset: [7] }, /--dataset \[7\]: must be a value like \["7"\]/],
  [{ numSamples: '3' }, /--num-samples 3: must be a value like 3|--num-samples 3: must be/],
  [{ shuffleQa: 'no' }, /--shuffle-qa no: must be true or false/],
  [{ workers: 0 }, /--workers 0: must be a whole number, at least 1/],
  [{ format: 'zip' }, /--format zip: allowed are/],
  [{ chains: 3 }, /--chains 3: must be/],
  [{ saveDir: '' }, /--save-dir : must not be empty/],
];

for (const [given, message] of WRONG) {
  test(`code is told what it gives wrongly: ${JSON.stringify(given)}`, t => {
    t.throws(() => keychain(given), { code: 'USAGE', message });
  });
}

test('what is right passes as it is', t => {
  t.like(
    keychain({
      chains: { fixed: 3 },
      dataset: ['a b.json', 'c,d.json'],
      template: '{context}\\n\n',
    }),
    { chains: { fixed: 3 }, dataset: ['a b.json', 'c,d.json'], template: '{context}\\n\n' },
  );
});

test('a default is a value of its kind, and any text may be a prompt', t => {
  for (const command of COMMAND_NAMES) {
    for (const [name, { default: value }] of settingsOf(command)) {
      if (value === undefined) continue;
      const given = { [name]: value };
      t.notThrows(() => {
        try {
          resolve(command, given as never);
        } catch (error) {
          // What it goes with, or cannot do without, is not there.
          if (!/needed|means nothing without/.test((error as Error).message)) throw error;
        }
      }, `${command} ${name}`);
    }
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), template => {
      t.is(keychain({ template }).template, template);
    }),
  );
});

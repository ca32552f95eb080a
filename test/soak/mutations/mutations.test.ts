import test from 'ava';
import { keyedRandom } from '../../../lib/random.js';
import { COMMAND_NAMES } from '../../../lib/settings/commands.js';
import { mutate } from './mutate/mutate.js';
import { soakMutations } from './mutations.js';
import { SUBJECTS } from './subjects.js';

// The short form of `npm run soak -- mutations`.

/** They read no input. */
const WITHOUT_INPUT: readonly string[] = ['demo', 'download', 'completion'];
const EACH = 1;

test('every command that reads something is among the subjects', t => {
  const paths = {
    input: 'i',
    url: 'u',
    hub: 'h',
    ground: (name: string) => name,
    own: (name: string) => name,
  };
  const covered = new Set<string>([
    ...WITHOUT_INPUT,
    ...SUBJECTS.map(subject => subject.args(paths)[0]!),
  ]);
  t.deepEqual([...covered].sort(), [...COMMAND_NAMES].sort());
});

test('inputs that are mutated end every command as a command ends', async t => {
  t.timeout(900_000);
  const options = { seed: 8, first: 0, jobs: 2, patience: 60_000 };
  const { failed, tried } = await soakMutations({ ...options, count: SUBJECTS.length * EACH });
  t.is(tried, SUBJECTS.length * EACH);
  t.deepEqual(
    failed.map(({ index, what, problems }) => `${index}: ${problems}\n  ${what}`),
    [],
  );
});

test('a seed makes the same mutations each time, another one makes others', t => {
  const original = Buffer.from(
    '{"id":"a","passages":[{"title":"T","text":"One. Two."}]}\n'.repeat(9),
  );
  const mutants = (seed: number) =>
    Array.from({ length: 60 }, (_, index) =>
      mutate(original, keyedRandom('mutation', seed, index), { foreign: [{ x: 1 }], packed: true }),
    );
  t.deepEqual(mutants(1), mutants(1));
  const [one, two] = [mutants(1), mutants(2)];
  t.true(one.filter(({ bytes }, i) => !bytes.equals(two[i]!.bytes)).length > 30);
});

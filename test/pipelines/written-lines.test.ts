import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import {
  chainSamples,
  fillQuestions,
  filterRecords,
  indexDatasets,
  keychain,
  mergeParts,
  parseDatasets,
  relevantOnly,
  scoreRecords,
  synth,
  verifyFiles,
} from '../../pipelines/index.js';
import '../support/own-cache.js';
import { pathsIn } from '../support/paths.js';
import { madeQuestions } from '../support/questions.js';
import { shared } from '../support/shared.js';
import { tempDir } from '../support/temp-dir.js';

/** Ends of lines to some readers, and halves of characters. */
const ODD = 'a\u2028b\u2029c\u0085d\ud83de\udc00f';
/** The same as a passage holds it: no UTF-8 has half a character. */
const IN_PASSAGES = ODD.toWellFormed();
const RAW = /[\u0085\u2028\u2029]/;

/** Questions with odd characters wherever a text may stand. */
const odd = () =>
  madeQuestions(4).map(question => ({
    ...question,
    id: `${question.id}${ODD}`,
    dataset: `made${ODD}`,
    question: `${question.question} ${ODD}?`,
    answers: question.answers.map(answer => `${answer} ${ODD}`),
    type: ODD,
    level: ODD,
    mine: { [ODD]: [ODD] },
    predictions: [`The answer is ${ODD}.`],
    passages: question.passages.map(({ sentences: _, ...passage }) => ({
      ...passage,
      title: `${passage.title} ${ODD}`,
      text: `${ODD} begins. ${passage.text} It ends in ${ODD}`,
    })),
  }));

async function written(t: ExecutionContext, dir: string) {
  const input = join(dir, 'questions.jsonl');
  const questions = odd();
  // With one that no sample can be made of.
  const lost = { ...questions[0], id: `lost${ODD}`, answers: [] };
  const lines = [...questions, lost].map(question => `${JSON.stringify(question)}\n`);
  await writeFile(input, lines.join(''));
  const corpus = join(dir, 'corpus');
  const made = { dataset: [input], corpus, saveDir: dir, workers: 1, saveName: 'made' };
  const template = `${ODD.toWellFormed()} {question} {context}`;
  const chained = { chains: { fixed: 2 }, hops: 2, maxSeqLength: [900] };
  await keychain({ ...made, ...chained, subset: 'a' });
  await keychain({
    ...made,
    ...chained,
    subset: 'b',
    template: `${template}{chain_head}`,
    removeNewlineTab: true,
    keepContext: true,
    // Where there is no room at all, every question is a reject.
    maxSeqLength: [900, 140],
  });
  await synth({ ...made, maxSeqLength: [700], template, subset: 'c', format: 'jsonl' });
  await relevantOnly({ ...made, subset: 'd' });
  const out = (name: string) => join(dir, 'made', `${name}.jsonl`);
  await parseDatasets({ dataset: [input], out: out('parse'), rejects: out('parse.rejects') });
  await indexDatasets({ dataset: [input], corpus });
  await fillQuestions({ dataset: [out('parse')], corpus, ...chained, out: out('fill') });
  await chainSamples({ dataset: [out('fill')], corpus, ...chained, out: out('chain') });
  await filterRecords({ records: [out('chain')], out: out('filter'), minAnswerLength: 1 });
  await mergeParts({ records: [out('chain'), out('chain')], out: out('merge') });
  await scoreRecords({ records: [out('parse')], out: out('score') });
  t.truthy(await readFile(out('parse.rejects')));
  return { input, questions, out, paths: await pathsIn(join(dir, 'made')) };
}

const contentOf = async (path: string): Promise<string> => {
  const bytes = await readFile(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
};

test('no line of any output has a raw end of a line in it, and every text is what it was', async t => {
  const { input, questions, out, paths } = await written(t, await tempDir(t));
  const samples: string[] = [];
  t.true(paths.length >= 16, paths.join('\n'));
  for (const path of paths) {
    const text = await contentOf(path);
    t.false(RAW.test(text), path);
    t.true(text.isWellFormed(), path);
    if (path.includes('manifest')) {
      t.notThrows(() => JSON.parse(text) as unknown);
      continue;
    }
    const records = text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line) as Record<string, unknown>);
    if (path.includes('max_seq_140') && !path.includes('rejects')) {
      t.deepEqual(records, []);
      samples.push(path);
    } else if (path.includes('rejects')) {
      t.true(records.every(({ id }) => `${id}`.endsWith(ODD)));
    } else if (records.some(record => 'meta' in record)) {
      if (!path.includes('fill')) samples.push(path);
      const [first] = records as [{ id: string; input: string; answers: string[] }];
      t.true(first.id.startsWith(`made${ODD}/q0${ODD}/`), first.id);
      t.deepEqual(first.answers, questions[0]!.answers);
      const isFlat = path.includes('/b-');
      const wording = questions[0]!.question;
      t.is(first.input, isFlat ? wording.replace(/\s+/g, ' ') : wording);
    } else {
      const { passages: _, ...all } = questions[0]!;
      t.like(records[0], all);
      const [passage] = records[0]!.passages as { title: string; text: string }[];
      t.true(passage!.title.endsWith(IN_PASSAGES));
      t.true(passage!.text.endsWith(IN_PASSAGES));
    }
  }
  t.true(samples.length >= 7);
  const reports = await verifyFiles({ records: samples, dataset: [input] });
  for (const { findings, file, samples: count } of reports) {
    t.deepEqual(findings, [], file);
    t.is(count, file.includes('140') ? 0 : 4, file);
  }
  t.is(await contentOf(out('merge')), await contentOf(out('chain')));
});

test('a question with half a character is found in a passage that has it as UTF-8 does', async t => {
  const dir = await tempDir(t);
  const input = join(dir, 'questions.jsonl');
  const [question] = odd();
  const [first, ...more] = question!.passages;
  const text = `He asked: ${question!.question} Nobody knew.`;
  const leaking = { ...question, passages: [{ ...first, text }, ...more] };
  await writeFile(input, `${JSON.stringify(leaking)}\n`);
  const made = { dataset: [input], saveDir: dir, maxSeqLength: [900], workers: 1 };
  const [summary] = await synth(made);
  t.deepEqual(summary!.outputs[0]!.rejects, { QUESTION_LEAKED: 1 });
});

test('what the field found: a sample with such ends stays one line', async t => {
  const found = shared('cases', 'data', '20-u2028-in-output', 'o');
  if (!found) {
    t.log('the case is not there');
    t.pass();
    return;
  }
  const before = await readFile(found, 'utf8');
  t.regex(before, RAW);
  const out = join(await tempDir(t), 'o.jsonl');
  await filterRecords({ records: [found], out, minAnswerLength: 1 });
  const after = await readFile(out, 'utf8');
  t.notRegex(after, RAW);
  t.deepEqual(JSON.parse(after), JSON.parse(before));
});

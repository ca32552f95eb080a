import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import test, { type ExecutionContext } from 'ava';
import { COLUMNS } from '../../lib/records/columns.js';
import {
  adoptRecords,
  keychain,
  needle,
  parseDatasets,
  relevantOnly,
  synth,
} from '../../pipelines/index.js';
import { pathsIn } from '../support/paths.js';
import { referenceDataset, referenceSamples } from '../support/reference.js';
import { anySample } from '../support/sample.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

// As a user of the package finds them.
const require = createRequire(import.meta.url);
const schema = (name: string): AnySchema =>
  require(`keychain-pipeline/schemas/${name}.json`) as AnySchema;
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });

const valid = (t: ExecutionContext, name: string, value: unknown): void => {
  const validate = ajv.getSchema(name) ?? ajv.addSchema(schema(name), name).getSchema(name)!;
  t.true(validate(value), ajv.errorsText(validate.errors));
};

const linesOf = async (path: string): Promise<Record<string, unknown>[]> => {
  const bytes = await readFile(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
};

/** Fields that a schema does not name. */
const unknownFields = (name: string, value: object, ...path: string[]): string[] => {
  const { properties } = path.reduce<{ properties: Record<string, never> }>(
    (each, field) => each.properties[field]!,
    schema(name) as { properties: Record<string, never> },
  );
  return Object.keys(value).filter(field => !(field in properties));
};

test('every question that parse writes is one by its schema', async t => {
  for (const shape of ['hotpotqa', 'musique', '2wikimqa', 'squad'] as const) {
    const dataset = [await worldFile(t, shape, 60)];
    const out = join(await tempDir(t), 'questions.jsonl');
    await parseDatasets({ dataset, out });
    for (const question of await linesOf(out)) {
      valid(t, 'question', question);
      t.deepEqual(unknownFields('question', question), []);
    }
  }
});

test('samples, rejects and manifests are what their schemas say, and no field is unknown', async t => {
  const dataset = [await worldFile(t, 'hotpotqa', 60)];
  const saveDir = await tempDir(t);
  const made = { dataset, saveDir, numSamples: 8, corpus: join(saveDir, 'corpus'), workers: 1 };
  // At 300 tokens hardly anything fits.
  await keychain({ ...made, maxSeqLength: [300, 2048], saveName: 'a' });
  await keychain({
    ...made,
    maxSeqLength: [2048],
    shape: 'tree',
    keepContext: true,
    saveName: 'b',
  });
  await synth({ ...made, maxSeqLength: [2048], distractQuestions: 2, saveName: 'c' });
  await relevantOnly({ ...made, saveName: 'd' });
  await needle({ ...made, maxSeqLength: [2048], numSamples: 3, saveName: 'e' });
  const seen = { sample: 0, reject: 0, manifest: 0 };
  for (const path of await pathsIn(saveDir)) {
    if (path.endsWith('.manifest.json')) {
      seen.manifest++;
      valid(t, 'manifest', JSON.parse(await readFile(path, 'utf8')));
    } else if (path.endsWith('.rejects.jsonl.gz')) {
      for (const reject of await linesOf(path)) {
        seen.reject++;
        valid(t, 'reject', reject);
      }
    } else if (path.endsWith('.jsonl.gz') && gunzipSync(await readFile(path)).length > 0) {
      for (const sample of await linesOf(path)) {
        seen.sample++;
        valid(t, 'sample', sample);
        t.deepEqual(unknownFields('sample', sample), []);
        t.deepEqual(unknownFields('sample', sample.meta as object, 'meta'), []);
      }
    }
  }
  t.like(seen, { sample: 35, manifest: 6 });
  t.true(seen.reject > 0);
});

test('samples that were adopted are what the schema says, and have all fields of their kind', async t => {
  const dir = await tempDir(t);
  const files = {
    chained: referenceSamples(referenceDataset(20), 4).map(({ sample }) => sample),
    plain: [{ ...anySample(1), meta: undefined }],
  };
  for (const [name, records] of Object.entries(files)) {
    const file = join(dir, `${name}-max_seq_2048.jsonl`);
    await writeFile(file, records.map(record => `${JSON.stringify(record)}\n`).join(''));
    const out = join(dir, `${name}.jsonl`);
    await adoptRecords({ records: [file], out });
    const samples = await linesOf(out);
    t.is(samples.length, records.length);
    for (const sample of samples) {
      valid(t, 'sample', sample);
      const columns = COLUMNS[name === 'chained' ? 'keychain' : 'plain'];
      t.deepEqual(Object.keys(sample), Object.keys(columns));
      t.deepEqual(Object.keys(sample.meta as object), Object.keys(columns.meta));
    }
  }
});

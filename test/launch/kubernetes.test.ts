import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { type IJob, Job } from 'kubernetes-models/batch/v1';
import { parse } from 'yaml';
import type { Launch } from '../../lib/launch/engine.js';
import { kubernetes } from '../../lib/launch/kubernetes.js';
import { jobOf, kubernetesJobs, type Pod } from '../../lib/launch/kubernetes-jobs.js';
import { resolve } from '../../lib/settings/resolve.js';
import { tempDir } from '../support/temp-dir.js';

const LAUNCH: Launch = {
  name: 'keychain-0123abcd',
  folder: '/shared/out/hotpot/launch',
  cwd: '/shared',
  program: ['/usr/bin/node', '/shared/keychain-pipeline/bin/pipe'],
  index: [['index', '--allow-rejects', '--dataset=hotpot.json']],
  shard: [
    ...['keychain', '--shard=auto', '--shards=8', '--allow-rejects'],
    ...['hotpot.json', '--max-seq-length', '4k', '--save-dir', 'out'],
  ],
  hasWorkers: false,
  merge: ['merge', '--allow-rejects', '--', 'out/hotpot'],
  shards: 8,
};
const POD: Pod = {
  image: 'registry.example/keychain:1',
  volumes: [{ claim: 'data', path: '/shared' }],
  envFrom: ['model-keys'],
  cpu: '4',
  memory: '8Gi',
  parallelism: 4,
};
const ALL = [0, 1, 2, 3, 4, 5, 6, 7];
const JOBS = ['index', 'shards', 'merge'] as const;

test('the manifests of a launch', async t => {
  const { files, says } = kubernetesJobs(LAUNCH, ALL, POD);
  const text = Object.entries(files)
    .map(([name, script]) => `==> ${name}\n${script}`)
    .join('\n');
  const golden = 'test/golden/kubernetes.txt';
  if (process.env.UPDATE_GOLDEN) await writeFile(golden, text);
  t.is(text, await readFile(golden, 'utf8'));
  t.is(says, '8 of 8 shards and the merge');
});

/** Pods with as little as there may be. */
const BARE: Pod = {
  image: 'keychain',
  volumes: [{ claim: 'data', path: '/' }],
  envFrom: [],
  cpu: undefined,
  memory: undefined,
  parallelism: 8,
};

const SEVERAL: Launch = {
  ...LAUNCH,
  index: [...LAUNCH.index, ['index', '--dataset=musique.jsonl']],
};

/** What is in a value, and not in the type of the API: a name that Kubernetes does not know. */
type Foreign<Value, Api> = Value extends readonly (infer Item)[]
  ? Api extends readonly (infer ApiItem)[]
    ? Foreign<Item, ApiItem>
    : never
  : Value extends object
    ? {
        [Name in keyof Value]-?: Name extends keyof Api
          ? Foreign<NonNullable<Value[Name]>, NonNullable<Api[Name]>>
          : Name;
      }[keyof Value]
    : never;

type ForeignFields = Foreign<ReturnType<typeof jobOf>, IJob>;

const NO_FOREIGN_FIELDS: [ForeignFields] extends [never] ? true : ForeignFields = true;

test('they hold against the schema of batch/v1, and have no field that it does not know', t => {
  for (const launch of [LAUNCH, SEVERAL]) {
    for (const pod of [POD, BARE]) {
      for (const [name, text] of Object.entries(kubernetesJobs(launch, ALL, pod).files)) {
        if (!name.endsWith('.yaml')) continue;
        t.notThrows(() => new Job(parse(text) as IJob).validate(), name);
      }
    }
  }
  // The schema takes fields that it does not know, as Kubernetes does; the compiler does not.
  t.true(NO_FOREIGN_FIELDS);
  const { spec, ...job } = jobOf(LAUNCH, 'shards', POD);
  const broken = { ...job, spec: { ...spec, completions: '8' } } as unknown as IJob;
  t.throws(() => new Job(broken).validate(), { message: /completions must be integer/ });
});

test('only the shards are an Indexed Job, of all shards', t => {
  const of = (name: (typeof JOBS)[number]) => jobOf(LAUNCH, name, POD).spec;
  t.like(of('shards'), { completionMode: 'Indexed', completions: 8, parallelism: 4 });
  for (const name of ['index', 'merge'] as const) t.false('completions' in of(name));
  const few = { ...POD, parallelism: 100 };
  t.like(jobOf(LAUNCH, 'shards', few).spec, { parallelism: 8 });
});

const commandsOf = (launch: Launch, job: (typeof JOBS)[number], pod = POD): string[][] => {
  const { spec } = jobOf(launch, job, pod).spec.template;
  return [...(spec.initContainers ?? []), ...spec.containers].map(({ command }) => command);
};

test('several datasets are indexed one after the other', t => {
  t.deepEqual(
    commandsOf(SEVERAL, 'index'),
    SEVERAL.index.map(words => ['keychain-pipe', ...words]),
  );
});

test('a shard has as many threads as its pod asks for cores, unless it was told', t => {
  const threads = (cpu: string | undefined, hasWorkers = false) =>
    commandsOf({ ...LAUNCH, hasWorkers }, 'shards', { ...POD, cpu })[0]!.find(word =>
      word.startsWith('--workers'),
    );
  t.deepEqual(
    ['4', '2.5', '500m', '3000m'].map(cpu => threads(cpu)),
    ['--workers=4', '--workers=2', '--workers=1', '--workers=3'],
  );
  t.is(threads(undefined), undefined);
  t.is(threads('4', true), undefined);
});

/** What Kubernetes makes of a word (k8s.io/kubernetes/third_party/forked/golang/expansion). */
const expanded = (word: string): string =>
  word.replace(/\$(\$|\(([^)]*)\))/g, (_, what: string) => (what === '$' ? '$' : 'FILLED IN'));

test('whatever files are called, the program is given the words that were given', t => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom(...'$()A{ "\n#:-é') })), words => {
      const { files } = kubernetesJobs({ ...LAUNCH, merge: words }, [], POD);
      const [container] = (parse(files['merge.yaml']!) as ReturnType<typeof jobOf>).spec.template
        .spec.containers;
      t.deepEqual(container!.command.map(expanded), ['keychain-pipe', ...words]);
    }),
  );
});

test('where all shards are there, only the merge is made', t => {
  const { files, says } = kubernetesJobs(LAUNCH, [], POD);
  t.deepEqual(Object.keys(files), ['merge.yaml', 'submit.sh']);
  t.is(says, 'the merge');
});

const settings = (more: object) => resolve('launch', { shards: 8, image: 'a', ...more });
const prepare = (more: object) => async () => kubernetes.prepare(LAUNCH, ALL, settings(more));

test('what pods cannot do without is asked for', async t => {
  await t.throwsAsync(prepare({ image: undefined, volume: ['data:/shared'] }), {
    code: 'USAGE',
    message: /--image/,
  });
  for (const volume of [undefined, ['data:/share'], ['data:/shared/out/hotpot/launch/x']]) {
    await t.throwsAsync(prepare({ volume }), { code: 'USAGE', message: /--volume CLAIM:\/PATH/ });
  }
  for (const path of ['/shared', '/shared/', '/']) {
    await t.notThrowsAsync(prepare({ volume: [`data:${path}`] }));
  }
});

/**
 * A cluster of one's own in a folder: it knows Jobs by name, and takes from a file what becomes of
 * each that is applied.
 */
const KUBECTL = `#!/bin/sh
set -eu
cd "$CLUSTER"
echo "$1 $2 $3" >> calls
case $1 in
  get) cat "job-$3" 2> /dev/null || true ;;
  delete) rm "job-$3" ;;
  apply)
    name=$(sed -n 's/^  name: //p' "$3")
    if [ -e "job-$name" ]; then echo "$name unchanged"; else cp "becomes-$name" "job-$name"; fi ;;
esac
`;

test('each Job is applied when the one before is complete', async t => {
  const dir = await tempDir(t);
  const [bin, cluster, folder] = ['bin', 'cluster', 'launch'].map(name => join(dir, name));
  for (const path of [bin!, cluster!, folder!]) await mkdir(path);
  await writeFile(join(bin!, 'kubectl'), KUBECTL);
  await chmod(join(bin!, 'kubectl'), 0o755);
  const { files } = kubernetesJobs({ ...LAUNCH, folder: folder! }, ALL, POD);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder!, name), text);
  const becomes = (job: string, conditions: string) =>
    writeFile(join(cluster!, `becomes-${LAUNCH.name}-${job}`), conditions);
  const submit = async (): Promise<string[]> => {
    await writeFile(join(cluster!, 'calls'), '');
    const env = {
      ...process.env,
      CLUSTER: cluster!,
      PATH: `${bin}${delimiter}${process.env.PATH}`,
    };
    await promisify(execFile)('sh', [join(folder!, 'submit.sh')], { env });
    const calls = (await readFile(join(cluster!, 'calls'), 'utf8')).trimEnd().split('\n');
    return calls.flatMap(
      call => /^(?:apply|delete) .*?(index|shards|merge)\b/.exec(call)?.[0] ?? [],
    );
  };
  const done = 'SuccessCriteriaMet Complete ';
  for (const job of JOBS) await becomes(job, done);
  await becomes('shards', 'FailureTarget Failed ');
  const name = (job: string): string => `delete job ${LAUNCH.name}-${job}`;
  const file = (job: string): string => `apply -f ${folder}/${job}`;
  await t.throwsAsync(submit(), { message: /keychain-0123abcd-shards has failed: kubectl logs/ });
  await t.throwsAsync(submit());
  await becomes('shards', done);
  // What has ended is made anew, so that what has failed is tried again.
  t.deepEqual(await submit(), [
    ...[name('index'), file('index')],
    ...[name('shards'), file('shards')],
    file('merge'),
  ]);
  // One that runs is left alone, and waited for.
  await writeFile(join(cluster!, `job-${LAUNCH.name}-shards`), '');
  const script = await readFile(join(folder!, 'submit.sh'), 'utf8');
  await writeFile(join(folder!, 'submit.sh'), script.replace(/sleep \d+/, 'sleep 0.1'));
  const running = submit();
  await writeFile(join(cluster!, `job-${LAUNCH.name}-shards`), done);
  t.true((await running).includes(file('merge')));
});
